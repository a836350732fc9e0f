import { describe, expect, it } from '@jest/globals';
import { judgingBy } from '../../../../../test/events/judged.js';
import { iamRules } from './iam.js';

const judged = judgingBy(iamRules, 'iam');
const OWN = 'arn:aws:iam::123456789012';
const ROOT = { userIdentity: { type: 'Root', accountId: '123456789012', arn: `${OWN}:root` } };
const ROLE = {
  userIdentity: { type: 'AssumedRole', arn: 'arn:aws:sts::123456789012:assumed-role/admin/session' },
};

describe('users', () => {
  it('are named by the answer where it has their path', () => {
    const user = { arn: `${OWN}:user/eng/alice`, path: '/eng/', userName: 'alice' };
    expect(
      judged('CreateUser', { userName: 'alice', path: '/eng/' }, { responseElements: { user } }).changes,
    ).toEqual([`created ${OWN}:user/eng/alice`]);
    expect(judged('DeleteUser', { userName: 'alice' }).changes).toEqual([`deleted ${OWN}:user/alice`]);
  });

  it('are looked for under the new name and path when they move', () => {
    const moved = judged('UpdateUser', { userName: 'alice', newUserName: 'bob', newPath: '/ops/' });
    expect(moved.changes).toEqual([`changed ${OWN}:user/alice`]);
    expect(moved.related).toEqual([`AWS::IAM::User ${OWN}:user/bob`, `AWS::IAM::User ${OWN}:user/ops/bob`]);
  });

  it.each([
    'TagUser',
    'PutUserPermissionsBoundary',
    'CreateLoginProfile',
    'DeleteLoginProfile',
    'UploadSSHPublicKey',
    'DeleteSigningCertificate',
    'ResetServiceSpecificCredential',
    'DeactivateMFADevice',
    'DeleteUserPolicy',
    'DetachUserPolicy',
    'DeleteAccessKey',
  ])('stay, and are changed by %s', (name) => {
    expect(judged(name, { userName: 'alice' })).toEqual({
      what: 'processed',
      changes: [`changed ${OWN}:user/alice`],
    });
  });

  it('bring their access keys', () => {
    const accessKey = { accessKeyId: 'AKIA1', status: 'Active', userName: 'alice' };
    expect(judged('CreateAccessKey', { userName: 'alice' }, { responseElements: { accessKey } })).toEqual({
      what: 'processed',
      changes: [`changed ${OWN}:user/alice`],
      related: [`AWS::IAM::AccessKey ${OWN}:user/alice/access-key/AKIA1`],
    });
    expect(judged('UpdateAccessKey', { accessKeyId: 'AKIA1', status: 'Inactive' })).toEqual({
      what: 'processed',
      changes: [`changed ${OWN}:user/eng/carol`],
      related: [`AWS::IAM::AccessKey ${OWN}:user/eng/carol/access-key/AKIA1`],
    });
  });

  it('are their callers where a call names nobody', () => {
    const accessKey = { accessKeyId: 'AKIA1', status: 'Active' };
    expect(judged('CreateAccessKey', null, { ...ROOT, responseElements: { accessKey } })).toEqual({
      what: 'processed',
      changes: [`changed ${OWN}:root`],
    });
    expect(judged('ChangePassword', null).changes).toEqual([`changed ${OWN}:user/eng/carol`]);
    expect(judged('DeleteLoginProfile', null, ROOT).changes).toEqual([`changed ${OWN}:root`]);
    expect(judged('UploadSigningCertificate', null, ROLE).what).toBe('names_no_resource');
    expect(judged('CreateLoginProfile', { userName: 'alice' }, ROOT).changes).toEqual([
      `changed ${OWN}:user/alice`,
    ]);
  });

  it('bring the virtual device that is theirs, and no other kind', () => {
    const enabled = (serialNumber: string) =>
      judged('EnableMFADevice', { userName: 'alice', serialNumber }).related;
    expect(enabled(`${OWN}:mfa/alice`)).toEqual([`AWS::IAM::VirtualMFADevice ${OWN}:mfa/alice`]);
    expect(enabled('GAHT12345678')).toBeUndefined();
    expect(enabled(`${OWN}:u2f/user/alice/key-AB`)).toBeUndefined();
  });

  it('bring an inline policy', () => {
    expect(
      judged('PutUserPolicy', { userName: 'alice', policyName: 'own', policyDocument: '{}' }).related,
    ).toEqual([`AWS::IAM::Policy ${OWN}:user/alice/policy/own`]);
  });
});

