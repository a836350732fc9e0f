import { describe, expect, it } from '@jest/globals';
import type { Outcome } from './disposition.js';
import { isStale, lookAgainMs, mayBeEarly, newestOf, outcomesOf, settledAs } from './settling.js';

const at = (text: string) => new Date(`2026-01-01T${text}Z`);
const waiting = (id: string, time: string, change = 'changed') => ({ id, eventTime: at(time), change });
const done: Outcome = { disposition: 'processed', reason: 'changed' };

describe('a stale event', () => {
  it('is one that was over a whole second before the description began', () => {
    expect(isStale(at('12:00:00'), at('12:00:01'))).toBe(true);
    expect(isStale(at('12:00:00'), at('12:00:00.999'))).toBe(false); // it may have been 12:00:00.9995
    expect(isStale(at('12:00:00'), undefined)).toBe(false);
  });

  it('is told apart from those that the description was made for', () => {
    const all = [waiting('a', '11:59:00'), waiting('b', '12:00:00'), waiting('c', '12:00:05')];
    expect(
      [...outcomesOf(all, at('11:59:30'), done)].map(([id, { disposition }]) => [id, disposition]),
    ).toEqual([
      ['a', 'stale'],
      ['b', 'coalesced'],
      ['c', 'processed'],
    ]);
  });

  it('is every one where nothing was described', () => {
    const all = [waiting('a', '11:59:00'), waiting('b', '11:59:01')];
    expect(
      [...outcomesOf(all, at('12:00:00'), undefined).values()].map(({ disposition }) => disposition),
    ).toEqual(['stale', 'stale']);
  });
});

describe('several events of a resource', () => {
  it('end with the newest, whatever order they came in', () => {
    const all = [waiting('c', '12:00:05'), waiting('a', '12:00:00'), waiting('b', '12:00:05')];
    expect(newestOf(all)?.id).toBe('c'); // of the same second, the one that arrived last
    const ends = outcomesOf(all, undefined, done);
    expect(ends.get('c')).toEqual(done);
    expect(ends.get('a')?.disposition).toBe('coalesced');
    expect(ends.get('b')?.disposition).toBe('coalesced');
  });

  it('all fail where AWS did not tell', () => {
    const failed: Outcome = { disposition: 'failed', reason: 'denied' };
    const ends = outcomesOf([waiting('a', '12:00:00'), waiting('b', '12:00:01')], undefined, failed);
    expect([...ends.values()]).toEqual([failed, failed]);
  });
});

describe('an answer that contradicts the event', () => {
  it.each([
    ['created', false, '12:00:29', true],
    ['created', false, '12:00:30', false],
    ['created', true, '12:00:01', false],
    ['changed', false, '12:00:01', true],
    ['deleted', true, '12:00:01', true],
    ['deleted', true, '12:00:31', false],
    ['deleted', false, '12:00:01', false],
    ['related', false, '12:00:01', false],
  ])('after `%s`, found: %s, at %s: may come too early: %s', (change, isFound, now, expected) => {
    expect(mayBeEarly(waiting('a', '12:00:00', change), isFound, at(now))).toBe(expected);
  });

  it('is looked at again sooner and then later', () => {
    expect([1, 2, 3, 4, 5, 6, 20].map(lookAgainMs)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
  });
});

describe('the disposition of an event', () => {
  it('is that of its resources that matters most', () => {
    const outcomes = {
      a: { disposition: 'stale', reason: 's' },
      b: { disposition: 'processed', reason: 'changed' },
      c: { disposition: 'coalesced', reason: 'c' },
    } as const;
    expect(settledAs(outcomes, false)).toEqual({
      disposition: 'processed',
      reason: 'changed',
      settled: true,
    });
    expect(settledAs({ ...outcomes, d: { disposition: 'failed', reason: 'denied' } }, false)).toMatchObject({
      disposition: 'failed',
      reason: 'denied',
    });
  });

  it('is not final while one of them is waited for', () => {
    expect(settledAs({ a: done }, true)).toEqual({
      disposition: 'retrying',
      reason: 'waiting',
      settled: false,
    });
    expect(settledAs({ a: done, b: { disposition: 'retrying', reason: 'throttled' } }, false).settled).toBe(
      false,
    );
  });

  it('does not depend on what is only related', () => {
    const outcomes = { a: done, b: { disposition: 'failed', reason: 'denied', related: true } } as const;
    expect(settledAs(outcomes, false)).toMatchObject({ disposition: 'processed' });
  });
});
