import { type IAM } from '@aws-sdk/client-iam';
import { EVERYTHING, policyText, READ_ONLY } from '../support/examples/iam.js';
import { type Answers, type Documented, type ServiceProofs, type World } from './proof.js';

const DETAILS = 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html';
const REPORT = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html';
const SUMMARY = 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html';
const ENTITIES = 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListEntitiesForPolicy.html';

const LONG_AGO = '2020-01-01T00:00:00+00:00';
const ADMINISTRATOR = {
  PolicyName: 'AdministratorAccess',
  PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
};
const TRUSTED = { Action: 'sts:AssumeRole', Principal: { Service: 'ec2.amazonaws.com' } };
const OF_ACCOUNT = { Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } } };

const HEADER =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,' +
  'mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,' +
  'access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,' +
  'access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,' +
  'cert_1_last_rotated,cert_2_active,cert_2_last_rotated';
const NO_KEY_2 = 'FALSE,N/A,N/A,N/A,N/A,FALSE,N/A,FALSE,N/A';
const ROOT = (lastUsed: string) =>
  `<root_account>,arn:aws:iam::123456789012:root,${LONG_AGO},not_supported,${lastUsed},not_supported,not_supported,TRUE,FALSE,N/A,N/A,N/A,N/A,${NO_KEY_2}`;
/** A user with a password and a key, neither of which was used since they were made. */
const ALICE = `alice,arn:aws:iam::123456789012:user/alice,${LONG_AGO},TRUE,no_information,${LONG_AGO},N/A,FALSE,TRUE,${LONG_AGO},N/A,N/A,N/A,${NO_KEY_2}`;

const report = (...lines: string[]) => ({ Content: new TextEncoder().encode([HEADER, ...lines].join('\n')) });

/** An account with nothing in it but what is given. */
const account = (answers: Answers['iam'] = {}): Answers => ({
  iam: {
    listVirtualMFADevices: { VirtualMFADevices: [] },
    generateCredentialReport: { State: 'COMPLETE' },
    getCredentialReport: report(ROOT('no_information')),
    getAccountSummary: { SummaryMap: { AccountMFAEnabled: 1, AccountAccessKeysPresent: 0 } },
    listEntitiesForPolicy: { PolicyUsers: [], PolicyGroups: [], PolicyRoles: [], IsTruncated: false },
    getAccountAuthorizationDetails: { IsTruncated: false },
    ...answers,
  },
});

const principal = (kind: 'User' | 'Group' | 'Role', changed: object = {}): Answers =>
  account({
    getCredentialReport: report(ROOT('no_information'), ALICE),
    listAccessKeys: {
      AccessKeyMetadata: [
        { UserName: 'alice', AccessKeyId: 'AKIA1', Status: 'Active', CreateDate: new Date(LONG_AGO) },
      ],
    },
    getAccountAuthorizationDetails: {
      [`${kind}DetailList`]: [
        {
          [`${kind}Name`]: 'alice',
          Arn: `arn:aws:iam::123456789012:${kind.toLowerCase()}/alice`,
          CreateDate: new Date(LONG_AGO),
          AttachedManagedPolicies: [ADMINISTRATOR],
          ...changed,
        },
      ],
    },
  });

const awsPolicy = (name: string, ...statements: object[]): Answers =>
  account({
    getAccountAuthorizationDetails: {
      Policies: [
        {
          PolicyName: name,
          Arn: `arn:aws:iam::aws:policy/${name}`,
          AttachmentCount: 1,
          DefaultVersionId: 'v1',
          PolicyVersionList: [
            {
              VersionId: 'v1',
              IsDefaultVersion: true,
              Document: encodeURIComponent(policyText(...statements)),
            },
          ],
        },
      ],
    },
  });

const aged = (): Pick<Documented, 'source' | 'because' | 'fail'> => ({
  source: REPORT,
  because: 'everything in the emulator is of today',
  fail: principal('User'),
});

const administrator = (kind: 'User' | 'Group' | 'Role'): Pick<Documented, 'source' | 'because' | 'fail'> => ({
  source: DETAILS,
  because: 'the emulator has no AWS managed policies',
  fail: principal(kind),
});

