import { z } from 'zod';

/** An event as EventBridge delivers it (eventbridge/latest/userguide/eb-events-structure.html): what rules match against. */
export const envelope = z.looseObject({
  version: z.string().default('0'),
  id: z.string().min(1).max(200),
  'detail-type': z.string().min(1).max(256),
  source: z.string().min(1).max(256),
  account: z.string().max(64).default(''),
  time: z.iso.datetime({ offset: true }),
  region: z.string().max(64).default(''),
  resources: z.array(z.string()).default([]),
  detail: z.record(z.string(), z.unknown()),
});
export type Envelope = z.output<typeof envelope>;

/** What EventBridge would make of a bare CloudTrail record: `aws.s3`, `AWS API Call via CloudTrail`. */
export function envelopeOfRecord(record: Record<string, unknown>, id: string): Envelope {
  const text = (name: string) => (typeof record[name] === 'string' ? record[name] : '');
  const type = text('eventType');
  return {
    version: '0',
    id,
    'detail-type':
      type === 'AwsServiceEvent'
        ? 'AWS Service Event via CloudTrail'
        : type === 'AwsConsoleSignIn'
          ? 'AWS Console Sign In via CloudTrail'
          : 'AWS API Call via CloudTrail',
    source: `aws.${text('eventSource').replace(/\.amazonaws\.com(\.cn)?$/, '')}`,
    account: text('recipientAccountId'),
    time: text('eventTime'),
    region: text('awsRegion'),
    resources: [],
    detail: record,
  };
}
