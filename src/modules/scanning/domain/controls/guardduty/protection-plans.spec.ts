import { describe, expect, it } from '@jest/globals';
import { detector } from '../../../../../../test/support/examples/guardduty.js';
import { context } from '../../../../../../test/support/scanning-examples.js';
import { malwareProtectionEnabled, s3ProtectionEnabled } from './protection-plans.js';

describe.each([
  [s3ProtectionEnabled, 'S3_DATA_EVENTS', 'EBS_MALWARE_PROTECTION'],
  [malwareProtectionEnabled, 'EBS_MALWARE_PROTECTION', 'S3_DATA_EVENTS'],
])('$id', (control, feature, other) => {
  const decide = (features: Record<string, string>, status = 'ENABLED') =>
    control.evaluate(detector({ status, features }), context()).verdict;

  it('passes where its plan is enabled, and fails where only another one is', () => {
    expect(decide({ [feature]: 'ENABLED', [other]: 'DISABLED' })).toBe('pass');
    expect(decide({ [feature]: 'DISABLED', [other]: 'ENABLED' })).toBe('fail');
  });

  it('does not apply to a suspended detector', () => {
    expect(decide({ [feature]: 'ENABLED' }, 'DISABLED')).toBe('not_applicable');
  });

  it('has no evidence where GuardDuty says nothing of the plan', () => {
    expect(decide({ [other]: 'ENABLED' })).toBe('no_evidence');
  });
});