async function build({ accountId, aws, other }: World): Promise<Record<string, string>> {
  const iam = await aws().iam();
  const arn = (what: string, id = accountId) => `arn:aws:iam::${id}:${what}`;
  await iam.updateAccountPasswordPolicy({
    MinimumPasswordLength: 14,
    RequireUppercaseCharacters: true,
    RequireLowercaseCharacters: true,
    RequireNumbers: true,
    RequireSymbols: true,
    MaxPasswordAge: 90,
    PasswordReusePrevention: 24,
  });
  await (await other.aws().iam()).updateAccountPasswordPolicy({ MinimumPasswordLength: 8 });
  await users(iam);
  await policies(iam, arn);
  await roles(iam);
  await iam.uploadServerCertificate({
    ServerCertificateName: 'old',
    CertificateBody: 'body',
    PrivateKey: 'key',
  });
  const { AccessKeyMetadata = [] } = await iam.listAccessKeys({ UserName: 'guarded' });
  return {
    root: arn('root'),
    passwords: arn('account-password-policy'),
    otherPasswords: arn('account-password-policy', other.accountId),
    guarded: arn('user/guarded'),
    unguarded: arn('user/unguarded'),
    key: arn(`user/guarded/access-key/${AccessKeyMetadata[0]?.AccessKeyId}`),
    staff: arn('group/staff'),
    ...Object.fromEntries(
      ['narrow', 'all', 'loose', 'looseAll', 'trails', 'keys'].map((name) => [name, arn(`policy/${name}`)]),
    ),
    inlineNarrow: arn('group/staff/policy/narrow'),
    inlineAll: arn('user/unguarded/policy/all'),
    tied: arn('role/tied'),
    untied: arn('role/untied'),
    open: arn('role/open'),
    old: arn('server-certificate/old'),
  };
}

async function users(iam: IAM): Promise<void> {
  for (const UserName of ['guarded', 'unguarded']) {
    await iam.createUser({ UserName });
    await iam.createLoginProfile({ UserName, Password: 'Passw0rd!Passw0rd!' });
  }
  const { VirtualMFADevice } = await iam.createVirtualMFADevice({ VirtualMFADeviceName: 'guarded' });
  await iam.enableMFADevice({
    ...{ UserName: 'guarded', SerialNumber: VirtualMFADevice?.SerialNumber },
    ...{ AuthenticationCode1: '123456', AuthenticationCode2: '654321' },
  });
  await iam.createAccessKey({ UserName: 'guarded' });
  await iam.createAccessKey({ UserName: 'unguarded' });
  await iam.createAccessKey({ UserName: 'unguarded' });
  await iam.createUser({ UserName: 'keyless' });
  await iam.putUserPolicy({
    ...{ UserName: 'unguarded', PolicyName: 'all' },
    PolicyDocument: policyText(EVERYTHING),
  });
}

async function policies(iam: IAM, arn: (what: string) => string): Promise<void> {
  const documents = {
    narrow: READ_ONLY,
    all: { Action: '*:*', Resource: '*' },
    loose: READ_ONLY,
    looseAll: EVERYTHING,
    trails: { Action: 'cloudtrail:*', Resource: '*' },
    keys: { Action: 'KMS:*', Resource: 'arn:aws:kms:*:*:key/*' },
  };
  await iam.createGroup({ GroupName: 'staff' });
  for (const [PolicyName, statement] of Object.entries(documents)) {
    await iam.createPolicy({ PolicyName, PolicyDocument: policyText(statement) });
    if (PolicyName.startsWith('loose')) continue;
    await iam.attachGroupPolicy({ GroupName: 'staff', PolicyArn: arn(`policy/${PolicyName}`) });
  }
  await iam.putGroupPolicy({
    ...{ GroupName: 'staff', PolicyName: 'narrow' },
    PolicyDocument: policyText(READ_ONLY),
  });
}

async function roles(iam: IAM): Promise<void> {
  const trusts = {
    tied: { ...TRUSTED, ...OF_ACCOUNT },
    untied: TRUSTED,
    open: { Action: 'sts:AssumeRole', Principal: { AWS: '*' } },
  };
  for (const [RoleName, trust] of Object.entries(trusts)) {
    await iam.createRole({ RoleName, AssumeRolePolicyDocument: policyText(trust) });
  }
}

const passwords = { pass: 'passwords', fail: 'otherPasswords' };
const NO_ROOT = 'the emulator has no root user: no device, no key, no line in the report';
const NO_AWS_POLICIES = 'the emulator has no AWS managed policies';

