import { describe, expect, it } from '@jest/globals';
import { planOf, refusalOf } from '../../../../../../test/fixes/plan-of.js';
import { logAccess } from './access-logging.js';
import { blockAccountPublicAccess } from './account-public-access-block.js';
import { disableAcls } from './acl-disabled.js';
import { encryptWithKms } from './encryption.js';
import { blockPublicAccess } from './public-access-block.js';
import { denyInsecureTransport } from './secure-transport.js';
import { keepVersions } from './versioning.js';

const WEBSITE = { IndexDocument: { Suffix: 'index.html' } };
const policy = (...Statement: object[]) => ({ Policy: JSON.stringify({ Version: '2012-10-17', Statement }) });

describe('blocking public access', () => {
  it('does not close a website', () => {
    expect(refusalOf(blockPublicAccess, { block: null, website: WEBSITE })).toMatch(/serves a website/);
    expect(planOf(blockPublicAccess, { block: null, website: null }).does).toBe('change');
  });

  it('does not close an account before somebody has said that no bucket of it is public', () => {
    expect(refusalOf(blockAccountPublicAccess, { block: null })).toMatch(/noBucketIsPublic/);
    const settings = { noBucketIsPublic: true };
    expect(planOf(blockAccountPublicAccess, { block: null }, { settings }).does).toBe('change');
  });
});

describe('encrypting with a KMS key', () => {
  const arn = 'arn:aws:kms:eu-west-1:123456789012:key/1';
  const settings = { kmsKeyArns: { 'eu-west-1': arn } };
  const state = { encryption: null, policy: null, website: null, replication: null };

  it('needs a key of the bucket’s region', () => {
    expect(planOf(encryptWithKms, state, { settings }).does).toBe('change');
    expect(refusalOf(encryptWithKms, state, { settings, region: 'us-east-1' })).toMatch(
      /Set kmsKeyArns for us-east-1/,
    );
    const wrong = { kmsKeyArns: { 'us-east-1': arn } };
    expect(refusalOf(encryptWithKms, state, { settings: wrong, region: 'us-east-1' })).toMatch(
      /is no key of/,
    );
  });

  it.each([
    'logging.s3.amazonaws.com',
    'delivery.logs.amazonaws.com',
    'logdelivery.elasticloadbalancing.amazonaws.com',
  ])('leaves a bucket alone that takes logs of %s, which AWS would no longer deliver', (Service) => {
    const logs = policy({ Effect: 'Allow', Principal: { Service }, Action: 's3:PutObject' });
    expect(refusalOf(encryptWithKms, { ...state, policy: logs }, { settings })).toMatch(/delivers logs/);
  });

  it('leaves a website alone, which nobody signs requests to', () => {
    expect(refusalOf(encryptWithKms, { ...state, website: WEBSITE }, { settings })).toMatch(/website/);
  });

  it('leaves a bucket alone whose replication would leave out what comes in then', () => {
    const rules = (...Rules: object[]) => ({
      ...state,
      replication: { ReplicationConfiguration: { Rules } },
    });
    const plain = { Status: 'Enabled', Priority: 1 };
    const kms = { ...plain, SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: 'Enabled' } } };
    expect(refusalOf(encryptWithKms, rules(kms, plain), { settings })).toMatch(/SseKmsEncryptedObjects/);
    for (const one of [rules(kms), rules({ ...plain, Status: 'Disabled' })])
      expect(planOf(encryptWithKms, one, { settings }).does).toBe('change');
  });

  it('keeps what else the rule says', () => {
    const rule = {
      ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
      BlockedEncryptionTypes: {},
    };
    const encryption = { ServerSideEncryptionConfiguration: { Rules: [rule] } };
    const plan = planOf(encryptWithKms, { ...state, encryption }, { settings });
    expect(JSON.stringify(plan)).toContain('"BlockedEncryptionTypes":{}');
  });
});

describe('keeping versions', () => {
  it('leaves MFA delete to the root user', () => {
    const versioning = { Status: 'Suspended', MFADelete: 'Enabled' };
    expect(refusalOf(keepVersions, { versioning })).toMatch(/only the root user/);
  });
});

describe('logging access', () => {
  const settings = { targetBuckets: { 'eu-west-1': 'logs' } };
  const state = { logging: {} };

  it('logs to a bucket of the region, and never to the bucket itself', () => {
    expect(planOf(logAccess, state, { settings }).does).toBe('change');
    expect(refusalOf(logAccess, state, { settings, region: 'us-east-1' })).toMatch(/within a region alone/);
    expect(refusalOf(logAccess, state, { settings, arn: 'arn:aws:s3:::logs' })).toMatch(/takes the logs/);
  });
});

describe('denying requests without TLS', () => {
  const refusal = (statement: object) =>
    refusalOf(denyInsecureTransport, { policy: policy(statement), website: null });

  it('does not close a website, which speaks HTTP alone', () => {
    expect(refusalOf(denyInsecureTransport, { policy: null, website: WEBSITE })).toMatch(/plain HTTP/);
  });

  it('writes no policy that S3 would refuse', () => {
    const many = Array.from(
      { length: 400 },
      (_, i) => `arn:aws:iam::123456789012:role/reader-number-${i}-of-all`,
    );
    expect(refusal({ Effect: 'Allow', Principal: { AWS: many }, Action: 's3:GetObject' })).toMatch(
      /S3 takes 20480/,
    );
    const gone = { Effect: 'Allow', Principal: { AWS: 'AROAEXAMPLEEXAMPLE123' }, Action: 's3:GetObject' };
    expect(refusal(gone)).toMatch(/deleted \(AROAEXAMPLEEXAMPLE123\)/);
  });

  it('adds one statement, and leaves each other as it is written', () => {
    const one = {
      Effect: 'Allow',
      Principal: { AWS: '444455556666' },
      Action: 's3:GetObject',
      Resource: '*',
    };
    const plan = planOf(denyInsecureTransport, { policy: policy(one), website: null });
    if (plan.does !== 'change') throw new Error(plan.does);
    const { Statement } = JSON.parse(String(plan.calls[0]?.input['Policy'])) as { Statement: object[] };
    expect(Statement).toHaveLength(2);
    expect(Statement[0]).toEqual(one);
  });
});

describe('disabling ACLs', () => {
  it('does not while the ACL grants something to others', () => {
    const own = { Grantee: { ID: 'me' }, Permission: 'FULL_CONTROL' };
    const acl = (...Grants: object[]) => ({ Owner: { ID: 'me' }, Grants });
    expect(planOf(disableAcls, { ownership: null, acl: acl(own) }).does).toBe('change');
    const logs = { Grantee: { URI: 'http://acs.amazonaws.com/groups/s3/LogDelivery' }, Permission: 'WRITE' };
    expect(refusalOf(disableAcls, { ownership: null, acl: acl(own, logs) })).toMatch(
      /WRITE to http.*LogDelivery/,
    );
    const other = { Grantee: { ID: 'other' }, Permission: 'READ' };
    expect(refusalOf(disableAcls, { ownership: null, acl: acl(other) })).toMatch(/READ to other/);
  });
});
