import { describe, expect, it } from '@jest/globals';
import type { AwsClients } from '../../../platform/aws/index.js';
import { readConfig } from '../../../platform/config/index.js';
import { Clock } from '../../../shared/clock.js';
import { AmbientIdentity } from './ambient-identity.js';

const MINUTE_MS = 60_000;

class HandClock extends Clock {
  at = Date.parse('2026-11-22T12:00:00Z');
  override now(): Date {
    return new Date(this.at);
  }
}

/** STS that counts how often it is asked, and fails on demand. */
function identityOf(clock: Clock) {
  const sts = { asked: 0, isAway: false };
  const getCallerIdentity = () => {
    sts.asked += 1;
    return sts.isAway
      ? Promise.reject(new Error('unreachable'))
      : Promise.resolve({ Arn: 'arn:aws:iam::123456789012:user/shepherd' });
  };
  const ambient = () => ({ sts: () => Promise.resolve({ getCallerIdentity }) });
  return { sts, identity: new AmbientIdentity({ ambient } as unknown as AwsClients, readConfig({}), clock) };
}

describe('whose credentials the process has', () => {
  it('is asked once a minute', async () => {
    const clock = new HandClock();
    const { sts, identity } = identityOf(clock);
    for (const afterMs of [0, 1000, MINUTE_MS - 1001, 1]) {
      clock.at += afterMs;
      expect((await identity.get()).accountId).toBe('123456789012');
    }
    expect(sts.asked).toBe(2);
  });

  it('is asked again where the clock was put back, so that a failure is not kept for as long', async () => {
    const clock = new HandClock();
    const { sts, identity } = identityOf(clock);
    sts.isAway = true;
    await expect(identity.get()).rejects.toThrow('unreachable');
    clock.at -= 60 * MINUTE_MS;
    sts.isAway = false;
    expect((await identity.get()).accountId).toBe('123456789012');
  });
});
