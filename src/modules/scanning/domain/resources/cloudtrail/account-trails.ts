import { z } from 'zod';
import { part } from '../../part.js';
import { GLOBAL_REGION, resourceType } from '../../resource-type.js';
import { alarmFields } from '../cloudwatch/alarm.js';
import { metricFilter } from '../logs/metric-filter.js';
import { settingArn } from '../shared.js';
import { trailFields } from './trail.js';

/** What watches the log group that a trail delivers to: metric filter, alarm, SNS topic, subscription. */
const watchedLogGroup = z.object({
  arn: z.string(),
  filters: part(z.array(metricFilter.schema)),
  /** Those on the filters' metrics. */
  alarms: part(z.array(alarmFields)),
  /** Those that the alarms send to. */
  topics: z.array(z.object({ arn: z.string(), confirmed: part(z.boolean()) })),
});
export type WatchedLogGroup = z.infer<typeof watchedLogGroup>;

/**
 * The trails that record every region, an organization's among them: what is asked of an account as a whole, so that
 * an account without any has something that fails.
 */
export const accountTrails = resourceType({
  type: 'AWS::CloudTrail::AccountTrails',
  service: 'cloudtrail',
  schema: z.object({
    trails: z.array(trailFields),
    watchedLogGroups: part(z.array(watchedLogGroup)),
  }),
  volatile: ['trails.status.latestDeliveryAt', 'trails.status.latestLogGroupDeliveryAt'],
  arn: (_trails, at) => settingArn('cloudtrail', 'trails', { ...at, region: GLOBAL_REGION }),
  name: () => 'CloudTrail of the account',
  tags: () => ({}),
  relates: ({ trails }) => trails.map(({ arn }) => arn),
});

export type AccountTrails = z.infer<typeof accountTrails.schema>;
