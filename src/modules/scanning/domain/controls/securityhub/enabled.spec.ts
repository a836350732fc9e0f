import { describe, expect, it } from '@jest/globals';
import { context, denied } from '../../../../../../test/support/scanning-examples.js';
import { type SecurityHub } from '../../resources/securityhub/hub.js';
import { enabled } from './enabled.js';

const standard = (status: string) => ({
  arn: 'arn:aws:securityhub:eu-west-1::standards/aws-foundational-security-best-practices/v/1.0.0',
  status,
  statusReason: null,
});
const decide = (changed: Partial<SecurityHub>) =>
  enabled.evaluate(
    {
      enabled: true,
      subscribedAt: null,
      autoEnableControls: true,
      standards: [standard('READY')],
      ...changed,
    },
    context(),
  ).verdict;

describe('securityhub_enabled', () => {
  it('passes a hub with a standard, also one that is just being enabled', () => {
    expect(decide({})).toBe('pass');
    expect(decide({ standards: [standard('PENDING')] })).toBe('pass');
  });

  it('fails where it is off, and a hub that judges by nothing', () => {
    expect(decide({ enabled: false, standards: [] })).toBe('fail');
    expect(decide({ standards: [] })).toBe('fail');
    expect(decide({ standards: [standard('DELETING'), standard('FAILED')] })).toBe('fail');
  });

  it('has no evidence where it may not ask', () => {
    expect(decide({ enabled: denied, standards: denied })).toBe('no_evidence');
    expect(decide({ standards: denied })).toBe('no_evidence');
  });
});
