import { describe, expect, it } from '@jest/globals';
import { context, daysAgo, denied, user } from '../../../../../../test/support/scanning-examples.js';
import { type IamUser, type UserAccessKey } from '../../resources/iam/user.js';
import { userUnused } from './user-unused.js';

const decide = (changed: Partial<IamUser>, days = 90) =>
  userUnused.evaluate(user(changed), context({ unusedUserDays: days }));

const key = (changed: Partial<UserAccessKey> = {}): UserAccessKey => ({
  id: 'AKIA1',
  status: 'Active',
  createdAt: daysAgo(300),
  lastUsedAt: null,
  ...changed,
});
const password = { createdAt: daysAgo(400) };

describe('iam_user_unused', () => {
  it('passes a user with a recent sign-in or a recent use of one of its keys', () => {
    expect(decide({ passwordLastUsed: daysAgo(10) }).verdict).toBe('pass');
    expect(
      decide({ accessKeys: [key({ lastUsedAt: daysAgo(500) }), key({ lastUsedAt: daysAgo(3) })] }).verdict,
    ).toBe('pass');
  });

  it('counts "for N days or more" from the last use', () => {
    expect(decide({ passwordLastUsed: daysAgo(90) }).verdict).toBe('fail');
    expect(decide({ passwordLastUsed: daysAgo(89.9) }).verdict).toBe('pass');
    expect(decide({ passwordLastUsed: daysAgo(-1) }).verdict).toBe('pass');
    expect(decide({ createdAt: daysAgo(0) }, 0).verdict).toBe('fail');
  });

  it('takes one that was never used as old as itself', () => {
    expect(decide({ createdAt: daysAgo(90) }).verdict).toBe('fail');
    expect(decide({ createdAt: daysAgo(89.9) }).verdict).toBe('pass');
  });

  it.each([
    ['high', 'medium', { consolePassword: password }],
    ['high', 'medium', { accessKeys: [key()] }],
    ['high', 'medium', { consolePassword: denied }],
    ['low', 'low', { accessKeys: [key({ status: 'Inactive' })] }],
    ['low', 'low', {}],
  ] satisfies [string, string, Partial<IamUser>][])(
    'is of %s risk and %s severity with %j',
    (risk, severity, changed) => {
      const decision = decide(changed);
      expect(decision).toMatchObject({ verdict: 'fail', risk, estimatedMonthlySavingsUsd: 0 });
      expect(decision.severity ?? userUnused.severity).toBe(severity);
    },
  );

  it.each([
    ['its keys', { accessKeys: denied }],
    [
      'the last use of one key',
      { accessKeys: [key({ lastUsedAt: daysAgo(300) }), key({ lastUsedAt: denied })] },
    ],
  ] satisfies [string, Partial<IamUser>][])(
    'has no evidence without %s, unless another use is recent',
    (_what, changed) => {
      expect(decide(changed)).toMatchObject({
        verdict: 'no_evidence',
        evidence: { part: 'accessKeys', noEvidence: 'denied' },
      });
      expect(decide({ ...changed, passwordLastUsed: daysAgo(1) }).verdict).toBe('pass');
    },
  );

  it('has no evidence without the last sign-in, unless a key was used lately', () => {
    expect(decide({ passwordLastUsed: denied })).toMatchObject({
      verdict: 'no_evidence',
      evidence: { part: 'passwordLastUsed', noEvidence: 'denied' },
    });
    const accessKeys = [key({ lastUsedAt: daysAgo(1) })];
    expect(decide({ passwordLastUsed: denied, accessKeys }).verdict).toBe('pass');
  });

  it('has no evidence of a user without any date', () => {
    expect(decide({ createdAt: null }).verdict).toBe('no_evidence');
  });
});
