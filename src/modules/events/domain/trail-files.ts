/** A file of CloudTrail's in S3, with records in it. */
export interface TrailFile {
  bucket: string;
  key: string;
  /** Of the bucket, where the message says so. */
  region?: string | undefined;
}

type Fields = Record<string, unknown>;

/** AWSLogs/ACCOUNT/CloudTrail/REGION/…json.gz (awscloudtrail/latest/userguide/cloudtrail-find-log-files.html). */
const TRAIL_LOG = /(?:^|\/)CloudTrail\/.+\.json(?:\.gz)?$/;
/** Written beside the logs: their hashes, and unusual activity, which are no calls. */
const NO_CALLS = /(?:^|\/)CloudTrail-(?:Digest|Insight)\//;

/** Whether an object of a bucket is a log of CloudTrail's: other things lie in such buckets, too. */
export const isTrailLog = (key: string): boolean => TRAIL_LOG.test(key) && !NO_CALLS.test(key);

/**
 * The files that CloudTrail itself tells of, through SNS: `{ s3Bucket, s3ObjectKey: [ … ] }`. Undefined: it is no such
 * notice. (awscloudtrail/latest/userguide/configure-sns-notifications-for-cloudtrail.html)
 */
export function filesOfTrailNotice({ s3Bucket, s3ObjectKey }: Fields): TrailFile[] | undefined {
  if (typeof s3Bucket !== 'string' || !isTexts(s3ObjectKey)) return undefined;
  return s3ObjectKey.filter((key) => !NO_CALLS.test(key)).map((key) => ({ bucket: s3Bucket, key }));
}

/** An object that S3 tells of; undefined: it is no such record. Only new objects count. */
export interface S3Notice {
  file: TrailFile;
  isNew: boolean;
}

/** A record of an S3 event notification (AmazonS3/latest/userguide/notification-content-structure.html). */
export function s3NoticeOf(record: Fields): S3Notice | undefined {
  const { eventSource, eventName, awsRegion, s3 } = record;
  if (eventSource !== 'aws:s3' || !isFields(s3)) return undefined;
  const { bucket, object } = s3;
  if (!isFields(bucket) || !isFields(object)) return undefined;
  const { name } = bucket;
  const key = typeof object['key'] === 'string' ? decodedKey(object['key']) : undefined;
  if (typeof name !== 'string' || key === undefined) return undefined;
  const region = typeof awsRegion === 'string' ? awsRegion : undefined;
  const isNew = typeof eventName !== 'string' || eventName.startsWith('ObjectCreated');
  return { file: { bucket: name, key, region }, isNew };
}

/** What S3 tells of through EventBridge: there the key is plain (AmazonS3/latest/userguide/ev-events.html). */
export function s3NoticeOfEnvelope(envelope: Fields): S3Notice | undefined {
  const { source, region, detail } = envelope;
  if (source !== 'aws.s3' || envelope['detail-type'] !== 'Object Created' || !isFields(detail))
    return undefined;
  const { bucket, object } = detail;
  if (!isFields(bucket) || !isFields(object)) return undefined;
  const { name } = bucket;
  const { key } = object;
  if (typeof name !== 'string' || typeof key !== 'string') return undefined;
  return {
    file: { bucket: name, key, region: typeof region === 'string' ? region : undefined },
    isNew: true,
  };
}

/** URL-encoded, with `+` for a space. */
function decodedKey(key: string): string | undefined {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');
