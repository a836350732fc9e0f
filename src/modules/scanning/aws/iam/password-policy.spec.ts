import { describe, expect, it } from '@jest/globals';
import { documentedAws, sdkError } from '../../../../../test/controls/proof.js';
import { iamPasswordPolicyReader } from './password-policy.js';

const PLACE = { partition: 'aws', accountId: '123456789012', region: 'global' };

async function list(answer: object) {
  const found: unknown[] = [];
  const aws = documentedAws({ iam: { getAccountPasswordPolicy: answer } });
  for await (const page of iamPasswordPolicyReader.list(aws, PLACE)) found.push(...page.configurations);
  return found;
}

describe('iamPasswordPolicyReader', () => {
  it('reads the policy, what AWS leaves out being off', async () => {
    const PasswordPolicy = {
      ...{ MinimumPasswordLength: 14, ExpirePasswords: true, MaxPasswordAge: 90 },
      PasswordReusePrevention: 24,
    };
    expect(await list({ PasswordPolicy })).toMatchObject([
      { policy: { minimumLength: 14, maxAgeDays: 90, reusePrevention: 24, requireSymbols: false } },
    ]);
    expect(await list({ PasswordPolicy: { ...PasswordPolicy, ExpirePasswords: false } })).toMatchObject([
      { policy: { maxAgeDays: null } },
    ]);
  });

  it('finds the setting also where no policy is set', async () => {
    const found = await list(sdkError('NoSuchEntityException', 404));
    expect(found).toEqual([{ policy: null }]);
    expect(found.map((one) => iamPasswordPolicyReader.type.arn(one, PLACE))).toEqual([
      'arn:aws:iam::123456789012:account-password-policy',
    ]);
  });

  it('throws where it is denied', async () => {
    await expect(list(sdkError('AccessDenied', 403))).rejects.toThrow('AccessDenied');
  });
});
