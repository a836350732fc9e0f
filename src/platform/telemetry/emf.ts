import type { CloudWatchPoint, Unit } from './cloudwatch-metrics.js';

/** One line of a log from which CloudWatch Logs takes metrics. */
export interface EmfLine {
  _aws: {
    /** Milliseconds since 1970. */
    Timestamp: number;
    CloudWatchMetrics: {
      Namespace: string;
      Dimensions: string[][];
      Metrics: { Name: string; Unit: Unit }[];
    }[];
  };
  [member: string]: unknown;
}

/**
 * Limits of the embedded metric format
 * (docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html): 100
 * metrics a directive, 100 values a metric, 30 dimensions a set, 1,024 characters a dimension's value.
 */
const MOST_METRICS = 100;
const MOST_VALUES = 100;
const LONGEST_VALUE = 1_024;

/** Dimensions that every metric has; specs/3 adds one to some. */
const COMMON = ['Environment', 'Service'];

export interface EmfOptions {
  namespace: string;
  environment: string;
  /** Of metrics that say no service of their own. */
  service: string;
}

/** The lines for `points`, in the format's limits. Points of the same dimensions share a line. */
export function emfLines(points: readonly CloudWatchPoint[], options: EmfOptions, at: Date): EmfLine[] {
  const groups = new Map<
    string,
    { dimensions: Record<string, string>; isSum: boolean; of: CloudWatchPoint[] }
  >();
  for (const point of points) {
    const dimensions = dimensionsOf(point, options);
    const key = JSON.stringify([point.isSum, Object.entries(dimensions)]);
    const group = groups.get(key) ?? { dimensions, isSum: point.isSum, of: [] };
    groups.set(key, group);
    group.of.push(point);
  }
  return [...groups.values()].flatMap(({ dimensions, isSum, of }) =>
    inLines(of).map((metrics) => ({
      _aws: {
        Timestamp: at.getTime(),
        CloudWatchMetrics: [
          {
            Namespace: options.namespace,
            Dimensions: setsOf(Object.keys(dimensions), isSum),
            Metrics: metrics.map(({ name, unit }) => ({ Name: name, Unit: unit })),
          },
        ],
      },
      ...dimensions,
      ...Object.fromEntries(
        metrics.map(({ name, values }) => [name, values.length === 1 ? values[0] : values]),
      ),
    })),
  );
}

/** An alarm on all failures cannot add up dimensions (CloudWatch never does), so what may be added up is told without too. */
const setsOf = (names: string[], isSum: boolean): string[][] =>
  isSum && names.length > COMMON.length ? [names, COMMON] : [names];

function dimensionsOf(
  { labels }: CloudWatchPoint,
  { environment, service }: EmfOptions,
): Record<string, string> {
  const all = { Environment: environment, Service: service, ...labels };
  // CloudWatch refuses a dimension without a value
  const told = Object.entries(all).filter(([, value]) => value !== '');
  return Object.fromEntries(told.map(([name, value]) => [name, value.slice(0, LONGEST_VALUE)]));
}

/** At most 100 metrics a line, each once, with at most 100 values. */
function inLines(points: readonly CloudWatchPoint[]): CloudWatchPoint[][] {
  const lines: CloudWatchPoint[][] = [];
  for (const point of points) {
    for (let from = 0; from < point.values.length; from += MOST_VALUES) {
      const part = { ...point, values: point.values.slice(from, from + MOST_VALUES) };
      const free = (line: CloudWatchPoint[]) =>
        line.length < MOST_METRICS && line.every(({ name }) => name !== part.name);
      const line = lines.find(free);
      if (line === undefined) lines.push([part]);
      else line.push(part);
    }
  }
  return lines;
}
