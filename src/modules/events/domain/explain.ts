import { z } from 'zod';
import type { Change } from './disposition.js';
import type { Envelope } from './envelope.js';
import { isRecord, type EventReader } from './incoming.js';
import type { Judgement } from './judge.js';
import { accountOf, cloudTrailRecord } from './record.js';

/** What would become of an event, in the form of /events/history. */
export interface Explained {
  eventId: string | null;
  eventType: string;
  tenantId: null;
  eventSource: string;
  eventName: string;
  eventTime: string | null;
  accountId: string | null;
  region: string | null;
  disposition: Judgement['disposition'];
  reason: string;
  rule: string | null;
  resources: { arn: string; change: Change; type: string | null }[];
  correlationId: null;
}

type Fields = Record<string, unknown>;
type Judges = Pick<EventReader, 'ofRecord' | 'ofService'>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** EventBridge's envelope, without what only an event that is kept must have. */
const lenientEnvelope = z.looseObject({
  version: z.string().default('0'),
  id: z.string().default(''),
  'detail-type': z.string().min(1),
  source: z.string().min(1),
  account: z.string().default(''),
  time: z.iso.datetime({ offset: true }).or(z.literal('')).default(''),
  region: z.string().default(''),
  resources: z.array(z.string()).default([]),
  detail: z.record(z.string(), z.unknown()),
});

/**
 * The events in a JSON value: itself, the elements of an array, CloudTrail's `Records`, and what an object holds as
 * `record` or `event`. What is none of these is given back as it is: `explain` says what it lacks.
 */
export function eventsIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(eventsIn);
  if (!isFields(value) || 'eventName' in value || 'detail-type' in value) return [value];
  const inner = value['Records'] ?? value['record'] ?? value['event'];
  return inner === undefined ? [value] : eventsIn(inner);
}

/**
 * What would happen with an event, whoever's it is and however often it came. A record needs no more than `eventSource`
 * and `eventName`, an envelope its `source`, `detail-type` and `detail`.
 * @throws ZodError with the path of each field that is missing or wrong
 */
export function explain(input: unknown, reader: Judges): Explained {
  if (!isFields(input) || !('detail-type' in input)) return ofRecord(input, emptyEnvelope, reader);
  const event = lenientEnvelope.parse(withoutNulls(input));
  return isRecord(event) ? ofRecord(event.detail, event, reader) : ofService(event, reader);
}

type Around = Pick<Envelope, 'id' | 'account' | 'time' | 'region'>;
const emptyEnvelope: Around = { id: '', account: '', time: '', region: '' };

/** A record; what it leaves out may stand in the envelope around it. */
function ofRecord(input: unknown, around: Around, reader: Judges): Explained {
  const read = cloudTrailRecord.parse(isFields(input) ? withoutNulls(input) : input);
  const record = {
    ...read,
    recipientAccountId: read.recipientAccountId ?? (around.account || undefined),
    awsRegion: read.awsRegion ?? (around.region || undefined),
  };
  return explained(reader.ofRecord(record), {
    eventId: record.eventID ?? around.id,
    eventType: record.eventType ?? 'AwsApiCall',
    eventSource: record.eventSource,
    eventName: record.eventName,
    eventTime: record.eventTime ?? around.time,
    accountId: accountOf(record) ?? '',
    region: record.awsRegion ?? '',
  });
}

function ofService(event: z.output<typeof lenientEnvelope>, reader: Judges): Explained {
  const { source, account: accountId, region, resources, detail } = event;
  const detailType = event['detail-type'];
  return explained(reader.ofService({ source, detailType, accountId, region, resources, detail }), {
    ...{ eventId: event.id, eventType: detailType, eventSource: source, eventName: detailType },
    ...{ eventTime: event.time, accountId, region },
  });
}

interface Told {
  eventId: string;
  eventType: string;
  eventSource: string;
  eventName: string;
  eventTime: string;
  accountId: string;
  region: string;
}

const explained = ({ disposition, reason, rule, resources }: Judgement, told: Told): Explained => ({
  eventId: told.eventId || null,
  eventType: told.eventType,
  tenantId: null,
  eventSource: told.eventSource,
  eventName: told.eventName,
  eventTime: told.eventTime === '' ? null : new Date(told.eventTime).toISOString(),
  accountId: told.accountId || null,
  region: told.region || null,
  disposition,
  reason,
  rule,
  resources: resources.map(({ arn, change, type }) => ({ arn, change, type })),
  correlationId: null,
});

/** A field that is null tells no more than one that is left out. */
const withoutNulls = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