export const iamProofs: ServiceProofs = {
  service: 'iam',
  build,
  emulated: {
    iam_user_unused: { pass: 'guarded' },
    iam_access_key_unused: { pass: 'key' },
    iam_no_root_access_key: { pass: 'root' },
    iam_root_mfa_enabled: { fail: 'root' },
    iam_root_hardware_mfa_enabled: { fail: 'root' },
    iam_support_role_created: { fail: 'root' },
    iam_policy_cloudshell_admin_not_attached: { pass: 'root' },
    iam_password_policy_minimum_length_14: passwords,
    iam_password_policy_reuse_24: passwords,
    iam_password_policy_expires_passwords_within_90_days_or_less: passwords,
    iam_password_policy_uppercase: passwords,
    iam_password_policy_lowercase: passwords,
    iam_password_policy_number: passwords,
    iam_password_policy_symbol: passwords,
    iam_user_mfa_enabled_console_access: { pass: 'guarded', fail: 'unguarded' },
    iam_user_console_access_unused: { pass: 'guarded' },
    iam_user_two_active_access_key: { pass: 'guarded', fail: 'unguarded' },
    iam_user_no_setup_initial_access_key: { fail: 'guarded' },
    iam_user_accesskey_unused: { pass: 'key' },
    iam_rotate_access_key_90_days: { pass: 'key' },
    iam_policy_attached_only_to_group_or_roles: { pass: 'guarded', fail: 'unguarded' },
    iam_user_administrator_access_policy: { pass: 'guarded' },
    iam_group_administrator_access_policy: { pass: 'staff' },
    iam_role_administratoraccess_policy: { pass: 'tied' },
    iam_customer_attached_policy_no_administrative_privileges: { pass: 'narrow', fail: 'all' },
    iam_customer_unattached_policy_no_administrative_privileges: { pass: 'loose', fail: 'looseAll' },
    iam_inline_policy_no_administrative_privileges: { pass: 'inlineNarrow', fail: 'inlineAll' },
    iam_policy_no_full_access_to_cloudtrail: { pass: 'narrow', fail: 'trails' },
    iam_policy_no_full_access_to_kms: { pass: 'narrow', fail: 'keys' },
    iam_policy_no_wildcard_services: { pass: 'narrow', fail: 'keys' },
    iam_role_cross_service_confused_deputy_prevention: { pass: 'tied', fail: 'untied' },
    iam_role_trust_public: { pass: 'tied', fail: 'open' },
    iam_no_expired_server_certificates_stored: { fail: 'old' },
  },
  documented: {
    iam_user_unused: aged(),
    iam_access_key_unused: aged(),
    iam_user_console_access_unused: aged(),
    iam_user_accesskey_unused: aged(),
    iam_rotate_access_key_90_days: aged(),
    iam_user_no_setup_initial_access_key: {
      source: REPORT,
      because: 'the emulator keeps no use of a key in its report',
      pass: {
        iam: {
          ...principal('User').iam,
          getCredentialReport: report(ALICE.replace(`TRUE,${LONG_AGO},N/A`, `TRUE,${LONG_AGO},${LONG_AGO}`)),
        },
      },
    },
    iam_user_administrator_access_policy: administrator('User'),
    iam_group_administrator_access_policy: administrator('Group'),
    iam_role_administratoraccess_policy: administrator('Role'),
    iam_aws_attached_policy_no_administrative_privileges: {
      source: DETAILS,
      because: NO_AWS_POLICIES,
      pass: awsPolicy('AmazonS3ReadOnlyAccess', READ_ONLY),
      fail: awsPolicy('AdministratorAccess', EVERYTHING),
    },
    iam_no_root_access_key: {
      source: SUMMARY,
      because: NO_ROOT,
      fail: account({ getAccountSummary: { SummaryMap: { AccountAccessKeysPresent: 1 } } }),
    },
    iam_root_mfa_enabled: { source: SUMMARY, because: NO_ROOT, pass: account() },
    iam_root_hardware_mfa_enabled: { source: SUMMARY, because: NO_ROOT, pass: account() },
    iam_avoid_root_usage: {
      source: REPORT,
      because: NO_ROOT,
      pass: account(),
      fail: account({ getCredentialReport: report(ROOT(new Date().toISOString())) }),
    },
    iam_support_role_created: {
      source: ENTITIES,
      because: NO_AWS_POLICIES,
      pass: account({ listEntitiesForPolicy: { PolicyRoles: [{ RoleName: 'support' }] } }),
    },
    iam_policy_cloudshell_admin_not_attached: {
      source: ENTITIES,
      because: NO_AWS_POLICIES,
      fail: account({ listEntitiesForPolicy: { PolicyGroups: [{ GroupName: 'developers' }] } }),
    },
    iam_no_expired_server_certificates_stored: {
      source: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServerCertificates.html',
      because: 'every certificate in the emulator expired in 2012',
      pass: {
        iam: {
          listServerCertificates: {
            ServerCertificateMetadataList: [
              {
                ServerCertificateName: 'www',
                ServerCertificateId: 'ASCA1',
                Path: '/',
                Arn: 'arn:aws:iam::123456789012:server-certificate/www',
                UploadDate: new Date(LONG_AGO),
                Expiration: new Date('2999-01-01T00:00:00Z'),
              },
            ],
          },
          getServerCertificate: { ServerCertificate: {} },
        },
      },
    },
  },
};
