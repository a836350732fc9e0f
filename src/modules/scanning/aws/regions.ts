import { type Aws } from '../../../platform/aws/index.js';

/** Regions of the other partitions, which only an emulator lists beside those of `aws`. */
const OF_PARTITION: Readonly<Record<string, RegExp>> = {
  aws: /^(?!us-gov-|cn-|us-iso|eu-isoe-)/,
  'aws-us-gov': /^us-gov-/,
  'aws-cn': /^cn-/,
};

/**
 * The regions that the account can use, sorted: those enabled for all, and those it has opted in to. The answer is
 * filtered again: not every endpoint heeds the filter.
 */
export async function enabledRegions(aws: Aws): Promise<string[]> {
  const ec2 = await aws.ec2();
  const { Regions = [] } = await ec2.describeRegions({
    Filters: [{ Name: 'opt-in-status', Values: ['opt-in-not-required', 'opted-in'] }],
  });
  const ofPartition = OF_PARTITION[aws.account.partition] ?? /^/;
  return Regions.filter(({ OptInStatus }) => OptInStatus !== 'not-opted-in')
    .flatMap(({ RegionName }) => RegionName ?? [])
    .filter((region) => ofPartition.test(region))
    .sort();
}
