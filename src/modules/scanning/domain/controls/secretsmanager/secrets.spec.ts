import { describe, expect, it } from '@jest/globals';
import { secret } from '../../../../../../test/support/examples/secretsmanager.js';
import { context, daysAgo, denied } from '../../../../../../test/support/scanning-examples.js';
import { type Control } from '../../control.js';
import { policyPart } from '../../policy/index.js';
import { type Secret } from '../../resources/secretsmanager/secret.js';
import { notPubliclyAccessible } from './not-publicly-accessible.js';
import { automaticRotationEnabled, rotatedPeriodically } from './rotation.js';
import { unused } from './unused.js';

const decide = (control: Control, changed: Partial<Secret>, parameters = {}) =>
  control.evaluate(secret(changed), { ...context(), settings: { [control.id]: { parameters } } }).verdict;

describe('secretsmanager_automatic_rotation_enabled', () => {
  it('passes a secret with rotation and fails one without', () => {
    expect(decide(automaticRotationEnabled, {})).toBe('pass');
    expect(decide(automaticRotationEnabled, { rotationEnabled: false })).toBe('fail');
  });

  it('asks the original and not its replica in another region', () => {
    const off = { rotationEnabled: false };
    expect(decide(automaticRotationEnabled, { ...off, primaryRegion: 'us-east-1' })).toBe('not_applicable');
    expect(decide(automaticRotationEnabled, { ...off, primaryRegion: 'eu-west-1' })).toBe('fail');
  });

  it('does not apply to a secret that its service alone can change, unless that rotates it', () => {
    const owningService = 'events';
    expect(decide(automaticRotationEnabled, { owningService, rotationEnabled: false })).toBe(
      'not_applicable',
    );
    expect(decide(automaticRotationEnabled, { owningService: 'rds' })).toBe('pass');
  });
});

describe('secretsmanager_secret_rotated_periodically', () => {
  it('counts "for N days or more" from the last rotation', () => {
    expect(decide(rotatedPeriodically, { lastRotatedAt: daysAgo(89.9) })).toBe('pass');
    expect(decide(rotatedPeriodically, { lastRotatedAt: daysAgo(90) })).toBe('fail');
    expect(decide(rotatedPeriodically, {}, { maxAgeDays: 7 })).toBe('fail');
  });

  it('takes one that was never rotated as old as itself, whatever else was changed', () => {
    const never = { lastRotatedAt: null, lastChangedAt: daysAgo(1) };
    expect(decide(rotatedPeriodically, { ...never, createdAt: daysAgo(90) })).toBe('fail');
    expect(decide(rotatedPeriodically, { ...never, createdAt: daysAgo(5) })).toBe('pass');
    expect(decide(rotatedPeriodically, { ...never, createdAt: null })).toBe('no_evidence');
  });

  it('fails one whose rotation is on but does not happen', () => {
    expect(decide(rotatedPeriodically, { rotationEnabled: true, lastRotatedAt: daysAgo(200) })).toBe('fail');
  });
});

describe('secretsmanager_secret_unused', () => {
  it('counts "for N days or more" from the last read', () => {
    expect(decide(unused, { lastAccessedAt: daysAgo(89.9) })).toBe('pass');
    expect(decide(unused, { lastAccessedAt: daysAgo(90) })).toBe('fail');
    expect(decide(unused, { lastAccessedAt: daysAgo(20) }, { maxUnusedDays: 14 })).toBe('fail');
  });

  it('fails one that was never read once it is of that age, not before', () => {
    expect(decide(unused, { lastAccessedAt: null, createdAt: daysAgo(90) })).toBe('fail');
    expect(decide(unused, { lastAccessedAt: null, createdAt: daysAgo(2) })).toBe('pass');
    expect(decide(unused, { lastAccessedAt: null, createdAt: null })).toBe('no_evidence');
  });
});

describe('secretsmanager_not_publicly_accessible', () => {
  const verdict = (statement: object) =>
    decide(notPubliclyAccessible, {
      policy: policyPart(
        JSON.stringify({
          Statement: [
            { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: '*', ...statement },
          ],
        }),
      ),
    });

  it('passes no policy and named principals, and fails everybody', () => {
    expect(decide(notPubliclyAccessible, { policy: null })).toBe('pass');
    expect(verdict({ Principal: { AWS: 'arn:aws:iam::123456789012:role/app' } })).toBe('pass');
    expect(verdict({ Principal: '*' })).toBe('fail');
    expect(verdict({ NotPrincipal: { AWS: '123456789012' } })).toBe('fail');
  });

  it('passes a Deny for everybody, and has no evidence where the policy was denied', () => {
    expect(verdict({ Effect: 'Deny', Principal: '*' })).toBe('pass');
    expect(decide(notPubliclyAccessible, { policy: denied })).toBe('no_evidence');
  });
});
