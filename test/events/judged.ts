import { judgeOf } from '../../src/modules/events/domain/judge.js';
import { cloudTrailRecord } from '../../src/modules/events/domain/record.js';
import type { RuleTable } from '../../src/modules/events/domain/rule.js';

/** The fields of a record in CloudTrail's form; a service is named without `.amazonaws.com`. */
export const recordOf = (
  service: string,
  eventName: string,
  fields: Record<string, unknown> = {},
): Record<string, unknown> => ({
  eventVersion: '1.10',
  eventID: '3c4226b0-1e81-48a8-a333-7fa5f3cbd118',
  eventSource: `${service}.amazonaws.com`,
  eventName,
  eventTime: '2026-03-10T20:23:37Z',
  eventType: 'AwsApiCall',
  eventCategory: 'Management',
  managementEvent: true,
  readOnly: false,
  awsRegion: 'eu-west-1',
  recipientAccountId: '123456789012',
  userIdentity: {
    type: 'IAMUser',
    accountId: '123456789012',
    arn: 'arn:aws:iam::123456789012:user/eng/carol',
    userName: 'carol',
  },
  requestParameters: null,
  responseElements: null,
  ...fields,
});

/** How tables judge a record: `changed arn:…` each, with what is to be described beside it where there is any. */
export const judgingBy =
  (tables: readonly RuleTable[], service: string) =>
  (eventName: string, request: unknown, fields: Record<string, unknown> = {}) => {
    const record = recordOf(service, eventName, { requestParameters: request, ...fields });
    const { disposition, reason, resources, related, relatedAll } = judgeOf(tables).ofRecord(
      cloudTrailRecord.parse(record),
    );
    return {
      what: disposition === 'ignored' ? reason : disposition,
      changes: resources.map(({ change, arn }) => `${change} ${arn}`),
      ...(related.length === 0 ? {} : { related: related.map(({ type, arn }) => `${type ?? ''} ${arn}`) }),
      ...(relatedAll.length === 0 ? {} : { all: relatedAll.map(({ all }) => all) }),
    };
  };
