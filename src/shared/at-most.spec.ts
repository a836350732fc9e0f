import { describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { atMost } from './at-most.js';

describe('atMost', () => {
  it('answers in the order of the items, with no more than so many at once', async () => {
    let running = 0;
    let most = 0;
    const answers = await atMost(3, [5, 1, 4, 2, 3, 1, 1], async (ms) => {
      most = Math.max(most, (running += 1));
      await pause(ms);
      running -= 1;
      return ms * 10;
    });
    expect(answers).toEqual([50, 10, 40, 20, 30, 10, 10]);
    expect(most).toBe(3);
    expect(await atMost(3, [], () => Promise.reject(new Error('never')))).toEqual([]);
  });

  it('begins no more of them once one has failed', async () => {
    const begun: number[] = [];
    const work = async (item: number) => {
      begun.push(item);
      await pause(1);
      if (item === 2) throw new Error('no');
    };
    await expect(atMost(2, [1, 2, 3, 4, 5, 6], work)).rejects.toThrow('no');
    await pause(20);
    expect(begun.length).toBeLessThan(5);
  });
});
