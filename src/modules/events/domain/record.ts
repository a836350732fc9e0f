import { z } from 'zod';
import { partitionOfRegion } from '../../../shared/partition.js';

const fields = z.record(z.string(), z.unknown());

/** One of the resources that a record names itself. Not all are what was changed. */
const recordedResource = z.looseObject({
  ARN: z.string().optional(),
  accountId: z.string().optional(),
  type: z.string().optional(),
});

/**
 * A CloudTrail record as it is read here (awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html).
 * Only what decides is asked for: CloudTrail adds fields, and leaves out what a service does not tell.
 */
export const cloudTrailRecord = z.looseObject({
  eventID: z.string().min(1).max(200).optional(),
  eventSource: z.string().min(1).max(200),
  eventName: z.string().min(1).max(200),
  eventTime: z.iso.datetime({ offset: true }).optional(),
  eventType: z.string().max(100).optional(),
  eventCategory: z.string().optional(),
  managementEvent: z.boolean().optional(),
  awsRegion: z.string().max(64).optional(),
  recipientAccountId: z.string().max(64).optional(),
  readOnly: z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]).nullish(),
  errorCode: z.string().nullish(),
  errorMessage: z.string().nullish(),
  sourceIPAddress: z.string().nullish(),
  userAgent: z.string().nullish(),
  userIdentity: z
    .looseObject({
      type: z.string().nullish(),
      principalId: z.string().nullish(),
      arn: z.string().nullish(),
      accountId: z.string().nullish(),
      userName: z.string().nullish(),
      invokedBy: z.string().nullish(),
      sessionContext: z
        .looseObject({ sessionIssuer: z.looseObject({ arn: z.string().nullish() }).nullish() })
        .nullish(),
    })
    .nullish(),
  requestParameters: fields.nullish(),
  responseElements: fields.nullish(),
  additionalEventData: fields.nullish(),
  serviceEventDetails: fields.nullish(),
  resources: z.array(recordedResource).nullish(),
});
export type CloudTrailRecord = z.output<typeof cloudTrailRecord>;

/** Another event of EventBridge's: what a service tells by itself. */
export interface ServiceEvent {
  source: string;
  detailType: string;
  accountId: string;
  region: string;
  resources: readonly string[];
  detail: Record<string, unknown>;
}

const VERSION = /\d{4}_?\d{2}_?\d{2}(v\d+)?$/;

/** Some services put the version of their API behind the name: CreateFunction20150331, CreateDistribution2020_05_31. */
export const plainName = (eventName: string): string => eventName.replace(VERSION, '');

/** The account that the event is of: CloudTrail gives an event that concerns two accounts to each of them. */
export const accountOf = (record: CloudTrailRecord): string | undefined =>
  record.recipientAccountId ?? record.userIdentity?.accountId ?? undefined;

const ARN_PARTITION = /^arn:(aws[a-z-]*):/;

/**
 * The partition of the record's ARNs; where it has none, that of the region. Regions alone would not do: AWS names
 * those of a new partition as it likes.
 */
export function partitionOf(record: CloudTrailRecord): string {
  const issuer = record.userIdentity?.sessionContext?.sessionIssuer?.arn;
  const arns = [record.userIdentity?.arn, issuer, ...(record.resources ?? []).map(({ ARN }) => ARN)];
  for (const arn of arns) {
    const partition = ARN_PARTITION.exec(arn ?? '')?.[1];
    if (partition !== undefined) return partition;
  }
  return partitionOfRegion(record.awsRegion ?? '');
}
