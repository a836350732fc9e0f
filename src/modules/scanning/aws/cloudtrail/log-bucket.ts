import { type Aws } from '../../../../platform/aws/index.js';
import { isNoEvidence, type Part } from '../../domain/part.js';
import { type LogBucket } from '../../domain/resources/cloudtrail/trail.js';
import { text } from '../fields.js';
import { read, readParts, unlessGone } from '../reader.js';
import { askOf } from '../s3/ask.js';
import { accessParts } from '../s3/bucket-access.js';
import { locationOf } from '../s3/bucket-region.js';
import { accountPublicAccessBlockOf } from '../s3/public-access-block.js';

/** The bucket of a trail; null: there is none. Another account's may tell us nothing, which is no evidence. */
export async function logBucketOf(aws: Aws, Bucket: string): Promise<Part<LogBucket | null>> {
  const region = await read(() => locationOf(aws, Bucket), { absent: 'NoSuchBucket' });
  if (region === null || isNoEvidence(region)) return region;
  return unlessGone(() => toLogBucket(aws, region, Bucket), 'NoSuchBucket');
}

async function toLogBucket(aws: Aws, region: string, Bucket: string): Promise<LogBucket> {
  const s3 = await aws.in(region).s3();
  const ask = askOf(region !== aws.region);
  const { publicAccessBlock, acl, policy } = accessParts(s3, Bucket, ask);
  const parts = await readParts(null, {
    accessLogsTo: () =>
      ask(async () => text((await s3.getBucketLogging({ Bucket })).LoggingEnabled?.TargetBucket)),
    ...{ publicAccessBlock, acl, policy },
    accountPublicAccessBlock: () => accountPublicAccessBlockOf(aws),
  });
  return { region, ...parts };
}
