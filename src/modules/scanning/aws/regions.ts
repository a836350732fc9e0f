import { type Aws } from '../../../platform/aws/index.js';

/** The regions that the account can use, sorted: those enabled for all, and those it has opted in to. */
export async function enabledRegions(aws: Aws): Promise<string[]> {
  const ec2 = await aws.ec2();
  const { Regions = [] } = await ec2.describeRegions({
    Filters: [{ Name: 'opt-in-status', Values: ['opt-in-not-required', 'opted-in'] }],
  });
  return Regions.flatMap(({ RegionName }) => RegionName ?? []).sort();
}
