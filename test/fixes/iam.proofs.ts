import { type FixProof, type FixWorld } from './proof.js';

type Policy = Parameters<
  Awaited<ReturnType<ReturnType<FixWorld['aws']>['iam']>>['updateAccountPasswordPolicy']
>[0];

/** A user in a path with a key, as everything in the emulator of today: ages of 0 days make it old. */
const key =
  (Status: 'Active' | 'Inactive' = 'Active') =>
  async ({ accountId, aws }: FixWorld) => {
    const iam = await aws().iam();
    await iam.createUser({ UserName: 'alice', Path: '/eng/' });
    const { AccessKey } = await iam.createAccessKey({ UserName: 'alice' });
    const AccessKeyId = AccessKey?.AccessKeyId ?? '';
    await iam.updateAccessKey({ UserName: 'alice', AccessKeyId, Status });
    await iam.createAccessKey({ UserName: 'alice' }); // another, which is left alone
    return {
      arn: `arn:aws:iam::${accountId}:user/eng/alice/access-key/${AccessKeyId}`,
      region: 'global',
      extraState: async () => (await iam.listAccessKeys({ UserName: 'alice' })).AccessKeyMetadata,
      untouched: async () => {
        const { AccessKeyMetadata = [] } = await iam.listAccessKeys({ UserName: 'alice' });
        return AccessKeyMetadata.filter((one) => one.AccessKeyId !== AccessKeyId);
      },
    };
  };

const WEAK: Policy = {
  ...{ MinimumPasswordLength: 9, MaxPasswordAge: 200, PasswordReusePrevention: 3 },
  ...{ RequireUppercaseCharacters: false, RequireLowercaseCharacters: false },
  ...{ RequireNumbers: false, RequireSymbols: false, AllowUsersToChangePassword: true },
};

/** By the field that each makes stricter; the others stay as they are. */
const PASSWORDS = {
  iam_password_policy_minimum_length_14: 'MinimumPasswordLength',
  iam_password_policy_reuse_24: 'PasswordReusePrevention',
  iam_password_policy_expires_passwords_within_90_days_or_less: 'MaxPasswordAge',
  iam_password_policy_uppercase: 'RequireUppercaseCharacters',
  iam_password_policy_lowercase: 'RequireLowercaseCharacters',
  iam_password_policy_number: 'RequireNumbers',
  iam_password_policy_symbol: 'RequireSymbols',
} as const;

const passwords =
  (set: Policy | null, field: string) =>
  async ({ accountId, aws }: FixWorld) => {
    const iam = await aws().iam();
    if (set !== null) await iam.updateAccountPasswordPolicy(set);
    const policy = () =>
      iam.getAccountPasswordPolicy({}).then(
        ({ PasswordPolicy }) => ({ ...PasswordPolicy }),
        (error: Error) => ({ none: error.name }),
      );
    const made = {
      arn: `arn:aws:iam::${accountId}:account-password-policy`,
      region: 'global',
      extraState: policy,
    };
    const untouched = async () =>
      Object.entries(await policy()).filter(([name]) => name !== field && name !== 'ExpirePasswords');
    return set === null ? made : { ...made, untouched };
  };

const initialKeys = async ({ accountId, aws }: FixWorld) => {
  const iam = await aws().iam();
  await iam.createUser({ UserName: 'bob' });
  await iam.createLoginProfile({ UserName: 'bob', Password: 'Passw0rd!Passw0rd!' });
  await iam.createAccessKey({ UserName: 'bob' });
  await iam.createAccessKey({ UserName: 'bob' });
  return { arn: `arn:aws:iam::${accountId}:user/bob`, region: 'global' };
};

const certificate = async ({ accountId, aws }: FixWorld) => {
  const iam = await aws().iam();
  await iam.uploadServerCertificate({
    ServerCertificateName: 'old',
    Path: '/web/',
    CertificateBody: 'body',
    PrivateKey: 'key',
  });
  return { arn: `arn:aws:iam::${accountId}:server-certificate/web/old`, region: 'global' };
};

const UNUSED = 'iam_user_accesskey_unused';

export const iamFixProofs: readonly FixProof[] = [
  {
    ...{ fix: UNUSED, control: UNUSED, make: key(), mended: 'not_applicable' },
    parameters: { unusedDays: 0 },
  },
  {
    ...{ fix: UNUSED, control: 'iam_rotate_access_key_90_days', make: key(), mended: 'not_applicable' },
    parameters: { maxAgeDays: 0 },
  },
  {
    ...{ fix: 'iam_access_key_unused', control: 'iam_access_key_unused', make: key('Inactive') },
    thresholds: { unusedAccessKeyDays: 0 },
  },
  {
    fix: 'iam_user_no_setup_initial_access_key',
    control: 'iam_user_no_setup_initial_access_key',
    make: initialKeys,
  },
  ...Object.entries(PASSWORDS).flatMap(([id, field]): FixProof[] => [
    { fix: id, control: id, name: 'without a policy', make: passwords(null, field) },
    { fix: id, control: id, name: 'with a weak policy', make: passwords(WEAK, field) },
  ]),
  {
    // every certificate in the emulator expired in 2012
    fix: 'iam_no_expired_server_certificates_stored',
    control: 'iam_no_expired_server_certificates_stored',
    make: certificate,
  },
];
