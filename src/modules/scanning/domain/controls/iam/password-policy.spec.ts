import { describe, expect, it } from '@jest/globals';
import { passwordPolicy } from '../../../../../../test/support/examples/iam.js';
import { context } from '../../../../../../test/support/scanning-examples.js';
import { type IamPasswordPolicy } from '../../resources/iam/password-policy.js';
import { passwordPolicyControls } from './password-policy.js';

type Policy = NonNullable<IamPasswordPolicy['policy']>;

const decide = (id: string, policy: IamPasswordPolicy, parameters: Record<string, number> = {}) =>
  passwordPolicyControls
    .find((control) => control.id === `iam_password_policy_${id}`)
    ?.evaluate(policy, { ...context(), settings: { [`iam_password_policy_${id}`]: { parameters } } });

describe('the controls on the password policy', () => {
  it.each([
    ['minimum_length_14', { minimumLength: 13 }],
    ['reuse_24', { reusePrevention: 23 }],
    ['reuse_24', { reusePrevention: null }],
    ['uppercase', { requireUppercase: false }],
    ['lowercase', { requireLowercase: false }],
    ['number', { requireNumbers: false }],
    ['symbol', { requireSymbols: false }],
    ['expires_passwords_within_90_days_or_less', { maxAgeDays: 91 }],
    ['expires_passwords_within_90_days_or_less', { maxAgeDays: null }],
  ] satisfies [string, Partial<Policy>][])('%s fails with %j alone', (id, changed) => {
    expect(decide(id, passwordPolicy())?.verdict).toBe('pass');
    expect(decide(id, passwordPolicy(changed))).toMatchObject({ verdict: 'fail', evidence: changed });
  });

  it('all fail where the account has no policy of its own', () => {
    const verdicts = passwordPolicyControls.map(
      (control) => control.evaluate({ policy: null }, context()).verdict,
    );
    expect(verdicts).toEqual(Array(7).fill('fail'));
  });

  it('take a limit of the tenant’s own', () => {
    expect(decide('minimum_length_14', passwordPolicy(), { minimumLength: 16 })?.verdict).toBe('fail');
    expect(decide('reuse_24', passwordPolicy({ reusePrevention: 5 }), { remembered: 5 })?.verdict).toBe(
      'pass',
    );
  });
});
