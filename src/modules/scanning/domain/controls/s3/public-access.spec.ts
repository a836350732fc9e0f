import { describe, expect, it } from '@jest/globals';
import { bucket, context, denied } from '../../../../../../test/support/scanning-examples.js';
import { type Control } from '../../control.js';
import { parsePolicy } from '../../policy/index.js';
import { type S3Bucket } from '../../resources/s3/bucket.js';
import {
  bucketPolicyPublicWriteAccess,
  bucketPublicAccess,
  bucketPublicListAcl,
  bucketPublicWriteAcl,
} from './public-access.js';

const none = {
  blockPublicAcls: false,
  ignorePublicAcls: false,
  blockPublicPolicy: false,
  restrictPublicBuckets: false,
};
const grant = (permission: string, group = 'AllUsers'): S3Bucket['acl'] => ({
  ownerId: 'own-canonical-id',
  grants: [
    { grantee: { type: 'CanonicalUser', id: 'own-canonical-id' }, permission: 'FULL_CONTROL' },
    { grantee: { type: 'Group', id: `http://acs.amazonaws.com/groups/global/${group}` }, permission },
  ],
});
const allow = (Action: string | string[], more: object = {}) =>
  parsePolicy(
    JSON.stringify({
      Statement: [{ Effect: 'Allow', Principal: '*', Action, Resource: 'arn:aws:s3:::reports/*', ...more }],
    }),
  );
const decide = (control: Control, changed: Partial<S3Bucket>) =>
  control.evaluate(bucket({ publicAccessBlock: null, ...changed }), context());
const verdict = (control: Control, changed: Partial<S3Bucket>) => decide(control, changed).verdict;

describe('s3_bucket_public_access', () => {
  it('fails a public policy or ACL that nothing blocks, and shows it', () => {
    expect(decide(bucketPublicAccess, { policy: allow('s3:GetObject') })).toMatchObject({
      verdict: 'fail',
      evidence: { policy: [{ actions: ['s3:GetObject'] }] },
    });
    const byAcl = decide(bucketPublicAccess, { acl: grant('READ_ACP', 'AuthenticatedUsers') });
    expect(byAcl).toMatchObject({
      verdict: 'fail',
      evidence: { acl: [{ group: 'AuthenticatedUsers', permission: 'READ_ACP' }] },
    });
    expect(byAcl.evidence).not.toHaveProperty('policy');
  });

  it('passes what nobody opened, blocked or not', () => {
    expect(verdict(bucketPublicAccess, {})).toBe('pass');
    expect(verdict(bucketPublicAccess, { acl: grant('WRITE', 'LogDelivery') })).toBe('pass');
    const within = { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } };
    expect(verdict(bucketPublicAccess, { policy: allow('s3:*', within) })).toBe('pass');
  });

  it('takes the stricter of the two blocks, each for what it makes void', () => {
    const open = { policy: allow('s3:*'), acl: grant('READ') };
    const both = { ...none, ignorePublicAcls: true, restrictPublicBuckets: true };
    expect(verdict(bucketPublicAccess, { ...open, accountPublicAccessBlock: both })).toBe('pass');
    expect(
      verdict(bucketPublicAccess, {
        ...open,
        publicAccessBlock: { ...none, ignorePublicAcls: true },
        accountPublicAccessBlock: { ...none, restrictPublicBuckets: true },
      }),
    ).toBe('pass');
    // these two only keep new grants out
    const newOnes = { ...none, blockPublicAcls: true, blockPublicPolicy: true };
    expect(verdict(bucketPublicAccess, { ...open, publicAccessBlock: newOnes })).toBe('fail');
    expect(
      verdict(bucketPublicAccess, { ...open, publicAccessBlock: { ...none, ignorePublicAcls: true } }),
    ).toBe('fail');
  });

  it('counts wildcards in an ARN as S3 does, which calls the bucket public', () => {
    const from = { Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:123456789012:*' } } };
    expect(verdict(bucketPublicAccess, { policy: allow('s3:*', from) })).toBe('fail');
  });

  it('has no evidence only where what is missing would decide', () => {
    const open = { policy: allow('s3:*') };
    const blocked = { ...none, ignorePublicAcls: true, restrictPublicBuckets: true };
    expect(decide(bucketPublicAccess, { ...open, accountPublicAccessBlock: denied })).toMatchObject({
      verdict: 'no_evidence',
      evidence: { part: 'accountPublicAccessBlock' },
    });
    expect(verdict(bucketPublicAccess, { accountPublicAccessBlock: denied })).toBe('pass');
    expect(
      verdict(bucketPublicAccess, { ...open, publicAccessBlock: blocked, accountPublicAccessBlock: denied }),
    ).toBe('pass');
    expect(decide(bucketPublicAccess, { policy: denied })).toMatchObject({
      verdict: 'no_evidence',
      evidence: { part: 'policy' },
    });
    expect(verdict(bucketPublicAccess, { policy: denied, acl: denied, publicAccessBlock: blocked })).toBe(
      'pass',
    );
    // one door is known to be open
    expect(verdict(bucketPublicAccess, { policy: denied, acl: grant('READ') })).toBe('fail');
  });

  it('has the parts read that it may need', () => {
    expect(bucketPublicAccess.needs).toEqual([
      'acl',
      'policy',
      'publicAccessBlock',
      'accountPublicAccessBlock',
    ]);
  });
});

