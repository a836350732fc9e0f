import { type MetricDataQuery, type MetricDataResult } from '@aws-sdk/client-cloudwatch';
import { type Aws } from '../../../../platform/aws/index.js';
import { DAY_MS } from '../../../../shared/clock.js';
import { isNoEvidence, type NoEvidence, type Part } from '../../domain/part.js';
import { CPU_DAYS, type CpuUse } from '../../domain/resources/ec2/instance.js';
import { chunks } from '../map-concurrent.js';
import { read } from '../reader.js';

/** GetMetricData takes 500 metrics in a call. */
const METRICS_PER_CALL = 500;
const DAY_SECONDS = 86_400;

/**
 * CPU use of these instances by instance id; null where CloudWatch has no value.
 *
 * Days are UTC days: CloudWatch counts periods from StartTime, so it has to be a midnight, and the end is the next
 * one so that today's values come too. `now` is the real time, by which CloudWatch dates its values.
 */
export async function cpuOfInstances(
  aws: Aws,
  instanceIds: readonly string[],
  now: Date,
): Promise<Map<string, Part<CpuUse | null>>> {
  const all = new Map<string, Part<CpuUse | null>>();
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  const window = { StartTime: new Date(today - CPU_DAYS * DAY_MS), EndTime: new Date(today + DAY_MS) };
  for (const ids of chunks(instanceIds, METRICS_PER_CALL)) {
    const found = await read(() => dailyAverages(aws, ids, window));
    for (const id of ids) all.set(id, isNoEvidence(found) ? found : toPart(found.get(id)));
  }
  return all;
}

interface Daily {
  status: string | undefined;
  values: { day: string; averagePercent: number }[];
}

async function dailyAverages(
  aws: Aws,
  ids: readonly string[],
  window: { StartTime: Date; EndTime: Date },
): Promise<Map<string, Daily>> {
  const cloudwatch = await aws.cloudwatch();
  const MetricDataQueries = ids.map((id, index) => cpuQuery(id, index));
  const daily = new Map<string, Daily>();
  let NextToken: string | undefined;
  do {
    const page = await cloudwatch.getMetricData({ ...window, MetricDataQueries, NextToken });
    for (const result of page.MetricDataResults ?? []) {
      const id = ids[Number(result.Id?.slice(1))];
      if (id === undefined) continue;
      const values = [...(daily.get(id)?.values ?? []), ...valuesOf(result)];
      daily.set(id, { status: result.StatusCode, values });
    }
    NextToken = page.NextToken;
  } while (NextToken);
  return daily;
}

const cpuQuery = (instanceId: string, index: number): MetricDataQuery => ({
  Id: `m${index}`,
  MetricStat: {
    Metric: {
      Namespace: 'AWS/EC2',
      MetricName: 'CPUUtilization',
      Dimensions: [{ Name: 'InstanceId', Value: instanceId }],
    },
    Period: DAY_SECONDS,
    Stat: 'Average',
  },
});

const valuesOf = ({ Timestamps = [], Values = [] }: MetricDataResult): Daily['values'] =>
  Timestamps.flatMap((at, index) => {
    const value = Values[index];
    return value === undefined ? [] : [{ day: at.toISOString().slice(0, 10), averagePercent: value }];
  });

/** A metric can fail alone in a call that succeeds. */
const FAILED: Partial<Record<string, NoEvidence>> = {
  Forbidden: { noEvidence: 'denied', code: 'Forbidden', message: 'CloudWatch did not show the metric' },
  InternalError: {
    noEvidence: 'failed',
    code: 'InternalError',
    message: 'CloudWatch could not read the metric',
  },
};

function toPart(found: Daily | undefined): Part<CpuUse | null> {
  const failed = FAILED[found?.status ?? ''];
  if (failed !== undefined) return failed;
  if (found === undefined || found.values.length === 0) return null;
  const daily = found.values.toSorted((a, b) => (a.day < b.day ? -1 : 1));
  const total = daily.reduce((sum, { averagePercent }) => sum + averagePercent, 0);
  return { averagePercent: total / daily.length, days: CPU_DAYS, datapoints: daily.length, daily };
}
