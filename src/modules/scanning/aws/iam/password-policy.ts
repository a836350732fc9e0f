import { type PasswordPolicy } from '@aws-sdk/client-iam';
import { type Aws } from '../../../../platform/aws/index.js';
import { type IamPasswordPolicy, iamPasswordPolicy } from '../../domain/resources/iam/password-policy.js';
import { reader, unlessGone } from '../reader.js';
import { GONE } from './policies.js';

export const iamPasswordPolicyReader = reader(iamPasswordPolicy, {
  scope: 'account',
  list: async function* (aws) {
    yield [await ask(aws)];
  },
  describe: ask,
});

/** The setting is always there, the policy itself may not be. */
async function ask(aws: Aws): Promise<IamPasswordPolicy> {
  const iam = await aws.iam();
  const found = await unlessGone(() => iam.getAccountPasswordPolicy({}), GONE);
  return { policy: found?.PasswordPolicy === undefined ? null : toPolicy(found.PasswordPolicy) };
}

const toPolicy = (policy: PasswordPolicy): NonNullable<IamPasswordPolicy['policy']> => ({
  minimumLength: policy.MinimumPasswordLength ?? 6,
  requireUppercase: policy.RequireUppercaseCharacters ?? false,
  requireLowercase: policy.RequireLowercaseCharacters ?? false,
  requireNumbers: policy.RequireNumbers ?? false,
  requireSymbols: policy.RequireSymbols ?? false,
  maxAgeDays: policy.ExpirePasswords === true ? numberOf(policy.MaxPasswordAge) : null,
  reusePrevention: numberOf(policy.PasswordReusePrevention),
  hardExpiry: policy.HardExpiry ?? false,
  usersMayChange: policy.AllowUsersToChangePassword ?? false,
});

/** 0 is how the emulator says that there is none. */
const numberOf = (value: number | undefined): number | null =>
  value === undefined || value === 0 ? null : value;