describe('s3_bucket_policy_public_write_access', () => {
  it.each([
    ['s3:PutObject', 'fail'],
    ['S3:*', 'fail'],
    ['*', 'fail'],
    ['s3:*Object', 'fail'],
    ['s3:DeleteObjectVersion', 'fail'],
    ['s3:PutBucketPolicy', 'fail'],
    ['s3:GetObject', 'pass'],
    ['s3:List*', 'pass'],
  ])('of %s to everybody: %s', (action, decided) => {
    expect(verdict(bucketPolicyPublicWriteAccess, { policy: allow(action) })).toBe(decided);
  });

  it('reads NotAction for what it leaves in', () => {
    const allBut = (NotAction: string) => allow([], { Action: undefined, NotAction });
    expect(verdict(bucketPolicyPublicWriteAccess, { policy: allBut('s3:GetObject') })).toBe('fail');
    expect(verdict(bucketPolicyPublicWriteAccess, { policy: allBut('s3:*') })).toBe('pass');
  });

  it('passes what is blocked or let in by name', () => {
    const policy = allow('s3:PutObject', { Principal: { AWS: '444455556666' } });
    expect(verdict(bucketPolicyPublicWriteAccess, { policy })).toBe('pass');
    expect(verdict(bucketPolicyPublicWriteAccess, { policy: null })).toBe('pass');
    expect(
      verdict(bucketPolicyPublicWriteAccess, {
        policy: allow('s3:PutObject'),
        accountPublicAccessBlock: { ...none, restrictPublicBuckets: true },
      }),
    ).toBe('pass');
  });
});

describe('s3_bucket_public_list_acl and s3_bucket_public_write_acl', () => {
  it.each([
    ['READ', 'fail', 'pass'],
    ['FULL_CONTROL', 'fail', 'fail'],
    ['WRITE', 'pass', 'fail'],
    ['WRITE_ACP', 'pass', 'fail'],
    ['READ_ACP', 'pass', 'pass'],
  ])('of %s: list %s, write %s', (permission, list, write) => {
    expect(verdict(bucketPublicListAcl, { acl: grant(permission) })).toBe(list);
    expect(verdict(bucketPublicWriteAcl, { acl: grant(permission) })).toBe(write);
  });

  it('passes grants to the owner, and what is ignored', () => {
    expect(verdict(bucketPublicListAcl, {})).toBe('pass');
    const acl = grant('FULL_CONTROL');
    const publicAccessBlock = { ...none, ignorePublicAcls: true };
    expect(verdict(bucketPublicListAcl, { acl, publicAccessBlock })).toBe('pass');
    expect(verdict(bucketPublicWriteAcl, { acl, publicAccessBlock })).toBe('pass');
  });
});
