import { describe, expect, it } from '@jest/globals';
import { repository } from '../../../../../../test/support/examples/ecr.js';
import { context, denied } from '../../../../../../test/support/scanning-examples.js';
import { type Control } from '../../control.js';
import { policyPart } from '../../policy/index.js';
import { type EcrRepository } from '../../resources/ecr/repository.js';
import { kmsEncryption, notPubliclyAccessible } from './access.js';
import { lifecyclePolicyEnabled, scanImagesOnPush, tagImmutability } from './images.js';

const decide = (control: Control, changed: Partial<EcrRepository>) =>
  control.evaluate(repository(changed), context()).verdict;

describe('ecr_repositories_scan_images_on_push_enabled', () => {
  const verdict = (frequency: string, registry: string, scanOnPush: boolean) =>
    decide(scanImagesOnPush, { scanOnPush, scanning: { registry, scanOnPush: false, frequency } });

  it('passes a scan on push and a continuous one, and fails a scan by hand', () => {
    expect(verdict('SCAN_ON_PUSH', 'BASIC', false)).toBe('pass');
    expect(verdict('CONTINUOUS_SCAN', 'ENHANCED', false)).toBe('pass');
    expect(verdict('MANUAL', 'BASIC', false)).toBe('fail');
  });

  it('takes the repository’s own setting where the registry scans basically, and only there', () => {
    expect(verdict('MANUAL', 'BASIC', true)).toBe('pass');
    expect(verdict('MANUAL', 'ENHANCED', true)).toBe('fail');
  });

  it('has no evidence where the registry may not be asked, or says nothing', () => {
    expect(decide(scanImagesOnPush, { scanning: denied })).toBe('no_evidence');
    expect(decide(scanImagesOnPush, { scanning: null })).toBe('no_evidence');
  });
});

describe('ecr_repositories_tag_immutability', () => {
  it('passes tags that stay and fails tags that move', () => {
    expect(decide(tagImmutability, {})).toBe('pass');
    expect(decide(tagImmutability, { tagMutability: 'MUTABLE' })).toBe('fail');
  });

  it('lets some be excluded, but not all, and not the other way round', () => {
    const tagMutability = 'IMMUTABLE_WITH_EXCLUSION';
    expect(decide(tagImmutability, { tagMutability, tagExclusions: ['latest', 'dev-*'] })).toBe('pass');
    expect(decide(tagImmutability, { tagMutability, tagExclusions: ['*'] })).toBe('fail');
    expect(decide(tagImmutability, { tagMutability: 'MUTABLE_WITH_EXCLUSION', tagExclusions: ['v*'] })).toBe(
      'fail',
    );
  });
});

describe('ecr_repositories_lifecycle_policy_enabled', () => {
  it('passes a repository with one and fails one without', () => {
    expect(decide(lifecyclePolicyEnabled, { lifecyclePolicy: '{"rules":[]}' })).toBe('pass');
    expect(decide(lifecyclePolicyEnabled, {})).toBe('fail');
    expect(decide(lifecyclePolicyEnabled, { lifecyclePolicy: denied })).toBe('no_evidence');
  });
});

describe('ecr_repositories_kms_encryption', () => {
  it('passes KMS in one layer or two, and fails S3’s own keys', () => {
    expect(decide(kmsEncryption, { encryption: 'KMS' })).toBe('pass');
    expect(decide(kmsEncryption, { encryption: 'KMS_DSSE' })).toBe('pass');
    expect(decide(kmsEncryption, {})).toBe('fail');
  });
});

describe('ecr_repositories_not_publicly_accessible', () => {
  // a repository's policy has no Resource
  const verdict = (Principal: unknown, Condition = {}) =>
    decide(notPubliclyAccessible, {
      policy: policyPart(
        JSON.stringify({ Statement: [{ Effect: 'Allow', Principal, Action: 'ecr:*', Condition }] }),
      ),
    });

  it('passes no policy and named accounts, and fails everybody', () => {
    expect(decide(notPubliclyAccessible, {})).toBe('pass');
    expect(verdict({ AWS: 'arn:aws:iam::210987654321:root' })).toBe('pass');
    expect(verdict('*')).toBe('fail');
    expect(verdict('*', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } })).toBe('pass');
    expect(verdict('*', { StringLike: { 'aws:PrincipalOrgID': '*' } })).toBe('fail');
  });

  it('has no evidence where the policy was denied', () => {
    expect(decide(notPubliclyAccessible, { policy: denied })).toBe('no_evidence');
  });
});
