import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ATTEMPT_TIMEOUT_MS, AttemptsService } from './attempts.service.js';
import type { Start } from './claiming.service.js';
import type { Started } from './targets.service.js';

const at = new Date('2026-11-20T06:00:00Z');
const start = (overlapPolicy: string): Start =>
  ({
    ...{ do: 'start', replaces: ['z'] },
    run: {
      ...{ id: 'a', attempt: 1, maxAttempts: 3, maxRetryAgeSeconds: 86_400, now: at, startedAt: at },
      ...{ correlationId: 'a', target: { type: 'lambda', functionName: 'report' }, overlapPolicy },
    },
  }) as unknown as Start;
const ended: Started = { execution: { type: 'task', id: 'a' }, ends: 'now' };

function attempts(startTarget: (signal: AbortSignal) => Promise<Started>, isUnderWay = true) {
  const told: string[] = [];
  const service = new AttemptsService(
    {} as never,
    { start: (_: unknown, signal: AbortSignal) => (told.push('start'), startTarget(signal)) } as never,
    {
      cancel: () => Promise.resolve(told.push('cancel')),
      isUnderWay: () => Promise.resolve(isUnderWay),
    } as never,
    { warn: () => undefined } as never,
  );
  return { told, make: (given: Start) => service.make(given, new AbortController().signal) };
}

describe('an attempt', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('that does not end fails after fifteen minutes, is told so, and is tried again', async () => {
    let signal: AbortSignal | undefined;
    const { make } = attempts((given) => {
      signal = given;
      return new Promise(() => undefined);
    });
    const outcome = make(start('skip'));
    await jest.advanceTimersByTimeAsync(ATTEMPT_TIMEOUT_MS - 1);
    expect(signal?.aborted).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(signal?.aborted).toBe(true);
    const { closing, target } = await outcome;
    expect(closing).toMatchObject({ status: 'queued', error: 'it had not ended after 15 minutes' });
    expect(target?.error).toBe('it had not ended after 15 minutes');
  });

  it('leaves no timer behind when it ends', async () => {
    const { make } = attempts(() => Promise.resolve(ended));
    expect((await make(start('skip'))).closing.status).toBe('succeeded');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('starts nothing when its run was replaced since it was claimed', async () => {
    const replaced = attempts(() => Promise.resolve(ended), false);
    const { closing, target } = await replaced.make(start('cancel_running'));
    expect([replaced.told, closing.executionId, target]).toEqual([['cancel'], null, undefined]);
    const going = attempts(() => Promise.resolve(ended));
    await going.make(start('cancel_running'));
    expect(going.told).toEqual(['cancel', 'start']);
  });
});
