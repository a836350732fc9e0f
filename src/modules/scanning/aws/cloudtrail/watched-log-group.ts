import { type Aws } from '../../../../platform/aws/index.js';
import { isNoEvidence, type NoEvidence } from '../../domain/part.js';
import { accountOf } from '../../domain/policy/index.js';
import { type WatchedLogGroup } from '../../domain/resources/cloudtrail/account-trails.js';
import { type AlarmFields } from '../../domain/resources/cloudwatch/alarm.js';
import { type MetricFilter } from '../../domain/resources/logs/metric-filter.js';
import { alarms } from '../cloudwatch/alarm.js';
import { byKey } from '../fields.js';
import { collect } from '../logs/collect.js';
import { metricFilters } from '../logs/metric-filter.js';
import { mapConcurrent } from '../map-concurrent.js';
import { read, unlessGone } from '../reader.js';
import { hasConfirmedSubscription } from '../sns/subscription.js';

/** What watches a log group: its metric filters, the alarms on their metrics, and whom these tell. */
export async function watchedLogGroupOf(aws: Aws, arn: string): Promise<WatchedLogGroup> {
  const [, , , region = aws.region, , , logGroupName = ''] = arn.split(':');
  const owner = accountOf(arn);
  if (owner !== null && owner !== aws.account.accountId) return ofOtherAccount(arn, owner);
  const here = aws.in(region);
  const filters = await read(() => filtersOf(here, logGroupName));
  if (isNoEvidence(filters)) return { arn, filters, alarms: filters, topics: [] };
  if (filters.length === 0) return { arn, filters, alarms: [], topics: [] };
  const watching = await read(() => alarmsOn(here, filters));
  const actions = isNoEvidence(watching) ? [] : watching.flatMap(({ alarmActions }) => alarmActions);
  const topics = [...new Set(actions)].filter((action) => action.split(':')[2] === 'sns').sort();
  return {
    ...{ arn, filters, alarms: watching },
    topics: await mapConcurrent(topics, (topic) => toTopic(here, topic)),
  };
}

/** As an organization's trail has it: only the account that keeps it can look. */
function ofOtherAccount(arn: string, owner: string): WatchedLogGroup {
  const elsewhere: NoEvidence = {
    noEvidence: 'unsupported',
    code: 'OtherAccount',
    message: `The log group belongs to account ${owner}`,
  };
  return { arn, filters: elsewhere, alarms: elsewhere, topics: [] };
}

async function filtersOf(aws: Aws, logGroupName: string): Promise<MetricFilter[]> {
  const logs = await aws.logs();
  const filters = await unlessGone(() => collect(metricFilters(logs, { logGroupName })), 'ResourceNotFound');
  return byKey(filters ?? [], ({ name }) => name);
}

async function alarmsOn(aws: Aws, filters: readonly MetricFilter[]): Promise<AlarmFields[]> {
  const key = ({ namespace, name }: { namespace: string; name: string }) => `${namespace} ${name}`;
  const wanted = new Set(filters.flatMap(({ metrics }) => metrics.map(key)));
  const all = await collect(alarms(await aws.cloudwatch()));
  return byKey(
    all.filter(({ metrics }) => metrics.some((metric) => wanted.has(key(metric)))),
    ({ arn }) => arn,
  );
}

async function toTopic(aws: Aws, arn: string): Promise<WatchedLogGroup['topics'][number]> {
  const sns = await aws.in(arn.split(':')[3] ?? aws.region).sns();
  return { arn, confirmed: await read(() => hasConfirmedSubscription(sns, arn)) };
}
