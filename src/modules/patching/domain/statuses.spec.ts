import { describe, expect, it } from '@jest/globals';
import { endOf, mayFail, progressOf, type BatchStatus } from './statuses.js';

const limit = { maxFailedBatches: 0 };

describe('progressOf', () => {
  it('counts what is over, and the share that succeeded of all', () => {
    const statuses: BatchStatus[] = ['succeeded', 'rolled_back', 'not_started'];
    expect(progressOf(statuses)).toEqual({
      ...{ total: 3, succeeded: 1, failed: 1, notStarted: 1, percent: 100, successRate: 33.33 },
    });
    expect(progressOf(['succeeded', 'installing']).percent).toBe(50);
    expect(progressOf([])).toMatchObject({ percent: 0, successRate: 0 });
  });
});

describe('mayFail', () => {
  it('is a count, or a share rounded down', () => {
    expect(mayFail(10, { maxFailedBatches: 2 })).toBe(2);
    expect(mayFail(10, { maxFailedBatches: 0, failureThresholdPercent: 25 })).toBe(2);
    expect(mayFail(3, { maxFailedBatches: 5, failureThresholdPercent: 25 })).toBe(0);
  });
});

describe('endOf', () => {
  it.each<[BatchStatus[], string]>([
    [['succeeded', 'succeeded'], 'completed'],
    [['succeeded', 'rolled_back', 'not_started'], 'failed'],
    [['succeeded', 'stopped', 'not_started'], 'stopped'],
    [[], 'refused'],
  ])('%j is %s', (statuses, end) => expect(endOf(statuses, limit, false)).toBe(end));

  it('completes with as many failures as may be', () => {
    const statuses: BatchStatus[] = ['succeeded', 'rolled_back', 'succeeded'];
    expect(endOf(statuses, { maxFailedBatches: 1 }, false)).toBe('completed_with_failures');
    expect(endOf(statuses, { maxFailedBatches: 1 }, true)).toBe('stopped');
  });
});
