import { describe, expect, it } from '@jest/globals';
import { root } from '../../../../../../test/support/examples/iam.js';
import { context, denied } from '../../../../../../test/support/scanning-examples.js';
import { type IamRoot } from '../../resources/iam/root.js';
import { noRootAccessKey, rootHardwareMfa, rootMfa } from './root-credentials.js';

type Summary = Exclude<IamRoot['summary'], { noEvidence: unknown }>;
const withSummary = (changed: Partial<Summary>) =>
  root({ summary: { ...(root().summary as Summary), ...changed } });
const NOTHING_LEFT = { passwordPresent: false, accessKeysPresent: false, mfaEnabled: false };

describe('iam_no_root_access_key', () => {
  const decide = (one: IamRoot) => noRootAccessKey.evaluate(one, context()).verdict;

  it('fails a root user with a key, and has no evidence without the summary', () => {
    expect(decide(root())).toBe('pass');
    expect(decide(withSummary({ accessKeysPresent: true }))).toBe('fail');
    expect(decide(root({ summary: denied }))).toBe('no_evidence');
  });
});

describe('iam_root_mfa_enabled', () => {
  const decide = (one: IamRoot) => rootMfa.evaluate(one, context()).verdict;

  it('fails a root user without MFA, also where AWS does not say whether it has a password', () => {
    expect(decide(root())).toBe('pass');
    expect(decide(withSummary({ mfaEnabled: false }))).toBe('fail');
    expect(decide(withSummary({ mfaEnabled: false, passwordPresent: null }))).toBe('fail');
  });

  it('does not apply to a member account whose root credentials were taken away', () => {
    expect(decide(withSummary(NOTHING_LEFT))).toBe('not_applicable');
    expect(decide(withSummary({ ...NOTHING_LEFT, accessKeysPresent: true }))).toBe('fail');
  });
});

describe('iam_root_hardware_mfa_enabled', () => {
  const decide = (one: IamRoot) => rootHardwareMfa.evaluate(one, context()).verdict;
  const virtualMfaDevices = ['arn:aws:iam::123456789012:mfa/root-account-mfa-device'];

  it('fails without MFA and with a virtual device, be it one of several', () => {
    expect(decide(root())).toBe('pass');
    expect(decide(root({ virtualMfaDevices }))).toBe('fail');
    expect(decide(withSummary({ mfaEnabled: false }))).toBe('fail');
    expect(decide(withSummary(NOTHING_LEFT))).toBe('not_applicable');
  });

  it('has no evidence where the virtual devices could not be listed', () => {
    expect(decide(root({ virtualMfaDevices: denied }))).toBe('no_evidence');
  });
});
