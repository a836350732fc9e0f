import { describe, expect, it } from '@jest/globals';
import { detector } from '../../../../../../test/support/examples/guardduty.js';
import { context, denied } from '../../../../../../test/support/scanning-examples.js';
import { type GuardDutyProtection } from '../../resources/guardduty/protection.js';
import { isEnabled } from './is-enabled.js';

const decide = (detectors: GuardDutyProtection['detectors']) =>
  isEnabled.evaluate({ detectors }, context()).verdict;

describe('guardduty_is_enabled', () => {
  it('passes a region with an enabled detector', () => {
    expect(decide([detector()])).toBe('pass');
  });

  it('fails a region without one, and one that is suspended', () => {
    expect(decide([])).toBe('fail');
    expect(decide([detector({ status: 'DISABLED' })])).toBe('fail');
  });

  it('has no evidence where detectors may not be listed', () => {
    expect(decide(denied)).toBe('no_evidence');
  });
});
