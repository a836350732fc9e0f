import { describe, expect, it } from '@jest/globals';
import { EVERYTHING, policyOf, policyText, READ_ONLY } from '../../../../../test/support/examples/iam.js';
import { type Aws } from '../../../../platform/aws/index.js';
import { type Found, type Reader } from '../reader.js';
import { iamGroupReader } from './group.js';
import { iamInlinePolicyReader } from './inline-policy.js';
import { iamManagedPolicyReader } from './managed-policy.js';
import { iamRoleReader } from './role.js';
import { iamRootReader } from './root.js';
import { iamUserReader } from './user.js';
import { iamVirtualMfaDeviceReader } from './virtual-mfa-device.js';

const PLACE = { partition: 'aws', accountId: '123456789012', region: 'global' };
const ACCOUNT = 'arn:aws:iam::123456789012';
const AT = new Date('2026-01-02T03:04:05Z');
const sdkError = (name: string, httpStatusCode: number) => () => {
  throw Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });
};
const gone = sdkError('NoSuchEntityException', 404);
const denied = sdkError('AccessDenied', 403);

const encoded = (...statements: object[]) => encodeURIComponent(policyText(...statements));
const TRUST = { Action: 'sts:AssumeRole', Principal: { Service: 'ec2.amazonaws.com' } };
const ATTACHED = [{ PolicyName: 'ReadOnlyAccess', PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }];
const ROLE = {
  RoleName: 'deploy',
  RoleId: 'AROA1',
  Path: '/ci/',
  Arn: `${ACCOUNT}:role/ci/deploy`,
  CreateDate: AT,
  AssumeRolePolicyDocument: encoded(TRUST),
  RoleLastUsed: { LastUsedDate: AT, Region: 'eu-west-1' },
  PermissionsBoundary: { PermissionsBoundaryArn: `${ACCOUNT}:policy/boundary` },
  Tags: [{ Key: 'Owner', Value: 'ci' }],
};
const GROUP = {
  GroupName: 'staff',
  GroupId: 'AGPA1',
  Path: '/',
  Arn: `${ACCOUNT}:group/staff`,
  CreateDate: AT,
};
const OWN_POLICY = {
  PolicyName: 'reports',
  Arn: `${ACCOUNT}:policy/reports`,
  Path: '/',
  AttachmentCount: 0,
  PermissionsBoundaryUsageCount: 2,
  DefaultVersionId: 'v2',
  CreateDate: AT,
  UpdateDate: AT,
};
const AWS_POLICY = { ...OWN_POLICY, Arn: 'arn:aws:iam::aws:policy/job-function/Billing', AttachmentCount: 1 };
const VERSIONS = [
  { VersionId: 'v1', IsDefaultVersion: false, Document: encoded(EVERYTHING) },
  { VersionId: 'v2', IsDefaultVersion: true, Document: encoded(READ_ONLY) },
];

type Answer = (input: { PolicyArn: string; Filter?: unknown }) => unknown;

