import { describe, expect, it, jest } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { Unhurried } from './unhurried.js';

describe('works that may take long', () => {
  it('are waited for, and what they throw is thrown', async () => {
    const late = jest.fn();
    const unhurried = new Unhurried(5_000, late);
    let done = 0;
    const work = async () => {
      await sleep(20);
      done += 1;
    };
    await unhurried.begin([
      ['a', work],
      ['b', work],
    ]);
    expect(done).toBe(2);
    await expect(unhurried.begin([['c', () => Promise.reject(new Error('broken'))]])).rejects.toThrow(
      'broken',
    );
    expect(late).not.toHaveBeenCalled();
  });

  it('go on by themselves after a while, and are not begun twice', async () => {
    const late = jest.fn();
    const unhurried = new Unhurried(20, late);
    let begun = 0;
    let fail: (error: Error) => void = () => undefined;
    const work = () => {
      begun += 1;
      return new Promise<void>((_, reject) => (fail = reject));
    };
    await unhurried.begin([['a', work]]);
    await unhurried.begin([['a', work]]);
    expect(begun).toBe(1);
    fail(new Error('later'));
    await sleep(5);
    expect(late).toHaveBeenCalledWith(new Error('later'));
    await unhurried.begin([['a', work]]);
    expect(begun).toBe(2);
  });
});
