import { describe, expect, it } from '@jest/globals';
import { policyOf, role } from '../../../../../../test/support/examples/iam.js';
import { context, denied } from '../../../../../../test/support/scanning-examples.js';
import { type IamRole } from '../../resources/iam/role.js';
import { roleTrustPublic } from './role-trust-public.js';

const decide = (statement: object, changed: Partial<IamRole> = {}) =>
  roleTrustPublic.evaluate(
    role({ trustPolicy: policyOf({ Action: 'sts:AssumeRole', ...statement }), ...changed }),
    context(),
  ).verdict;

const GITHUB = 'token.actions.githubusercontent.com';
const github = (Condition?: object) => ({
  Action: 'sts:AssumeRoleWithWebIdentity',
  Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${GITHUB}` },
  ...(Condition === undefined ? {} : { Condition }),
});

describe('iam_role_trust_public', () => {
  it.each([
    ['pass', { Principal: { AWS: 'arn:aws:iam::999999999999:root' } }],
    ['pass', { Principal: { Service: 'ec2.amazonaws.com' } }],
    ['fail', { Principal: '*' }],
    ['fail', { Principal: { AWS: ['123456789012', '*'] } }],
    ['fail', { Principal: { AWS: '*' }, Condition: { StringEquals: { 'sts:ExternalId': '12345' } } }],
    [
      'pass',
      { Principal: { AWS: '*' }, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } } },
    ],
    ['fail', { Principal: { AWS: '*' }, Condition: { StringLike: { 'aws:PrincipalArn': '*' } } }],
    ['pass', { Principal: { AWS: '*' }, Effect: 'Deny' }],
  ])('%ss %j', (verdict, statement) => {
    expect(decide(statement)).toBe(verdict);
  });

  it.each([
    ['fail', github()],
    ['fail', github({ StringEquals: { [`${GITHUB}:aud`]: 'sts.amazonaws.com' } })],
    ['fail', github({ StringLike: { [`${GITHUB}:sub`]: 'repo:*' } })],
    ['pass', github({ StringLike: { [`${GITHUB}:sub`]: 'repo:acme/*' } })],
    ['fail', { ...github(), Principal: { Federated: 'cognito-identity.amazonaws.com' } }],
    [
      'pass',
      { ...github(), Principal: { Federated: 'arn:aws:iam::123456789012:oidc-provider/sso.example.com' } },
    ],
    [
      'pass',
      {
        Action: 'sts:AssumeRoleWithSAML',
        Principal: { Federated: 'arn:aws:iam::123456789012:saml-provider/x' },
      },
    ],
  ])('%ss a federation %j', (verdict, statement) => {
    expect(decide(statement)).toBe(verdict);
  });

  it('does not apply to a role that a service owns, and has no evidence without the trust policy', () => {
    expect(decide({ Principal: '*' }, { path: '/aws-service-role/x.amazonaws.com/' })).toBe('not_applicable');
    expect(decide({ Principal: '*' }, { trustPolicy: denied })).toBe('no_evidence');
  });
});
