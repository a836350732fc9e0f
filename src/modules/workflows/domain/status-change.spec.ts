import { describe, expect, it } from '@jest/globals';
import { isNewer, type AwsStatus } from './status-change.js';

const told = (status: AwsStatus['status'], redriveCount = 0): AwsStatus => ({ status, redriveCount });
const row = (status: string, redriveCount = 0, startedAt: Date | null = new Date()) => ({
  status,
  redriveCount,
  startedAt,
});

describe('a status change', () => {
  it('ends an execution that runs, once', () => {
    expect(isNewer(told('SUCCEEDED'), row('RUNNING'))).toBe(true);
    expect(isNewer(told('SUCCEEDED'), row('SUCCEEDED'))).toBe(false);
    expect(isNewer(told('ABORTED'), row('FAILED'))).toBe(false);
  });

  it('to RUNNING says something only where nobody knows that it began', () => {
    expect(isNewer(told('RUNNING'), row('RUNNING', 0, null))).toBe(true);
    expect(isNewer(told('RUNNING'), row('RUNNING'))).toBe(false);
    expect(isNewer(told('RUNNING'), row('SUCCEEDED'))).toBe(false);
  });

  it('goes by redrives first: an end from before one is late, and a redrive reopens', () => {
    expect(isNewer(told('FAILED', 0), row('RUNNING', 1))).toBe(false);
    expect(isNewer(told('RUNNING', 1), row('FAILED', 0))).toBe(true);
    expect(isNewer(told('SUCCEEDED', 1), row('FAILED', 0))).toBe(true);
  });
});
