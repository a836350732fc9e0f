import { Counter, Gauge, Histogram, Registry } from 'prom-client';

type Labels<L extends string> = Record<L, string>;
type Record_<L extends string> = { add(labels: Labels<L>, by?: number): void };

/** Everything that is counted in this process; exporters read it. */
export const registry = new Registry();

/** Declares a counter, next to the code that counts. Count after the commit of what is counted. */
export function counter<L extends string = never>(
  name: string,
  help: string,
  labels: readonly L[] = [],
): Record_<L> {
  const metric = new Counter({ name, help, labelNames: labels, registers: [registry] });
  return { add: (values, by = 1) => metric.inc(values, by) };
}

/** Declares a figure that is told when it is known (the score of a scan that ends): the last one stands. */
export function figure<L extends string = never>(
  name: string,
  help: string,
  labels: readonly L[] = [],
): { set(labels: Labels<L>, value: number): void } {
  const metric = new Gauge({ name, help, labelNames: labels, registers: [registry] });
  return { set: (values, value) => metric.set(values, value) };
}

/** Declares a gauge that is read when somebody asks; left out where it cannot be read, so that the others are seen. */
export function gauge(name: string, help: string, read: () => number | Promise<number>): void {
  registry.removeSingleMetric(name);
  registry.registerMetric(
    new Gauge({
      name,
      help,
      registers: [],
      async collect() {
        try {
          this.set(await read());
        } catch {
          this.remove();
        }
      },
    }),
  );
}

/** Declares a histogram of durations in seconds. */
export function histogram<L extends string = never>(
  name: string,
  help: string,
  labels: readonly L[] = [],
): { observe(labels: Labels<L>, seconds: number): void } {
  const buckets = [0.005, 0.02, 0.1, 0.5, 2, 10, 60];
  const metric = new Histogram({ name, help, labelNames: labels, buckets, registers: [registry] });
  return { observe: (values, seconds) => metric.observe(values, seconds) };
}
