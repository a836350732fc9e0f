import { describe, expect, it } from '@jest/globals';
import { afterFailure, delayAfter } from './delivery.js';

const standing = { tries: 1, isExpired: false, isChannel: true };

describe('delayAfter', () => {
  it('is 1 s, doubled each time, 60 s at most', () => {
    expect([1, 2, 3, 6, 7, 8, 1_500].map((tries) => delayAfter(tries) / 1000)).toEqual([
      ...[1, 2, 4, 32, 60, 60, 60],
    ]);
  });

  it('is what the receiver asks for where that is longer, a day at most', () => {
    expect(delayAfter(1, 30_000)).toBe(30_000);
    expect(delayAfter(8, 30_000)).toBe(60_000);
    expect(delayAfter(1, 1e12)).toBe(86_400_000);
  });
});

describe('afterFailure', () => {
  it('tries again until it expires', () => {
    expect(afterFailure({ kind: 'retry' }, { ...standing, tries: 3 })).toEqual({
      ...{ status: 'pending', delayMs: 4_000 },
    });
    expect(afterFailure({ kind: 'retry' }, { ...standing, isExpired: true })).toEqual({ status: 'failed' });
  });

  it('ends what the receiver refuses', () =>
    expect(afterFailure({ kind: 'refused' }, standing)).toEqual({ status: 'refused' }));

  it('waits with a dead channel, and ends with a dead address', () => {
    expect(afterFailure({ kind: 'dead' }, standing)).toEqual({ status: 'waiting' });
    expect(afterFailure({ kind: 'dead' }, { ...standing, isChannel: false })).toEqual({ status: 'failed' });
  });

  it('tries a mistake of our own ten times, not a day', () => {
    expect(afterFailure({ kind: 'unforeseen' }, { ...standing, tries: 9 }).status).toBe('pending');
    expect(afterFailure({ kind: 'unforeseen' }, { ...standing, tries: 10 }).status).toBe('failed');
  });
});
