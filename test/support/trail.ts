import { randomUUID } from 'node:crypto';

/** A CloudTrail record as a service writes it. `at`: milliseconds from now. */
export function trailRecord(
  eventSource: string,
  eventName: string,
  accountId: string,
  { at = 0, region = 'us-east-1', ...more }: { at?: number; region?: string; [field: string]: unknown } = {},
): Record<string, unknown> & { eventID: string } {
  return {
    eventVersion: '1.10',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLE',
      arn: `arn:aws:iam::${accountId}:user/alice`,
      accountId,
      accessKeyId: 'AKIAEXAMPLE',
      userName: 'alice',
    },
    // CloudTrail tells whole seconds
    eventTime: new Date(Date.now() + at).toISOString().replace(/\.\d+Z$/, 'Z'),
    ...{ eventSource, eventName, awsRegion: region, sourceIPAddress: '198.51.100.7', userAgent: 'aws-cli/2' },
    ...{ requestParameters: {}, responseElements: null, requestID: randomUUID(), eventID: randomUUID() },
    ...{ readOnly: false, eventType: 'AwsApiCall', managementEvent: true, eventCategory: 'Management' },
    recipientAccountId: accountId,
    ...more,
  };
}
