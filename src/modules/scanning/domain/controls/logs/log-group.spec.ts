import { describe, expect, it } from '@jest/globals';
import { logGroupExample } from '../../../../../../test/support/examples/logs.js';
import { context } from '../../../../../../test/support/scanning-examples.js';
import { type LogGroup } from '../../resources/logs/log-group.js';
import { logGroupKmsEncryption } from './log-group-kms-encryption.js';
import { logGroupRetention } from './log-group-retention.js';

describe('cloudwatch_log_group_kms_encryption_enabled', () => {
  const decide = (kmsKeyId: string | null) =>
    logGroupKmsEncryption.evaluate(logGroupExample({ kmsKeyId }), context()).verdict;

  it('passes a group with a key, and fails one without', () => {
    expect(decide('arn:aws:kms:eu-west-1:123456789012:key/1')).toBe('pass');
    expect(decide(null)).toBe('fail');
  });
});

describe('cloudwatch_log_group_retention_policy_specific_days_enabled', () => {
  const decide = (changed: Partial<LogGroup>, minRetentionDays?: number) =>
    logGroupRetention.evaluate(logGroupExample(changed), {
      ...context(),
      settings:
        minRetentionDays === undefined
          ? {}
          : { [logGroupRetention.id]: { parameters: { minRetentionDays } } },
    }).verdict;

  it('passes a year, and what never expires', () => {
    expect(decide({ retentionDays: 365 })).toBe('pass');
    expect(decide({ retentionDays: null })).toBe('pass');
  });

  it('fails less than a year', () => {
    expect(decide({ retentionDays: 180 })).toBe('fail');
  });

  it('goes by the limit that the tenant set', () => {
    expect(decide({ retentionDays: 90 }, 90)).toBe('pass');
    expect(decide({ retentionDays: 365 }, 400)).toBe('fail');
  });

  it('does not apply to a group for deliveries', () => {
    expect(decide({ retentionDays: 2, logClass: 'DELIVERY' })).toBe('not_applicable');
  });
});