/** IAM in its documented shapes. */
const ok: Record<string, Answer> = {
  listVirtualMFADevices: () => ({
    VirtualMFADevices: [
      {
        SerialNumber: `${ACCOUNT}:mfa/root-account-mfa-device`,
        User: { Arn: `${ACCOUNT}:root` },
        EnableDate: AT,
      },
      { SerialNumber: `${ACCOUNT}:mfa/alice`, User: { Arn: `${ACCOUNT}:user/alice` }, EnableDate: AT },
    ],
  }),
  generateCredentialReport: () => ({ State: 'COMPLETE' }),
  getCredentialReport: () => ({
    Content: new TextEncoder().encode(
      `user,arn,password_last_used,access_key_1_last_used_date\n<root_account>,${ACCOUNT}:root,no_information,2026-01-02T03:04:05+00:00`,
    ),
  }),
  getAccountSummary: () => ({
    SummaryMap: { AccountMFAEnabled: 1, AccountAccessKeysPresent: 1, AccountPasswordPresent: 0 },
  }),
  listEntitiesForPolicy: ({ PolicyArn }) =>
    PolicyArn === 'arn:aws:iam::aws:policy/AWSSupportAccess'
      ? { PolicyRoles: [{ RoleName: 'support' }], PolicyGroups: [], PolicyUsers: [] }
      : gone(),
  getAccountAuthorizationDetails: () => ({
    GroupDetailList: [
      {
        ...GROUP,
        AttachedManagedPolicies: ATTACHED,
        GroupPolicyList: [{ PolicyName: 'own', PolicyDocument: encoded(READ_ONLY) }],
      },
    ],
    RoleDetailList: [
      {
        ...ROLE,
        AttachedManagedPolicies: ATTACHED,
        RolePolicyList: [{ PolicyName: 'own', PolicyDocument: encoded(EVERYTHING) }],
      },
    ],
    Policies: [
      { ...OWN_POLICY, PolicyVersionList: VERSIONS },
      { ...AWS_POLICY, PolicyVersionList: VERSIONS },
      { ...AWS_POLICY, Arn: 'arn:aws:iam::aws:policy/Unused', AttachmentCount: 0 },
    ],
  }),
  getRole: () => ({ Role: ROLE }),
  listAttachedRolePolicies: () => ({ AttachedPolicies: ATTACHED }),
  listRolePolicies: () => ({ PolicyNames: ['own'] }),
  getRolePolicy: () => ({ PolicyDocument: encoded(EVERYTHING) }),
  getGroup: () => ({ Group: GROUP }),
  listAttachedGroupPolicies: () => ({ AttachedPolicies: ATTACHED }),
  listGroupPolicies: () => ({ PolicyNames: ['own'] }),
  getGroupPolicy: () => ({ PolicyDocument: encoded(READ_ONLY) }),
  getUser: () => ({
    User: { Arn: `${ACCOUNT}:user/eng/ci/alice`, Tags: [{ Key: 'Owner', Value: 'x' }] },
  }),
  getUserPolicy: () => ({ PolicyDocument: encoded(READ_ONLY) }),
  getPolicy: ({ PolicyArn }) => ({ Policy: PolicyArn === AWS_POLICY.Arn ? AWS_POLICY : OWN_POLICY }),
  getPolicyVersion: () => ({ PolicyVersion: { Document: encoded(READ_ONLY) } }),
  listPolicyTags: () => ({ Tags: [{ Key: 'Owner', Value: 'x' }] }),
};

const aws = (changed: Record<string, Answer> = {}): Aws => {
  const client = Object.fromEntries(
    Object.entries({ ...ok, ...changed }).map(([name, answer]) => [
      name,
      async (input: never) => answer(input),
    ]),
  );
  return { iam: async () => client } as unknown as Aws;
};

async function listed() {
  const all: { type: Found['type']; configuration: unknown; arn: string }[] = [];
  for await (const { type, configurations } of iamUserReader.list(aws(), PLACE)) {
    for (const configuration of configurations) {
      expect(type.schema.parse(configuration)).toEqual(configuration); // the schema knows each field
      all.push({ type, configuration, arn: type.arn(configuration, PLACE) });
    }
  }
  return all;
}

const READERS: Record<string, Reader> = {
  'AWS::IAM::Group': iamGroupReader,
  'AWS::IAM::Role': iamRoleReader,
  'AWS::IAM::ManagedPolicy': iamManagedPolicyReader,
  'AWS::IAM::Policy': iamInlinePolicyReader,
  'AWS::IAM::Root': iamRootReader,
  'AWS::IAM::VirtualMFADevice': iamVirtualMfaDeviceReader,
};
const ref = (arn: string) => ({ arn, name: '', region: 'global' });

