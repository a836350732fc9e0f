import { describe, expect, it } from '@jest/globals';
import { DAY_MS, MINUTE_MS } from '../../shared/clock.js';
import { AddressLocks, peerOf } from './address-locks.js';

const failTimes = (locks: AddressLocks, times: number, now: number, address = '192.0.2.1') =>
  Array.from({ length: times }, () => locks.fail(address, now)).at(-1);

describe('an address from which wrong keys come', () => {
  it('is locked by the tenth within 15 minutes', () => {
    const locks = new AddressLocks(10);
    expect(failTimes(locks, 9, 0)).toBeUndefined();
    expect(locks.lockedMs('192.0.2.1', 0)).toBe(0);
    expect(locks.fail('192.0.2.1', 1000)).toBe(MINUTE_MS);
    expect(locks.lockedMs('192.0.2.1', 2000)).toBe(59_000);
    expect(locks.lockedMs('192.0.2.1', 61_000)).toBe(0);
    expect(locks.lockedMs('192.0.2.2', 2000)).toBe(0);
  });

  it('is not by ten of a whole hour', () => {
    const locks = new AddressLocks(10);
    for (let i = 0; i < 10; i += 1) expect(locks.fail('192.0.2.1', i * 6 * MINUTE_MS)).toBeUndefined();
  });

  it('is locked for twice as long each time, and for an hour at most', () => {
    const locks = new AddressLocks(10);
    let now = 0;
    const minutes = Array.from({ length: 8 }, () => {
      const lockMs = failTimes(locks, 10, now) ?? 0;
      now += lockMs;
      return lockMs / MINUTE_MS;
    });
    expect(minutes).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    expect(failTimes(locks, 10, now + DAY_MS)).toBe(MINUTE_MS); // and begins anew after a quiet day
  });

  it('is not locked for longer by what it tries meanwhile', () => {
    const locks = new AddressLocks(10);
    failTimes(locks, 10, 0);
    expect(failTimes(locks, 100, 30_000)).toBeUndefined();
    expect(locks.lockedMs('192.0.2.1', MINUTE_MS)).toBe(0);
  });

  it('is forgotten for others, however many those are', () => {
    const locks = new AddressLocks(10);
    failTimes(locks, 10, 0, 'first');
    for (let i = 0; i < 20_000; i += 1) locks.fail(`other-${i}`, 0);
    expect(locks.lockedMs('first', 0)).toBe(0); // memory is bounded
  });
});

describe('who is counted as one', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    [undefined, 'unknown'],
  ])('%s is %s', (address, peer) => {
    expect(peerOf(address)).toBe(peer);
  });
});
