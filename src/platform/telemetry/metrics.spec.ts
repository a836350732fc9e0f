import { describe, expect, it } from '@jest/globals';
import { forCloudWatch } from './cloudwatch-metrics.js';
import { gauge, registry } from './metrics.js';

describe('gauges', () => {
  it('that cannot be read, or not soon, are left out, and the others are told', async () => {
    const told = { unit: 'Count' } as const;
    gauge('test_never', 'of a database that says nothing', () => new Promise<number>(() => undefined), told);
    gauge('test_fails', 'of one that refuses', () => Promise.reject(new Error('refused')), told);
    gauge('test_well', 'of one that answers', () => 7, told);
    const [text, points] = await Promise.all([registry.metrics(), forCloudWatch.take(true)]);
    expect(text).toMatch(/^test_well 7$/m);
    expect(text).not.toMatch(/^test_(never|fails) /m);
    expect(points.map(({ name, values }) => [name, values])).toEqual([['test_well', [7]]]);
  }, 15_000);
});
