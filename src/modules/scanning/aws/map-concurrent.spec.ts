import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { chunks, mapConcurrent } from './map-concurrent.js';

describe('mapConcurrent', () => {
  it('keeps the order, with at most so many at once', async () => {
    let running = 0;
    let most = 0;
    const result = await mapConcurrent(
      [5, 1, 4, 2, 3],
      async (n) => {
        most = Math.max(most, ++running);
        await sleep(n);
        running -= 1;
        return n * 10;
      },
      2,
    );
    expect(result).toEqual([50, 10, 40, 20, 30]);
    expect(most).toBe(2);
  });

  it('throws the first failure once nothing is under way, and starts nothing more', async () => {
    const started: number[] = [];
    let ended = 0;
    const work = mapConcurrent(
      [0, 1, 2, 3, 4, 5],
      async (n) => {
        started.push(n);
        if (n === 0) throw new Error('first');
        await sleep(10);
        ended += 1;
      },
      2,
    );
    await expect(work).rejects.toThrow('first');
    expect(started.length).toBeLessThan(5);
    expect(ended).toBe(started.length - 1);
  });
});

describe('chunks', () => {
  it('cuts without losing anything', () => {
    expect([...chunks([1, 2, 3, 4, 5], 2)]).toEqual([[1, 2], [3, 4], [5]]);
    expect([...chunks([], 2)]).toEqual([]);
  });
});
