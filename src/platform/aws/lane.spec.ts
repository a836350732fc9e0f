import { describe, expect, it } from '@jest/globals';
import { Lane } from './lane.js';

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('Lane', () => {
  it('lets no second have more calls than the bucket holds, wherever it starts', async () => {
    const lane = new Lane({ maxCallsPerSecond: 10, maxConcurrentCalls: 100 });
    const starts: number[] = [];
    await sleep(5);
    await Promise.all(Array.from({ length: 25 }, () => lane.run(async () => starts.push(performance.now()))));
    for (let i = 10; i < starts.length; i++)
      expect((starts[i] ?? 0) - (starts[i - 10] ?? 0)).toBeGreaterThan(990);
    expect((starts.at(-1) ?? 0) - (starts[0] ?? 0)).toBeLessThan(3_000);
  });

  it('shares a budget with other lanes', async () => {
    const budget = new Lane({ maxCallsPerSecond: 10, maxConcurrentCalls: Infinity });
    const lanes = [1, 2, 3].map(() => new Lane({ maxCallsPerSecond: 100, maxConcurrentCalls: 100 }, budget));
    const starts: number[] = [];
    await Promise.all(
      lanes.flatMap((lane) =>
        [1, 2, 3, 4, 5].map(() => lane.run(async () => starts.push(performance.now()))),
      ),
    );
    for (let i = 10; i < starts.length; i++)
      expect((starts[i] ?? 0) - (starts[i - 10] ?? 0)).toBeGreaterThan(990);
    expect(starts).toHaveLength(15);
  });

  it('takes a rate below one a second', async () => {
    const lane = new Lane({ maxCallsPerSecond: 0.5, maxConcurrentCalls: 1 });
    const starts: number[] = [];
    await Promise.all([1, 2].map(() => lane.run(async () => starts.push(performance.now()))));
    expect((starts[1] ?? 0) - (starts[0] ?? 0)).toBeGreaterThan(1_990);
  });

  it('has no more under way than allowed, and is quiet after the last', async () => {
    const lane = new Lane({ maxCallsPerSecond: 1_000, maxConcurrentCalls: 3 });
    let [now, most] = [0, 0];
    const calls = Array.from({ length: 10 }, () =>
      lane.run(async () => {
        most = Math.max(most, ++now);
        await sleep(5);
        now--;
      }),
    );
    expect(lane.quiet).toBe(false);
    await Promise.all(calls);
    expect(most).toBe(3);
    await sleep(0);
    expect(lane.quiet).toBe(true);
  });

  it('goes on after a call that throws', async () => {
    const lane = new Lane({ maxCallsPerSecond: 100, maxConcurrentCalls: 1 });
    await expect(lane.run(async () => Promise.reject(new Error('denied')))).rejects.toThrow('denied');
    await expect(lane.run(async () => 'next')).resolves.toBe('next');
  });
});
