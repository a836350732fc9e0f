import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { inTime } from '../../shared/in-time.js';
import { forCloudWatch, type ForCloudWatch, type GaugeForCloudWatch } from './cloudwatch-metrics.js';

type Labels<L extends string> = Record<L, string>;
type Record_<L extends string> = { add(labels: Labels<L>, by?: number): void };

/** Prometheus gives up after 10 s. */
const GAUGE_MS = 5_000;

/** Everything that is counted in this process; exporters read it. */
export const registry = new Registry();

/**
 * Declares a counter, next to the code that counts. Count after the commit of what is counted.
 * @param cloudWatch its unit, where CloudWatch gets it too (METRICS_EMF): by what it has grown since the last time
 */
export function counter<L extends string = never>(
  name: string,
  help: string,
  labels: readonly L[] = [],
  cloudWatch?: ForCloudWatch,
): Record_<L> {
  const metric = new Counter({ name, help, labelNames: labels, registers: [registry] });
  const sums = cloudWatch && forCloudWatch.sums(name, labels, cloudWatch);
  return {
    add: (values, by = 1) => {
      metric.inc(values, by);
      sums?.(values, by);
    },
  };
}

/**
 * Declares a figure that is told when it is known (the score of a scan that ends): the last one stands.
 * @param cloudWatch its unit, where CloudWatch gets it too: once, by the process that was told it
 */
export function figure<L extends string = never>(
  name: string,
  help: string,
  labels: readonly L[] = [],
  cloudWatch?: ForCloudWatch,
): { set(labels: Labels<L>, value: number): void } {
  const metric = new Gauge({ name, help, labelNames: labels, registers: [registry] });
  const last = cloudWatch && forCloudWatch.figures(name, labels, cloudWatch);
  return {
    set: (values, value) => {
      metric.set(values, value);
      last?.(values, value);
    },
  };
}

/**
 * Declares a gauge that is read when somebody asks; left out where it cannot be read, or not soon, so that the others
 * are seen.
 * @param cloudWatch its unit, where CloudWatch gets it too, once a minute; `once`: every process reads the same, so one
 * of the cluster tells it
 */
export function gauge(
  name: string,
  help: string,
  read: () => number | Promise<number>,
  cloudWatch?: GaugeForCloudWatch,
): void {
  const readSoon = () => inTime(GAUGE_MS, async () => read());
  registry.removeSingleMetric(name);
  registry.registerMetric(
    new Gauge({
      name,
      help,
      registers: [],
      async collect() {
        try {
          this.set(await readSoon());
        } catch {
          this.remove();
        }
      },
    }),
  );
  if (cloudWatch !== undefined) forCloudWatch.gauge(name, readSoon, cloudWatch);
}

/**
 * Declares a histogram of durations in seconds.
 * @param cloudWatch where CloudWatch gets it too: each duration, or a sample of them where there are many
 */
export function histogram<L extends string = never>(
  name: string,
  help: string,
  labels: readonly L[] = [],
  cloudWatch?: ForCloudWatch,
): { observe(labels: Labels<L>, seconds: number): void } {
  const buckets = [0.005, 0.02, 0.1, 0.5, 2, 10, 60];
  const metric = new Histogram({ name, help, labelNames: labels, buckets, registers: [registry] });
  const samples = cloudWatch && forCloudWatch.samples(name, labels, cloudWatch);
  return {
    observe: (values, seconds) => {
      metric.observe(values, seconds);
      samples?.(values, seconds);
    },
  };
}
