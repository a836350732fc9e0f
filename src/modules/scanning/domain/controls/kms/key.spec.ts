import { describe, expect, it } from '@jest/globals';
import { kmsKeyExample, kmsMetadata, keyPolicy } from '../../../../../../test/support/examples/kms.js';
import { context, daysAgo, denied } from '../../../../../../test/support/scanning-examples.js';
import { type KmsKey } from '../../resources/kms/key.js';
import { kmsNotDeletedUnintentionally } from './not-deleted-unintentionally.js';
import { kmsNotPubliclyAccessible } from './not-publicly-accessible.js';
import { kmsRotationEnabled } from './rotation-enabled.js';

const AWS_KEY = { metadata: kmsMetadata({ manager: 'AWS' }), rotation: null, policy: null };

describe('kms_cmk_rotation_enabled', () => {
  const decide = (changed: Partial<KmsKey>) => kmsRotationEnabled.evaluate(kmsKeyExample(changed), context());

  it('passes a key that is rotated, and fails one that is not', () => {
    expect(decide({})).toMatchObject({ verdict: 'pass', evidence: { periodDays: 365 } });
    expect(decide({ rotation: { enabled: false, periodDays: null } }).verdict).toBe('fail');
  });

  it.each([
    ['of AWS', AWS_KEY],
    ['that is asymmetric', { metadata: kmsMetadata({ spec: 'RSA_2048' }), rotation: null }],
    [
      'for HMAC',
      { metadata: kmsMetadata({ spec: 'HMAC_256', usage: 'GENERATE_VERIFY_MAC' }), rotation: null },
    ],
    ['whose material was imported', { metadata: kmsMetadata({ origin: 'EXTERNAL' }), rotation: null }],
    ['of a custom key store', { metadata: kmsMetadata({ origin: 'AWS_CLOUDHSM' }), rotation: null }],
    [
      'that is disabled',
      { metadata: kmsMetadata({ state: 'Disabled' }), rotation: { enabled: false, periodDays: null } },
    ],
  ])('does not apply to a key %s', (_kind, changed) => {
    expect(decide(changed).verdict).toBe('not_applicable');
  });

  it('has no evidence where the key policy keeps us out', () => {
    expect(decide({ metadata: denied }).verdict).toBe('no_evidence');
    expect(decide({ rotation: denied }).verdict).toBe('no_evidence');
  });
});

describe('kms_cmk_not_deleted_unintentionally', () => {
  const decide = (changed: Partial<KmsKey>) =>
    kmsNotDeletedUnintentionally.evaluate(kmsKeyExample(changed), context());

  it('passes a key that stays, in use or not', () => {
    expect(decide({}).verdict).toBe('pass');
    expect(decide({ metadata: kmsMetadata({ state: 'Disabled' }) }).verdict).toBe('pass');
  });

  it.each(['PendingDeletion', 'PendingReplicaDeletion'])('fails one in state %s', (state) => {
    const metadata = kmsMetadata({ state, deletionAt: daysAgo(-7) });
    expect(decide({ metadata })).toMatchObject({ verdict: 'fail', evidence: { deletionAt: daysAgo(-7) } });
  });

  it('does not apply to keys of AWS', () => {
    expect(decide(AWS_KEY).verdict).toBe('not_applicable');
  });
});

describe('kms_key_not_publicly_accessible', () => {
  const decide = (changed: Partial<KmsKey>) =>
    kmsNotPubliclyAccessible.evaluate(kmsKeyExample(changed), context());

  it('passes a policy for the account, and everybody of it by a condition', () => {
    expect(decide({}).verdict).toBe('pass');
    const ownCallers = keyPolicy({ AWS: '*' }, { StringEquals: { 'kms:CallerAccount': '123456789012' } });
    expect(decide({ policy: ownCallers }).verdict).toBe('pass');
  });

  it('fails a policy for everybody', () => {
    expect(decide({ policy: keyPolicy('*') })).toMatchObject({
      verdict: 'fail',
      evidence: { statements: [{ actions: ['kms:*'] }] },
    });
    expect(decide({ policy: keyPolicy({ AWS: ['arn:aws:iam::123456789012:root', '*'] }) }).verdict).toBe(
      'fail',
    );
  });

  it('fails where the condition ties it to nobody', () => {
    const viaS3 = keyPolicy('*', { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } });
    expect(decide({ policy: viaS3 }).verdict).toBe('fail');
    const anyCaller = keyPolicy('*', { StringLike: { 'kms:CallerAccount': '*' } });
    expect(decide({ policy: anyCaller }).verdict).toBe('fail');
  });

  it('takes a wildcard within an ARN for what it is: no principal', () => {
    expect(decide({ policy: keyPolicy({ AWS: 'arn:aws:iam::123456789012:role/*' }) }).verdict).toBe('pass');
  });

  it('does not apply to keys of AWS, and has no evidence without the policy', () => {
    expect(decide(AWS_KEY).verdict).toBe('not_applicable');
    expect(decide({ policy: denied }).verdict).toBe('no_evidence');
  });
});
