import { cents, HOURS_PER_MONTH, lookUp, type Price } from './price.js';

const IPV4_SOURCE = 'https://aws.amazon.com/vpc/pricing/';
const S3_SOURCE = 'https://aws.amazon.com/s3/pricing/';
const FREE_SOURCE = 'https://aws.amazon.com/iam/';

const PUBLIC_IPV4_HOURLY_USD = 0.005;
const BYTES_PER_GB = 2 ** 30; // S3's GB

/** S3 Standard by the GB-month, first 50 TB: what an idle bucket is rarely beyond. */
const s3Standard: Partial<Record<string, number>> = {
  'us-east-1': 0.023,
  'us-east-2': 0.023,
  'us-west-1': 0.026,
  'us-west-2': 0.023,
  'ca-central-1': 0.025,
  'eu-west-1': 0.023,
  'eu-west-2': 0.024,
  'eu-west-3': 0.024,
  'eu-north-1': 0.023,
  'eu-central-1': 0.0245,
  'ap-south-1': 0.025,
  'ap-southeast-1': 0.025,
  'ap-southeast-2': 0.025,
  'ap-northeast-1': 0.025,
  'sa-east-1': 0.0405,
};

/** A public IPv4 address, in use or idle: one price in all commercial regions since February 2024. Own addresses are not priced here. */
export function publicIpv4Price(pool: string | null, partition: string): Price | null {
  if (partition !== 'aws' || (pool !== null && pool !== 'amazon')) return null;
  return { monthlyUsd: cents(PUBLIC_IPV4_HOURLY_USD * HOURS_PER_MONTH), source: IPV4_SOURCE, asOf: '2026' };
}

/** Objects of storage class STANDARD; null as soon as another class is among them. */
export function s3StandardPrice(
  bytes: number,
  storageClasses: readonly string[],
  region: string,
): Price | null {
  const perGb = lookUp(s3Standard, region);
  if (perGb === undefined || storageClasses.some((storageClass) => storageClass !== 'STANDARD')) return null;
  return { monthlyUsd: cents((bytes / BYTES_PER_GB) * perGb), source: S3_SOURCE, asOf: '2026' };
}

/** Users, keys and empty buckets cost nothing: a known 0. */
export const free = (source = FREE_SOURCE): Price => ({ monthlyUsd: 0, source, asOf: '2026' });
export const emptyBucketPrice = (): Price => free(S3_SOURCE);
