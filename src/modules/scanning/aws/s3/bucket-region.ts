import { type Aws, failureOf } from '../../../../platform/aws/index.js';

/** GetBucketLocation has two old words: nothing for us-east-1, EU for eu-west-1. */
export async function locationOf(aws: Aws, Bucket: string): Promise<string> {
  const s3 = await aws.s3();
  const { LocationConstraint } = await s3.getBucketLocation({ Bucket });
  const region: string = LocationConstraint ?? '';
  if (region === '') return 'us-east-1';
  return region === 'EU' ? 'eu-west-1' : region;
}

/**
 * Where any bucket is, also one of another account: S3 tells it in a header even of a refusal
 * (AmazonS3/latest/API/API_HeadBucket.html). null: not even that.
 */
export async function regionOfAny(aws: Aws, Bucket: string): Promise<string | null> {
  try {
    return (await (await aws.s3()).headBucket({ Bucket })).BucketRegion ?? null;
  } catch (error) {
    const { $response } = error as { $response?: { headers?: Record<string, string> } };
    const told = $response?.headers?.['x-amz-bucket-region'];
    if (told !== undefined) return told;
    const { failure } = failureOf(error);
    if (failure === 'denied' || failure === 'not_found' || $response !== undefined) return null;
    throw error;
  }
}
