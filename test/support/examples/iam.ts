import { parsePolicy, type PolicyDocument } from '../../../src/modules/scanning/domain/policy/index.js';
import { type IamGroup } from '../../../src/modules/scanning/domain/resources/iam/group.js';
import { type IamInlinePolicy } from '../../../src/modules/scanning/domain/resources/iam/inline-policy.js';
import { type IamManagedPolicy } from '../../../src/modules/scanning/domain/resources/iam/managed-policy.js';
import { type IamPasswordPolicy } from '../../../src/modules/scanning/domain/resources/iam/password-policy.js';
import { type IamRole } from '../../../src/modules/scanning/domain/resources/iam/role.js';
import { type IamRoot } from '../../../src/modules/scanning/domain/resources/iam/root.js';
import { type IamServerCertificate } from '../../../src/modules/scanning/domain/resources/iam/server-certificate.js';
import { daysAgo } from '../scanning-examples.js';

/** A policy's text as AWS takes it: each statement an Allow, unless it says otherwise. */
export const policyText = (...statements: object[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })),
  });

export const policyOf = (...statements: object[]): PolicyDocument => parsePolicy(policyText(...statements));

export const READ_ONLY = { Action: 's3:GetObject', Resource: 'arn:aws:s3:::reports/*' };
export const EVERYTHING = { Action: '*', Resource: '*' };
export const ADMINISTRATOR = {
  name: 'AdministratorAccess',
  arn: 'arn:aws:iam::aws:policy/AdministratorAccess',
};

export const role = (changed: Partial<IamRole> = {}): IamRole => ({
  id: 'AROA1',
  name: 'deploy',
  arn: 'arn:aws:iam::123456789012:role/deploy',
  path: '/',
  createdAt: daysAgo(400),
  lastUsedAt: daysAgo(1),
  trustPolicy: policyOf({ Action: 'sts:AssumeRole', Principal: { AWS: 'arn:aws:iam::123456789012:root' } }),
  attachedPolicies: [],
  inlinePolicies: [],
  permissionsBoundaryArn: null,
  tags: {},
  ...changed,
});

export const group = (changed: Partial<IamGroup> = {}): IamGroup => ({
  id: 'AGPA1',
  name: 'developers',
  arn: 'arn:aws:iam::123456789012:group/developers',
  path: '/',
  createdAt: daysAgo(400),
  attachedPolicies: [],
  inlinePolicies: [],
  ...changed,
});

export const managedPolicy = (changed: Partial<IamManagedPolicy> = {}): IamManagedPolicy => ({
  name: 'reports',
  arn: 'arn:aws:iam::123456789012:policy/reports',
  path: '/',
  awsManaged: false,
  attachmentCount: 1,
  boundaryCount: 0,
  defaultVersionId: 'v1',
  createdAt: daysAgo(400),
  updatedAt: daysAgo(400),
  document: policyOf(READ_ONLY),
  tags: {},
  ...changed,
});

export const inlinePolicy = (changed: Partial<IamInlinePolicy> = {}): IamInlinePolicy => ({
  name: 'own',
  principalType: 'role',
  principalName: 'deploy',
  principalArn: 'arn:aws:iam::123456789012:role/deploy',
  principalTags: {},
  document: policyOf(READ_ONLY),
  ...changed,
});

export const root = (changed: Partial<IamRoot> = {}): IamRoot => ({
  arn: 'arn:aws:iam::123456789012:root',
  summary: {
    passwordPresent: true,
    accessKeysPresent: false,
    signingCertificatesPresent: false,
    mfaEnabled: true,
  },
  virtualMfaDevices: [],
  lastUse: { passwordLastUsed: daysAgo(200), accessKey1LastUsed: null, accessKey2LastUsed: null },
  supportAccess: { users: [], groups: [], roles: ['support'] },
  cloudShellFullAccess: { users: [], groups: [], roles: [] },
  ...changed,
});

/** As CIS wants it. */
export const passwordPolicy = (
  changed: Partial<NonNullable<IamPasswordPolicy['policy']>> = {},
): IamPasswordPolicy => ({
  policy: {
    minimumLength: 14,
    requireUppercase: true,
    requireLowercase: true,
    requireNumbers: true,
    requireSymbols: true,
    maxAgeDays: 90,
    reusePrevention: 24,
    hardExpiry: false,
    usersMayChange: true,
    ...changed,
  },
});

export const serverCertificate = (changed: Partial<IamServerCertificate> = {}): IamServerCertificate => ({
  id: 'ASCA1',
  name: 'www',
  arn: 'arn:aws:iam::123456789012:server-certificate/www',
  path: '/',
  uploadedAt: daysAgo(300),
  expiresAt: daysAgo(-30),
  tags: {},
  ...changed,
});
