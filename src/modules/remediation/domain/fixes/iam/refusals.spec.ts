import { describe, expect, it } from '@jest/globals';
import { daysAgo, planOf, refusalOf } from '../../../../../../test/fixes/plan-of.js';
import { deactivateAccessKey, deleteAccessKey } from './access-key.js';
import { deactivateInitialKeys } from './initial-access-keys.js';
import { passwordPolicyFixes } from './password-policy.js';
import { deleteExpiredCertificate } from './server-certificate.js';

const arn = 'arn:aws:iam::123456789012:user/eng/alice/access-key/AKIA1';
const keys = (Status: string, AccessKeyId = 'AKIA1') => ({ AccessKeyMetadata: [{ AccessKeyId, Status }] });
const used = (days: number | null) => ({
  AccessKeyLastUsed: days === null ? {} : { LastUsedDate: daysAgo(days) },
});

describe('deactivating an access key', () => {
  const state = (days: number | null) => ({ keys: keys('Active'), use: used(days) });

  it('leaves a key alone that somebody uses', () => {
    expect(refusalOf(deactivateAccessKey, state(29), { arn })).toMatch(
      /used on 2026-01-31, less than 30 days ago/,
    );
    expect(planOf(deactivateAccessKey, state(31), { arn }).does).toBe('change');
    expect(planOf(deactivateAccessKey, state(null), { arn }).does).toBe('change');
    const settings = { unusedDays: 60 };
    expect(refusalOf(deactivateAccessKey, state(31), { arn, settings })).toMatch(/less than 60 days/);
  });

  it('leaves the root user’s keys to the root user', () => {
    const root = 'arn:aws:iam::123456789012:root/access-key/AKIA1';
    expect(refusalOf(deactivateAccessKey, state(null), { arn: root })).toMatch(/sign in as root/);
    expect(refusalOf(deleteAccessKey, { keys: keys('Inactive') }, { arn: root })).toMatch(/sign in as root/);
  });

  it('does not take a denial for a key that was never used', () => {
    expect(deactivateAccessKey.reads['use']?.absent).toEqual([]);
  });

  it('concerns one key of the user alone', () => {
    const both = {
      AccessKeyMetadata: [
        ...keys('Active', 'AKIA2').AccessKeyMetadata,
        ...keys('Inactive').AccessKeyMetadata,
      ],
    };
    const target = { arn, name: 'AKIA1' } as never;
    expect(deactivateAccessKey.reads['keys']?.about?.(both, target)).toEqual(keys('Inactive'));
  });
});

describe('deleting an access key', () => {
  const refusal = (Status: string, lastUsedAt: unknown) =>
    refusalOf(deleteAccessKey, { keys: keys(Status) }, { arn, evidence: { lastUsedAt } });

  it('deletes only one that was deactivated before, and was not used lately', () => {
    expect(refusal('Inactive', daysAgo(100))).toBe('does change');
    expect(refusal('Inactive', null)).toBe('does change');
    expect(refusal('Active', daysAgo(100))).toMatch(/deactivate it first/);
    expect(refusal('Inactive', daysAgo(10))).toMatch(/less than 30 days ago/);
    expect(refusal('Inactive', undefined)).toMatch(/Nothing tells/);
  });

  it('says what is lost', () => {
    expect(deleteAccessKey.loses).toMatch(/no second one/);
  });
});

describe('deactivating keys that were never used', () => {
  it('takes only those of the finding', () => {
    const both = {
      AccessKeyMetadata: [...keys('Active').AccessKeyMetadata, ...keys('Active', 'AKIA2').AccessKeyMetadata],
    };
    const plan = planOf(deactivateInitialKeys, { keys: both }, { evidence: { neverUsed: ['AKIA2'] } });
    expect(plan).toMatchObject({ calls: [{ input: { AccessKeyId: 'AKIA2', Status: 'Inactive' } }] });
    expect(plan.does === 'change' && plan.calls).toHaveLength(1);
    const other = { evidence: { neverUsed: ['AKIA3'] } };
    expect(refusalOf(deactivateInitialKeys, { keys: both }, other)).toMatch(/look at it again/);
  });
});

describe('the password policy', () => {
  const fixOf = (id: string) => {
    const found = passwordPolicyFixes.find((one) => one.id === id);
    if (found === undefined) throw new Error(id);
    return found;
  };
  const expires = fixOf('iam_password_policy_expires_passwords_within_90_days_or_less');
  const inputOf = (id: string, PasswordPolicy: object | null, evidence = {}) => {
    const policy = PasswordPolicy === null ? null : { PasswordPolicy };
    const plan = planOf(fixOf(id), { policy }, { evidence });
    return plan.does === 'change' ? plan.calls[0]?.input : plan.does;
  };

  it('locks nobody out', () => {
    const policy = { PasswordPolicy: { HardExpiry: true } };
    expect(refusalOf(expires, { policy })).toMatch(/locked out/);
  });

  it('changes one field, and makes none weaker', () => {
    const now = {
      MinimumPasswordLength: 20,
      RequireSymbols: false,
      MaxPasswordAge: 30,
      PasswordReusePrevention: 0,
    };
    expect(inputOf('iam_password_policy_symbol', now)).toEqual({
      ...{ MinimumPasswordLength: 20, MaxPasswordAge: 30, RequireSymbols: true },
    });
    expect(inputOf('iam_password_policy_minimum_length_14', now)).toBe('nothing');
    expect(inputOf(expires.id, now)).toBe('nothing');
  });

  it('goes by what the tenant asks for', () => {
    const evidence = { required: { minimumLength: 16 } };
    expect(inputOf('iam_password_policy_minimum_length_14', { MinimumPasswordLength: 14 }, evidence)).toEqual(
      {
        MinimumPasswordLength: 16,
      },
    );
  });

  it('asks for no less than AWS does without a policy', () => {
    expect(inputOf(expires.id, null)).toMatchObject({
      ...{ MinimumPasswordLength: 8, MaxPasswordAge: 90 },
      ...{ RequireSymbols: true, RequireNumbers: true, RequireUppercaseCharacters: true },
    });
  });
});

describe('deleting a server certificate', () => {
  const certificate = (Expiration?: string) => ({
    certificate: { ServerCertificate: { ServerCertificateMetadata: { Expiration } } },
  });

  it('deletes only one that has expired', () => {
    expect(refusalOf(deleteExpiredCertificate, certificate(daysAgo(1)))).toBe('does change');
    expect(refusalOf(deleteExpiredCertificate, certificate(daysAgo(-1)))).toMatch(/valid until 2026-03-02/);
    expect(refusalOf(deleteExpiredCertificate, certificate())).toMatch(/does not tell/);
    expect(planOf(deleteExpiredCertificate, { certificate: null }).does).toBe('nothing');
  });
});
