import { configNotice } from './config-notices.js';
import { readJson } from './stored-json.js';
import {
  filesOfTrailNotice,
  isTrailLog,
  s3NoticeOf,
  s3NoticeOfEnvelope,
  type S3Notice,
  type TrailFile,
} from './trail-files.js';

type Fields = Record<string, unknown>;

/** A part of a message. Most have one; a bundle of records or of file notices has many. */
export type Piece =
  /** An event as EventBridge delivers it; not checked yet. */
  | { kind: 'event'; envelope: Fields }
  /** A bare CloudTrail record; not checked yet. */
  | { kind: 'record'; record: Fields }
  | { kind: 'file'; file: TrailFile }
  /** Known, and nothing to do: tests, notices of other files. */
  | { kind: 'nothing'; why: string }
  /** `body` is what it is about; `reason` begins with a word that tells the kind. */
  | { kind: 'poison'; reason: string; body: unknown };

/** SQS's own limit (AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html). */
const MOST_BYTES = 1024 * 1024;
/** An event in SNS in a batch of Lambda's is three. */
const MOST_WRAPS = 6;
/** What CloudTrail sends to a topic when it is set up. */
const TRAIL_TEST = /^CloudTrail validation message\.?$/;

/** Finds the events in the body of a message, however it was wrapped on its way; at least one piece. */
export function unwrap(body: string): Piece[] {
  if (body.length > MOST_BYTES || Buffer.byteLength(body) > MOST_BYTES)
    return [poison(`too_large: it has more than ${MOST_BYTES} bytes`, body)];
  return ofText(body, 0);
}

/** Finds the event in one element of a file's `Records`. */
export const unwrapRecord = (text: string): Piece[] => ofText(text, 0);

function ofText(text: string, level: number): Piece[] {
  if (TRAIL_TEST.test(text)) return nothing('cloudtrail test');
  const read = readJson(text);
  return 'problem' in read ? [poison(read.problem, text)] : ofValue(read.value, level);
}

function ofValue(value: unknown, level: number): Piece[] {
  if (level > MOST_WRAPS) return [poison(`too_deep: it is wrapped more than ${MOST_WRAPS} times`, value)];
  if (typeof value === 'string') return ofText(value, level + 1);
  if (Array.isArray(value)) return ofAll(value, level);
  return isFields(value) ? ofFields(value, level) : [poison('no_event: it is no object', value)];
}

const ofAll = (values: readonly unknown[], level: number): Piece[] =>
  values.length === 0 ? nothing('empty list') : values.flatMap((one) => ofValue(one, level + 1));

function ofFields(fields: Fields, level: number): Piece[] {
  const { Type, Message, Records, Sns, body, detail } = fields;
  if (typeof Type === 'string' && typeof Message === 'string') return ofSns(Type, Message, level, fields);
  if (fields['Event'] === 's3:TestEvent') return nothing('s3:TestEvent');
  if ('detail-type' in fields) return ofEnvelope(fields);
  // a rule's target may be given a part of the event alone
  if (isFields(detail) && 'eventName' in detail) return [{ kind: 'record', record: detail }];
  if (Array.isArray(Records)) return ofAll(Records, level);
  if (fields['eventSource'] === 'aws:sqs' || (typeof body === 'string' && 'receiptHandle' in fields))
    return ofValue(body, level + 1);
  if (isFields(Sns)) return ofValue(Sns['Message'], level + 1);
  if (fields['eventSource'] === 'aws:s3') return ofS3(s3NoticeOf(fields), fields);
  const config = configNotice(fields);
  if (config !== undefined)
    return 'nothing' in config ? nothing(config.nothing) : [{ kind: 'event', envelope: config.envelope }];
  if ('s3Bucket' in fields && 's3ObjectKey' in fields) return ofTrailNotice(fields);
  if (['eventVersion', 'eventID', 'eventName', 'eventSource'].some((name) => name in fields))
    return [{ kind: 'record', record: fields }];
  // nearly an event: what it lacks is told when it is read
  if ('source' in fields && 'detail' in fields) return [{ kind: 'event', envelope: fields }];
  if (typeof body === 'string') return ofValue(body, level + 1);
  return [poison('no_event: it has none of the forms in which AWS tells of events', fields)];
}

/** sns/latest/dg/sns-message-and-json-formats.html. A subscription that nobody confirms delivers nothing: it must be seen. */
function ofSns(type: string, message: string, level: number, fields: Fields): Piece[] {
  if (type === 'Notification') return ofText(message, level + 1);
  if (type === 'UnsubscribeConfirmation') return nothing('sns UnsubscribeConfirmation');
  if (type === 'SubscriptionConfirmation')
    return [poison('sns_confirmation: the subscription waits for a visit of its SubscribeURL', fields)];
  return [poison('no_event: SNS sends no messages of this Type', fields)];
}

/** A log of CloudTrail's in S3 is read; that any other object was made is an event like others. */
function ofEnvelope(envelope: Fields): Piece[] {
  const notice = s3NoticeOfEnvelope(envelope);
  if (notice !== undefined && isTrailLog(notice.file.key)) return [{ kind: 'file', file: notice.file }];
  return [{ kind: 'event', envelope }];
}

function ofS3(notice: S3Notice | undefined, record: Fields): Piece[] {
  if (notice === undefined) return [poison('no_event: it names no object of S3', record)];
  if (!notice.isNew) return nothing('s3 object that is not new');
  return isTrailLog(notice.file.key)
    ? [{ kind: 'file', file: notice.file }]
    : nothing('s3 object that is no log');
}

function ofTrailNotice(fields: Fields): Piece[] {
  const files = filesOfTrailNotice(fields);
  if (files === undefined) return [poison('no_event: s3Bucket and s3ObjectKey name no objects', fields)];
  return files.length === 0
    ? nothing('cloudtrail digest')
    : files.map((file): Piece => ({ kind: 'file', file }));
}

const nothing = (why: string): Piece[] => [{ kind: 'nothing', why }];
const poison = (reason: string, body: unknown): Piece => ({ kind: 'poison', reason, body });

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
