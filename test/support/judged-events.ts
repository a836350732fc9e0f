import { judgeOf } from '../../src/modules/events/domain/judge.js';
import { cloudTrailRecord } from '../../src/modules/events/domain/record.js';
import { ruleTables } from '../../src/modules/events/domain/rules/index.js';

/** Where the tests' events happen; ARNs there begin with `here('rds')`. */
export const AT = { partition: 'aws', region: 'eu-west-1', accountId: '123456789012' };
export const here = (service: string): string => `arn:aws:${service}:${AT.region}:${AT.accountId}`;

type Fields = Record<string, unknown>;
type Judgement = ReturnType<ReturnType<typeof judgeOf>['ofRecord']>;

const { ofRecord, ofService } = judgeOf(ruleTables);

/** A judgement in a form that reads well in a test: `created arn:…`. */
const shown = ({ disposition, reason, resources, related, relatedAll }: Judgement) => ({
  disposition,
  reason,
  resources: resources.map(({ change, arn }) => `${change} ${arn}`),
  types: resources.map(({ type }) => type),
  related: related.map(({ arn }) => arn),
  relatedAll,
});

/** Judges records of one source: by event name, requestParameters and responseElements. */
export const judgedFrom =
  (eventSource: string) =>
  (
    eventName: string,
    requestParameters: Fields | null,
    responseElements: Fields | null = null,
    more: Fields = {},
  ) =>
    shown(
      ofRecord(
        cloudTrailRecord.parse({
          ...{ eventVersion: '1.09', eventType: 'AwsApiCall', eventCategory: 'Management' },
          ...{ eventSource, eventName, requestParameters, responseElements, readOnly: false },
          ...{ awsRegion: AT.region, recipientAccountId: AT.accountId, eventTime: '2026-11-21T12:00:00Z' },
          ...more,
        }),
      ),
    );

/** Judges other events of EventBridge's. */
export const judgedService = (source: string, detailType: string, detail: Fields, resources: string[] = []) =>
  shown(ofService({ source, detailType, detail, resources, region: AT.region, accountId: AT.accountId }));
