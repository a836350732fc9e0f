import { describe, expect, it } from '@jest/globals';
import { refusalOf } from '../../../../../../test/fixes/plan-of.js';
import { parsePolicy } from '../../../../scanning/domain/policy/index.js';
import { keepKey } from './deletion.js';
import { closeKeyPolicy } from './public-policy.js';
import { rotateKey } from './rotation.js';

const arn = 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const key = (changed: object = {}) => ({
  KeyMetadata: { KeyManager: 'CUSTOMER', KeyState: 'Enabled', Origin: 'AWS_KMS', ...changed },
});

describe('rotating a key', () => {
  const refusal = (changed: object) =>
    refusalOf(rotateKey, { key: key(changed), rotation: { KeyRotationEnabled: false } }, { arn });

  it.each([
    ['of AWS', { KeyManager: 'AWS' }, /by itself/],
    ['that is asymmetric', { KeySpec: 'RSA_2048' }, /symmetric keys alone/],
    ['for HMAC', { KeySpec: 'HMAC_256' }, /HMAC_256/],
    ['with imported material', { Origin: 'EXTERNAL' }, /importing new/],
    ['of a custom store', { Origin: 'AWS_CLOUDHSM' }, /AWS_CLOUDHSM/],
    ['that is disabled', { KeyState: 'Disabled' }, /It is Disabled/],
    ['that is to be deleted', { KeyState: 'PendingDeletion' }, /PendingDeletion/],
    ['that is a replica', { MultiRegionConfiguration: { MultiRegionKeyType: 'REPLICA' } }, /primary/],
  ])('does not take a key %s', (_kind, changed, reason) => {
    expect(refusal(changed)).toMatch(reason);
  });

  it('takes a symmetric key of KMS, and a primary one', () => {
    expect(refusal({ KeySpec: 'SYMMETRIC_DEFAULT' })).toBe('does change');
    expect(refusal({ MultiRegionConfiguration: { MultiRegionKeyType: 'PRIMARY' } })).toBe('does change');
  });
});

describe('keeping a key', () => {
  it('cancels a deletion that waits, and says what is lost', () => {
    expect(refusalOf(keepKey, { key: key({ KeyState: 'PendingReplicaDeletion' }) }, { arn })).toBe(
      'does change',
    );
    expect(refusalOf(keepKey, { key: key() }, { arn })).toBe('does nothing');
    expect(keepKey.loses).toMatch(/7 days/);
  });
});

describe('closing a key policy', () => {
  const open = { Effect: 'Allow', Principal: '*', Action: 'kms:Decrypt', Resource: '*' };
  const own = (changed: object = {}) => ({
    ...{
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::123456789012:root' },
      Action: 'kms:*',
      Resource: '*',
    },
    ...changed,
  });
  const refusal = (statements: object[], changed = {}) => {
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: statements });
    const read = parsePolicy(JSON.stringify({ Statement: [open] }));
    const evidence = { statements: JSON.parse(JSON.stringify(read.statements)) as unknown };
    return refusalOf(closeKeyPolicy, { key: key(changed), policy: { Policy } }, { arn, evidence });
  };

  it('takes the open statement out where the account can still manage the key', () => {
    expect(refusal([own(), open])).toBe('does change');
    expect(refusal([own({ Action: ['kms:Describe*', 'kms:PutKeyPolicy'] }), open])).toBe('does change');
  });

  it('never leaves a key that nobody can manage', () => {
    expect(refusal([open])).toMatch(/nobody of 123456789012 could manage/);
    expect(refusal([own({ Action: 'kms:Decrypt' }), open])).toMatch(/nobody/);
    expect(refusal([own({ Principal: { AWS: '444455556666' } }), open])).toMatch(/nobody/);
    expect(refusal([own({ Condition: { Bool: { 'aws:MultiFactorAuthPresent': true } } }), open])).toMatch(
      /nobody/,
    );
    expect(refusal([own({ Effect: 'Deny' }), open])).toMatch(/nobody/);
  });

  it('leaves keys of AWS and keys that are to be deleted alone', () => {
    expect(refusal([own(), open], { KeyManager: 'AWS' })).toMatch(/only AWS changes/);
    expect(refusal([own(), open], { KeyState: 'PendingDeletion' })).toMatch(/PendingDeletion/);
  });
});
