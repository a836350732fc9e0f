import { type CloudWatchLogs, type MetricFilter as Listed } from '@aws-sdk/client-cloudwatch-logs';
import { metricFilter, type MetricFilter } from '../../domain/resources/logs/metric-filter.js';
import { byKey } from '../fields.js';
import { present } from '../map-concurrent.js';
import { collect } from './collect.js';
import { reader, unlessGone } from '../reader.js';

/** DescribeMetricFilters gives no more at once. */
const PAGE = 50;

export const metricFilterReader = reader(metricFilter, {
  scope: 'region',
  list: async function* (aws) {
    const logs = await aws.logs();
    yield* metricFilters(logs);
  },
  describe: async (aws, ref) => {
    const [, logGroupName, filterNamePrefix] = /:log-group:([^:]+):metric-filter:(.+)$/.exec(ref.arn) ?? [];
    if (logGroupName === undefined || filterNamePrefix === undefined) return null;
    const logs = await aws.in(ref.region).logs();
    const found = await unlessGone(
      () => collect(metricFilters(logs, { logGroupName, filterNamePrefix })),
      'ResourceNotFound',
    );
    return found?.find(({ name }) => name === filterNamePrefix) ?? null;
  },
});

/** Pages of a region's metric filters, or of those of one log group. */
export async function* metricFilters(
  logs: CloudWatchLogs,
  of: { logGroupName?: string; filterNamePrefix?: string } = {},
): AsyncGenerator<MetricFilter[]> {
  let nextToken: string | undefined;
  do {
    const page = await logs.describeMetricFilters({ ...of, limit: PAGE, nextToken });
    yield present((page.metricFilters ?? []).map(toMetricFilter));
    nextToken = page.nextToken;
  } while (nextToken);
}

function toMetricFilter(filter: Listed): MetricFilter | null {
  if (filter.filterName === undefined || filter.logGroupName === undefined) return null;
  return {
    name: filter.filterName,
    logGroupName: filter.logGroupName,
    pattern: filter.filterPattern ?? '',
    metrics: byKey(
      (filter.metricTransformations ?? []).map((metric) => ({
        namespace: metric.metricNamespace ?? '',
        name: metric.metricName ?? '',
        value: metric.metricValue ?? '',
        dimensions: Object.keys(metric.dimensions ?? {}).sort(),
      })),
      ({ namespace, name }) => `${namespace} ${name}`,
    ),
    createdAt: filter.creationTime === undefined ? null : new Date(filter.creationTime).toISOString(),
  };
}