describe('attached policies', () => {
  it.each([
    ['AttachUserPolicy', { userName: 'x' }, 'user/x'],
    ['DetachRolePolicy', { roleName: 'x' }, 'role/x'],
    ['AttachGroupPolicy', { groupName: 'x' }, 'group/x'],
  ])('are not what %s changes, and stand in the inventory under the account', (name, who, arn) => {
    const given = judged(name, {
      ...who,
      policyArn: 'arn:aws:iam::aws:policy/service-role/AdministratorAccess',
    });
    expect(given).toEqual({
      what: 'processed',
      changes: [`changed ${OWN}:${arn}`],
      related: [`AWS::IAM::ManagedPolicy ${OWN}:aws-managed-policy/service-role/AdministratorAccess`],
    });
    expect(judged(name, { ...who, policyArn: `${OWN}:policy/eng/own` }).related).toEqual([
      `AWS::IAM::ManagedPolicy ${OWN}:policy/eng/own`,
    ]);
  });

  it('bring the root user, which keeps who has support access', () => {
    const policyArn = 'arn:aws:iam::aws:policy/AWSSupportAccess';
    expect(judged('AttachRolePolicy', { roleName: 'x', policyArn }).related).toContain(
      `AWS::IAM::Root ${OWN}:root`,
    );
  });
});

describe('roles', () => {
  it('are made with their path', () => {
    const role = {
      arn: `${OWN}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
    };
    const made = judged('CreateServiceLinkedRole', { aWSServiceName: 'x' }, { responseElements: { role } });
    expect(made.changes).toEqual([`created ${role.arn}`]);
    expect(judged('CreateRole', { roleName: 'x' }).changes).toEqual([`created ${OWN}:role/x`]);
  });

  it('of a service are deleted under the path that the task tells', () => {
    const role = 'aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling';
    const responseElements = { deletionTaskId: `task/${role}/19da5f36-7d8c-4c95-93ae-9e7a4d8e5cbd` };
    const request = { roleName: 'AWSServiceRoleForAutoScaling' };
    expect(judged('DeleteServiceLinkedRole', request, { responseElements }).changes).toEqual([
      `deleted ${OWN}:role/${role}`,
    ]);
    expect(judged('DeleteServiceLinkedRole', request).changes).toEqual([
      `deleted ${OWN}:role/AWSServiceRoleForAutoScaling`,
    ]);
  });

  it('are the parents of their inline policies', () => {
    expect(judged('DeleteRolePolicy', { roleName: 'x', policyName: 'p' })).toEqual({
      what: 'processed',
      changes: [`changed ${OWN}:role/x`],
      related: [`AWS::IAM::Policy ${OWN}:role/x/policy/p`],
    });
    expect(judged('UpdateAssumeRolePolicy', { roleName: 'x' }).changes).toEqual([`changed ${OWN}:role/x`]);
  });

  it('are not changed by an instance profile, which is shown only', () => {
    expect(judged('AddRoleToInstanceProfile', { roleName: 'x', instanceProfileName: 'p' })).toEqual({
      what: 'not_tracked',
      changes: [`changed ${OWN}:instance-profile/p`],
    });
  });
});

describe('groups and managed policies', () => {
  it('are changed by their members and versions', () => {
    expect(judged('AddUserToGroup', { groupName: 'g', userName: 'alice' })).toEqual({
      what: 'processed',
      changes: [`changed ${OWN}:group/g`],
      related: [`AWS::IAM::User ${OWN}:user/alice`],
    });
    const policyArn = `${OWN}:policy/eng/own`;
    for (const name of ['CreatePolicyVersion', 'DeletePolicyVersion', 'SetDefaultPolicyVersion', 'TagPolicy'])
      expect(judged(name, { policyArn }).changes).toEqual([`changed ${policyArn}`]);
    expect(judged('DeletePolicy', { policyArn }).changes).toEqual([`deleted ${policyArn}`]);
    const policy = { arn: policyArn, policyName: 'own' };
    expect(
      judged('CreatePolicy', { policyName: 'own', path: '/eng/' }, { responseElements: { policy } }).changes,
    ).toEqual([`created ${policyArn}`]);
  });
});

describe('what belongs to the account', () => {
  it('has the password policy, which stays without one', () => {
    for (const name of ['UpdateAccountPasswordPolicy', 'DeleteAccountPasswordPolicy'])
      expect(judged(name, null)).toEqual({
        what: 'processed',
        changes: [`changed ${OWN}:account-password-policy`],
      });
  });

  it('has virtual devices, certificates and identity providers', () => {
    const virtualMFADevice = { serialNumber: `${OWN}:mfa/phone` };
    expect(
      judged(
        'CreateVirtualMFADevice',
        { virtualMFADeviceName: 'phone' },
        { responseElements: { virtualMFADevice } },
      ).changes,
    ).toEqual([`created ${OWN}:mfa/phone`]);
    expect(judged('DeleteVirtualMFADevice', virtualMFADevice).changes).toEqual([`deleted ${OWN}:mfa/phone`]);
    expect(judged('DeleteServerCertificate', { serverCertificateName: 'tls' }).changes).toEqual([
      `deleted ${OWN}:server-certificate/tls`,
    ]);
    const saml = `${OWN}:saml-provider/idp`;
    expect(judged('UpdateSAMLProvider', { sAMLProviderArn: saml })).toEqual({
      what: 'not_tracked',
      changes: [`changed ${saml}`],
    });
  });

  it('leaves reports and the account’s alias alone', () => {
    for (const name of ['GenerateCredentialReport', 'CreateAccountAlias'])
      expect(judged(name, { accountAlias: 'x' })).toEqual({ what: 'not_tracked', changes: [] });
  });
});
