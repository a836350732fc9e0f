import { z } from 'zod';
import type { Envelope } from './envelope.js';
import type { Judgement } from './judge.js';
import { accountOf, cloudTrailRecord, type CloudTrailRecord } from './record.js';

/** Who did it, as CloudTrail tells. */
export interface Who {
  type: string | null;
  arn: string | null;
  accountId: string | null;
  principalId: string | null;
  userName: string | null;
  /** The service that called in somebody's name. */
  invokedBy: string | null;
  sourceIp: string | null;
  userAgent: string | null;
  /** CloudTrail's. */
  eventId: string;
}

/** An event that came in, read and judged; nobody has asked yet whose it is. */
export interface IncomingEvent {
  eventId: string;
  eventType: string;
  eventSource: string;
  eventName: string;
  eventTime: Date;
  accountId: string;
  region: string;
  who: Who | null;
  /** A fix of this service's caused it. */
  isOwn: boolean;
  judgement: Judgement;
  envelope: Envelope;
}

/** What reads events: the tables' judge, and how to know our own doings. */
export interface EventReader {
  ofRecord: (record: CloudTrailRecord) => Judgement;
  ofService: (event: {
    source: string;
    detailType: string;
    accountId: string;
    region: string;
    resources: readonly string[];
    detail: Record<string, unknown>;
  }) => Judgement;
  /** Name of the role that our fixes are made with. */
  remediationRole: string;
}

/** What an event must have beyond what explains it: it is kept, so it needs an id, a time and an owner. */
const kept = z.object({
  eventID: z.string('must be a text').min(1),
  eventTime: z.string('must be a text'),
});
const account = z.string().regex(/^\d{12}$/, 'must have 12 digits');

const RECORD_TYPES = /via CloudTrail$|^AWS Insight via CloudTrail$/;

/** Whether an EventBridge event carries a CloudTrail record. */
export const isRecord = ({ 'detail-type': type, detail }: Envelope): boolean =>
  RECORD_TYPES.test(type) || ('eventSource' in detail && 'eventName' in detail);

/**
 * Reads an event.
 * @throws ZodError where it lacks what every event must have, with the paths of what is wrong
 */
export function incoming(event: Envelope, reader: EventReader): IncomingEvent {
  if (!isRecord(event)) return ofService(event, reader);
  const record = cloudTrailRecord.parse(event.detail);
  const { eventID, eventTime } = kept.parse(event.detail);
  const accountId = ownerOf(record, event.account);
  const region = record.awsRegion ?? event.region;
  return {
    ...{ eventId: eventID, eventType: record.eventType ?? 'AwsApiCall', eventSource: record.eventSource },
    ...{ eventName: record.eventName, eventTime: new Date(eventTime), accountId, region },
    ...{ who: whoOf(record, eventID), isOwn: isOwn(record, reader.remediationRole) },
    ...{
      judgement: ownPart(
        reader.ofRecord({ ...record, recipientAccountId: accountId, awsRegion: region }),
        accountId,
      ),
      envelope: event,
    },
  };
}

function ofService(event: Envelope, reader: EventReader): IncomingEvent {
  const { id, source, region, resources, detail } = event;
  const { account: accountId } = z.object({ account }).parse(event);
  const detailType = event['detail-type'];
  const judgement = reader.ofService({ source, detailType, accountId, region, resources, detail });
  return {
    ...{ eventId: id, eventType: detailType, eventSource: source, eventName: detailType },
    ...{ eventTime: new Date(event.time), accountId, region, who: null, isOwn: false, envelope: event },
    judgement: ownPart(judgement, accountId),
  };
}

/**
 * The account that a record is of. EventBridge says itself whose an event is; what is in it, whoever may put events on
 * a bus can write: a record of another account than its event is forged.
 */
function ownerOf(record: CloudTrailRecord, sender: string): string {
  const { recipientAccountId } = z
    .object({ recipientAccountId: account })
    .parse({ recipientAccountId: accountOf(record) ?? sender });
  if (sender === '' || sender === recipientAccountId) return recipientAccountId;
  const message = `is ${recipientAccountId}, and the event is of the account ${sender}`;
  throw new z.ZodError([
    { code: 'custom', path: ['detail', 'recipientAccountId'], message, input: recipientAccountId },
  ]);
}

/**
 * Without the resources of other accounts: a caller may name any ARN. Some name no account (buckets), or AWS's own.
 */
function ownPart(judgement: Judgement, accountId: string): Judgement {
  const isOwnArn = ({ arn }: { arn: string }) => {
    const named = arn.split(':')[4] ?? '';
    return !/^\d{12}$/.test(named) || named === accountId;
  };
  const resources = judgement.resources.filter(isOwnArn);
  const related = judgement.related.filter(isOwnArn);
  const isAllForeign = resources.length === 0 && judgement.resources.length > 0;
  return isAllForeign
    ? {
        ...judgement,
        disposition: 'ignored',
        reason: 'other_account',
        resources,
        related: [],
        relatedAll: [],
      }
    : { ...judgement, resources, related };
}

/** Who called, from where, with what. */
export function whoOf(record: CloudTrailRecord, eventId: string): Who {
  const { userIdentity: identity } = record;
  return {
    ...{ type: identity?.type ?? null, arn: identity?.arn ?? null, accountId: identity?.accountId ?? null },
    ...{ principalId: identity?.principalId ?? null, userName: identity?.userName ?? null },
    ...{ invokedBy: identity?.invokedBy ?? null, sourceIp: record.sourceIPAddress ?? null },
    ...{ userAgent: record.userAgent ?? null, eventId },
  };
}

/** Only our fixes take that role: what it does must not start what made it do so. */
function isOwn(record: CloudTrailRecord, role: string): boolean {
  const issuer = record.userIdentity?.sessionContext?.sessionIssuer?.arn ?? '';
  const session = record.userIdentity?.arn ?? '';
  return issuer.endsWith(`/${role}`) || session.includes(`:assumed-role/${role}/`);
}
