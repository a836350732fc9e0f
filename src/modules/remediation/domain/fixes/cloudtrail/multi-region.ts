import { z } from 'zod';
import { call } from '../../call.js';
import { change, fix, nothing, read, refuse, type State } from '../../fix.js';

const trail = z.object({
  TrailARN: z.string(),
  HomeRegion: z.string(),
  IsMultiRegionTrail: z.boolean().optional(),
  IncludeGlobalServiceEvents: z.boolean().optional(),
});
type Trail = z.infer<typeof trail>;

const ofAccount = (trails: readonly Trail[], accountId: string): Trail[] =>
  trails.filter(({ TrailARN }) => TrailARN.split(':')[4] === accountId);
const isMulti = ({ IsMultiRegionTrail }: Trail): boolean => IsMultiRegionTrail === true;

/**
 * The one trail that can be meant: the account's of all regions, which is then started, or without one its only other,
 * which is then widened. So that restoring sees from the state alone which of both was done.
 */
function meant(trails: readonly Trail[], accountId: string): Trail | string {
  const own = ofAccount(trails, accountId);
  const multi = own.filter(isMulti);
  const [first, ...others] = multi.length > 0 ? multi : own;
  if (first === undefined)
    return 'The account has no trail where the service looks: make one for all regions, with a bucket of its own';
  return others.length > 0 ? 'There are several trails: widen or start the one that is meant by hand' : first;
}

/** A trail of one region shows in its home region alone; the account's trails are looked for in the service's. */
export const recordAllRegions = fix({
  controls: ['cloudtrail_multi_region_enabled'],
  type: 'AWS::CloudTrail::AccountTrails',
  title: 'Record the account in all regions',
  reads: {
    trails: read('cloudtrail', 'DescribeTrails', z.object({ trailList: z.array(trail) }), () => ({
      includeShadowTrails: true,
    })),
  },
  actions: ['cloudtrail:UpdateTrail', 'cloudtrail:StartLogging', 'cloudtrail:StopLogging'],
  plan: ({ target: { accountId }, state: { trails }, evidence }) => {
    const found = meant(trails.trailList, accountId);
    if (typeof found === 'string') return refuse(found);
    const { TrailARN } = found;
    if (!isMulti(found)) {
      return change(
        [
          `${TrailARN} will record all regions, and services that are in none`,
          'It has to be logging all management events: if it is not, the control still fails',
        ],
        [update(found, { IsMultiRegionTrail: true, IncludeGlobalServiceEvents: true })],
      );
    }
    const told = (evidence['multiRegionTrails'] ?? []) as readonly State[];
    const seen = told.find(({ arn }) => arn === TrailARN);
    if (seen?.['managementReadsAndWrites'] === false)
      return refuse(`${TrailARN} leaves out management events: change its selectors first`);
    return seen?.['isLogging'] === false
      ? change(`${TrailARN}, which is stopped, will log`, [logging(found, 'StartLogging')])
      : nothing(`${TrailARN} records all regions`);
  },
  restore: ({ target: { accountId }, before: { trails } }) => {
    const found = meant(trails.trailList, accountId);
    if (typeof found === 'string') return [];
    if (isMulti(found)) return [logging(found, 'StopLogging')];
    const { IncludeGlobalServiceEvents = false } = found;
    return [update(found, { IsMultiRegionTrail: false, IncludeGlobalServiceEvents })];
  },
});

const update = ({ TrailARN, HomeRegion }: Trail, changed: object) =>
  call('cloudtrail', 'UpdateTrail', { Name: TrailARN, ...changed }, { region: HomeRegion });

const logging = ({ TrailARN, HomeRegion }: Trail, operation: 'StartLogging' | 'StopLogging') =>
  call('cloudtrail', operation, { Name: TrailARN }, { region: HomeRegion });
