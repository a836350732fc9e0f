import { type Aws } from '../../../../platform/aws/index.js';
import { accountTrails, type AccountTrails } from '../../domain/resources/cloudtrail/account-trails.js';
import { byKey } from '../fields.js';
import { mapConcurrent, present } from '../map-concurrent.js';
import { reader, readParts, type Want } from '../reader.js';
import { toTrailFields } from './trail-fields.js';
import { watchedLogGroupOf } from './watched-log-group.js';

export const accountTrailsReader = reader(accountTrails, {
  scope: 'account',
  list: async function* (aws, _place, want) {
    yield [await readAccountTrails(aws, want)];
  },
  describe: (aws) => readAccountTrails(aws, null),
});

async function readAccountTrails(aws: Aws, want: Want): Promise<AccountTrails> {
  const cloudtrail = await aws.cloudtrail();
  // a trail of all regions, also an organization's, shows in each of them, wherever its home is
  const { trailList = [] } = await cloudtrail.describeTrails({ includeShadowTrails: true });
  const multiRegion = trailList.filter(({ IsMultiRegionTrail }) => IsMultiRegionTrail === true);
  const trails = present(await mapConcurrent(multiRegion, (trail) => toTrailFields(aws, trail, null)));
  const logGroups = [...new Set(trails.flatMap(({ logGroupArn }) => logGroupArn ?? []))].sort();
  const parts = await readParts(want, {
    watchedLogGroups: () => mapConcurrent(logGroups, (arn) => watchedLogGroupOf(aws, arn), 1),
  });
  return { trails: byKey(trails, ({ arn }) => arn), ...parts };
}
