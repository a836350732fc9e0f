import { describe, expect, it } from '@jest/globals';
import { bucket, context, denied } from '../../../../../../test/support/scanning-examples.js';
import { type Parameters } from '../../control.js';
import { parsePolicy } from '../../policy/index.js';
import { type S3Bucket } from '../../resources/s3/bucket.js';
import { bucketCrossAccountAccess } from './cross-account-access.js';

const OTHER = '444455556666';
const decide = (statement: object, parameters: Parameters = {}, changed: Partial<S3Bucket> = {}) => {
  const Statement = [
    {
      ...{ Effect: 'Allow', Principal: { AWS: OTHER }, Action: 's3:PutBucketPolicy' },
      ...{ Resource: 'arn:aws:s3:::reports', ...statement },
    },
  ];
  const policy = parsePolicy(JSON.stringify({ Statement }));
  return bucketCrossAccountAccess.evaluate(bucket({ policy, ...changed }), {
    ...context(),
    settings: { s3_bucket_cross_account_access: { parameters } },
  });
};

describe('s3_bucket_cross_account_access', () => {
  it.each([
    ['s3:PutBucketPolicy', ['s3:PutBucketPolicy']],
    ['s3:Put*Acl', ['s3:PutBucketAcl', 's3:PutObjectAcl']],
    ['s3:putencryptionconfiguration', ['s3:PutEncryptionConfiguration']],
  ])('fails %s for another account', (Action, actions) => {
    expect(decide({ Action })).toMatchObject({
      verdict: 'fail',
      evidence: { allowed: [{ accountId: OTHER, actions }] },
    });
  });

  it.each([
    ['s3:*', { Action: 's3:*' }, 'fail'],
    ['all but reading', { Action: undefined, NotAction: 's3:Get*' }, 'fail'],
    ['everybody', { Principal: '*' }, 'fail'],
    [
      'an organization',
      { Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1' } } },
      'fail',
    ],
    ['reading and writing objects', { Action: ['s3:GetObject', 's3:PutObject'] }, 'pass'],
    ['the own account', { Principal: { AWS: 'arn:aws:iam::123456789012:root' } }, 'pass'],
    ['a service', { Principal: { Service: 'logging.s3.amazonaws.com' } }, 'pass'],
    ['a Deny', { Effect: 'Deny' }, 'pass'],
  ])('%s: %s', (_what, statement, verdict) => {
    expect(decide(statement).verdict).toBe(verdict);
  });

  it('trusts the accounts that it is told to, and looks at the actions that it is told', () => {
    expect(decide({}, { trustedAccounts: [OTHER] }).verdict).toBe('pass');
    expect(decide({ Action: 's3:GetObject' }, { actions: ['s3:GetObject'] }).verdict).toBe('fail');
  });

  it('knows the owner by his canonical id, where the ACL tells it', () => {
    const own = { Principal: { CanonicalUser: 'own-canonical-id' } };
    expect(decide(own).verdict).toBe('pass');
    expect(decide({ Principal: { CanonicalUser: 'another' } }).verdict).toBe('fail');
    expect(decide(own, {}, { acl: denied }).verdict).toBe('no_evidence');
    expect(decide({}, {}, { acl: denied }).verdict).toBe('fail');
  });

  it('passes a bucket without a policy', () => {
    expect(decide({}, {}, { policy: null }).verdict).toBe('pass');
  });
});