describe('the listing of IAM', () => {
  it('tells of all types by the same calls, and of each the same as its description', async () => {
    const all = await listed();
    expect(all.map(({ arn }) => arn)).toEqual([
      `${ACCOUNT}:mfa/root-account-mfa-device`,
      `${ACCOUNT}:mfa/alice`,
      `${ACCOUNT}:root`,
      `${ACCOUNT}:group/staff`,
      `${ACCOUNT}:group/staff/policy/own`,
      `${ACCOUNT}:role/ci/deploy`,
      `${ACCOUNT}:role/ci/deploy/policy/own`,
      `${ACCOUNT}:policy/reports`,
      `${ACCOUNT}:aws-managed-policy/job-function/Billing`,
    ]);
    for (const { type, configuration, arn } of all) {
      expect(await READERS[type.type]?.describe(aws(), ref(arn))).toEqual(configuration);
    }
  });

  it('reads the policies of a role as documents', async () => {
    const find = async (arn: string) => (await listed()).find((one) => one.arn === arn)?.configuration;
    expect(await find(ROLE.Arn)).toMatchObject({
      lastUsedAt: AT.toISOString(),
      trustPolicy: policyOf(TRUST),
      attachedPolicies: [{ name: 'ReadOnlyAccess', arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }],
      inlinePolicies: ['own'],
      permissionsBoundaryArn: `${ACCOUNT}:policy/boundary`,
      tags: { Owner: 'ci' },
    });
    expect(await find(`${ROLE.Arn}/policy/own`)).toMatchObject({
      principalType: 'role',
      principalName: 'deploy',
      principalTags: { Owner: 'ci' },
      document: policyOf(EVERYTHING),
    });
  });

  it('reads the version of a policy that is in force', async () => {
    const policies = (await listed()).filter(({ type }) => type.type === 'AWS::IAM::ManagedPolicy');
    expect(policies.map(({ configuration }) => configuration)).toMatchObject([
      { awsManaged: false, boundaryCount: 2, document: policyOf(READ_ONLY), tags: { Owner: 'x' } },
      { awsManaged: true, name: 'Billing', document: policyOf(READ_ONLY), tags: {} },
    ]);
  });

  it('relates a role to AWS’s policy as it stands in this account', async () => {
    const role = (await listed()).find(({ arn }) => arn === ROLE.Arn);
    expect(role?.type.relates?.(role.configuration, PLACE)).toEqual([
      `${ACCOUNT}:aws-managed-policy/ReadOnlyAccess`,
    ]);
  });

  it('reads the root user', async () => {
    const root = (await listed()).find(({ arn }) => arn === `${ACCOUNT}:root`);
    expect(root?.configuration).toEqual({
      arn: `${ACCOUNT}:root`,
      summary: {
        passwordPresent: false,
        accessKeysPresent: true,
        signingCertificatesPresent: false,
        mfaEnabled: true,
      },
      virtualMfaDevices: [`${ACCOUNT}:mfa/root-account-mfa-device`],
      lastUse: { passwordLastUsed: null, accessKey1LastUsed: AT.toISOString(), accessKey2LastUsed: null },
      supportAccess: { users: [], groups: [], roles: ['support'] },
      cloudShellFullAccess: null,
    });
  });
});

describe('descriptions of IAM', () => {
  it('are null for what is gone', async () => {
    const changed = {
      getRole: gone,
      getGroup: gone,
      getPolicy: gone,
      getRolePolicy: gone,
      getGroupPolicy: gone,
    };
    for (const { type, arn } of await listed()) {
      if (['AWS::IAM::Root', 'AWS::IAM::VirtualMFADevice'].includes(type.type)) continue;
      expect(await READERS[type.type]?.describe(aws(changed), ref(arn))).toBeNull();
    }
    expect(await iamVirtualMfaDeviceReader.describe(aws(), ref(`${ACCOUNT}:mfa/gone`))).toBeNull();
    expect(await iamInlinePolicyReader.describe(aws(), ref(`${ACCOUNT}:role/deploy`))).toBeNull();
    const detached = { getPolicy: () => ({ Policy: { ...AWS_POLICY, AttachmentCount: 0 } }) };
    expect(await iamManagedPolicyReader.describe(aws(detached), ref(AWS_POLICY.Arn))).toBeNull();
  });

  it('keep what may be read, and have no evidence of the rest', async () => {
    const missing = { noEvidence: 'denied' };
    const changed = { listRolePolicies: denied, listAttachedGroupPolicies: denied, getPolicyVersion: denied };
    expect(await iamRoleReader.describe(aws(changed), ref(ROLE.Arn))).toMatchObject({
      inlinePolicies: missing,
    });
    expect(await iamGroupReader.describe(aws(changed), ref(GROUP.Arn))).toMatchObject({
      attachedPolicies: missing,
    });
    expect(await iamManagedPolicyReader.describe(aws(changed), ref(OWN_POLICY.Arn))).toMatchObject({
      document: missing,
    });
  });

  it('find an AWS managed policy by AWS’s own ARN too', async () => {
    expect(await iamManagedPolicyReader.describe(aws(), ref(AWS_POLICY.Arn))).toMatchObject({
      name: 'Billing',
    });
  });

  it('read the inline policy of a user', async () => {
    const policy = await iamInlinePolicyReader.describe(
      aws(),
      ref(`${ACCOUNT}:user/eng/ci/alice/policy/own`),
    );
    expect(policy).toMatchObject({
      principalType: 'user',
      principalName: 'alice',
      principalTags: { Owner: 'x' },
    });
  });

  it('find the principal of an inline policy also where its path is not told', async () => {
    const policy = await iamInlinePolicyReader.describe(aws(), ref(`${ACCOUNT}:user/alice/policy/own`));
    expect(policy).toMatchObject({ principalArn: `${ACCOUNT}:user/eng/ci/alice` });
  });
});
