import { describe, expect, it } from '@jest/globals';
import { bucket, context, denied } from '../../../../../../test/support/scanning-examples.js';
import { parsePolicy } from '../../policy/index.js';
import { bucketSecureTransportPolicy } from './secure-transport-policy.js';

const BUCKET = ['arn:aws:s3:::reports', 'arn:aws:s3:::reports/*'];
const deny = (more: object = {}) => ({
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: BUCKET,
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  ...more,
});
const decide = (...Statement: object[]) =>
  bucketSecureTransportPolicy.evaluate(
    bucket({ policy: parsePolicy(JSON.stringify({ Statement })) }),
    context(),
  );

describe('s3_bucket_secure_transport_policy', () => {
  it('passes a denial for everybody, of the bucket and its objects', () => {
    expect(decide(deny()).verdict).toBe('pass');
    expect(decide(deny({ Resource: BUCKET[0] }), deny({ Resource: BUCKET[1] })).verdict).toBe('pass');
  });

  it.each([
    ['of one account only', { Principal: { AWS: '444455556666' } }],
    ['of the objects only', { Resource: BUCKET[1] }],
    ['of the bucket only', { Resource: BUCKET[0] }],
    ['of another bucket', { Resource: ['arn:aws:s3:::other', 'arn:aws:s3:::other/*'] }],
    ['of reading only', { Action: 's3:GetObject' }],
    ['that is an Allow', { Effect: 'Allow' }],
    ['of old TLS only', { Condition: { NumericLessThan: { 's3:TlsVersion': '1.2' } } }],
  ])('fails a denial %s', (_what, more) => {
    expect(decide(deny(more)).verdict).toBe('fail');
  });

  it('tells the lowest version of TLS beside', () => {
    const old = deny({ Condition: { NumericLessThan: { 's3:TlsVersion': '1.2' } } });
    expect(decide(deny(), old).evidence).toMatchObject({ minimumTlsVersion: 1.2 });
  });

  it('asks for the ARNs of the partition', () => {
    const inChina = deny({ Resource: BUCKET.map((arn) => arn.replace('aws', 'aws-cn')) });
    expect(decide(inChina).verdict).toBe('fail');
    const china = { ...context(), place: { ...context().place, partition: 'aws-cn' } };
    const policy = parsePolicy(JSON.stringify({ Statement: [inChina] }));
    expect(bucketSecureTransportPolicy.evaluate(bucket({ policy }), china).verdict).toBe('pass');
  });

  it('fails a bucket without a policy, and has no evidence of one that it may not read', () => {
    const without = (policy: null | typeof denied) =>
      bucketSecureTransportPolicy.evaluate(bucket({ policy }), context()).verdict;
    expect(without(null)).toBe('fail');
    expect(without(denied)).toBe('no_evidence');
  });
});
