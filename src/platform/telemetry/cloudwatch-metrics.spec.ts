import { describe, expect, it } from '@jest/globals';
import { forCloudWatch } from './cloudwatch-metrics.js';
import { counter, figure, gauge, histogram, registry } from './metrics.js';

const LABELS = ['Environment', 'Service'] as const;
const labels = { Environment: 'dev', Service: 's' };
const taken = async (name: string, once = false) =>
  (await forCloudWatch.take(once)).filter((point) => point.name === name).map(({ values }) => values);

describe('what CloudWatch gets', () => {
  it('is what a counter has grown by since the last time, and nothing where it has not', async () => {
    const metric = counter('TestCounter', 'help', LABELS, { unit: 'Count' });
    metric.add(labels);
    metric.add(labels, 2);
    expect(await taken('TestCounter')).toEqual([[3]]);
    expect(await taken('TestCounter')).toEqual([]);
    metric.add(labels);
    expect(await taken('TestCounter')).toEqual([[1]]);
    expect(await registry.metrics()).toContain('TestCounter{Environment="dev",Service="s"} 4'); // Prometheus: the sum
  });

  it('is the last value of a figure, once', async () => {
    const metric = figure('TestFigure', 'help', LABELS, { unit: 'Percent' });
    metric.set(labels, 80);
    metric.set(labels, 90);
    expect(await taken('TestFigure')).toEqual([[90]]);
    expect(await taken('TestFigure')).toEqual([]);
  });

  it('is a gauge of the process each time, and one of the cluster where it is our turn', async () => {
    gauge('TestOwn', 'help', () => 1, { unit: 'Count' });
    gauge('TestOnce', 'help', () => Promise.resolve(2), { unit: 'Count', once: true });
    gauge('TestBroken', 'help', () => Promise.reject(new Error('no')), { unit: 'Count' });
    expect(await taken('TestOwn')).toEqual([[1]]);
    expect(await taken('TestOnce')).toEqual([]);
    expect(await taken('TestOnce', true)).toEqual([[2]]);
    expect(await taken('TestBroken', true)).toEqual([]);
  });

  it('is each duration of a histogram, and a fair sample of very many', async () => {
    const metric = histogram('TestSeconds', 'help', LABELS, { unit: 'Seconds' });
    for (const seconds of [1, 2, 3]) metric.observe(labels, seconds);
    expect(await taken('TestSeconds')).toEqual([[1, 2, 3]]);
    for (let count = 0; count < 20_000; count += 1) metric.observe(labels, count < 10_000 ? 0 : 1);
    const [values = []] = await taken('TestSeconds');
    expect(values).toHaveLength(2_000);
    const late = values.filter((value) => value === 1).length / values.length;
    expect(late).toBeGreaterThan(0.4);
    expect(late).toBeLessThan(0.6);
  });

  it('is nothing of a metric that is declared without a unit', async () => {
    counter('test_counter_total', 'help', LABELS).add(labels);
    expect(await taken('test_counter_total')).toEqual([]);
    expect(forCloudWatch.declared().map(({ name }) => name)).not.toContain('test_counter_total');
  });
});
