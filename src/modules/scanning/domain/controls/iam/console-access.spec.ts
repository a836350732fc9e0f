import { describe, expect, it } from '@jest/globals';
import { context, daysAgo, denied, user } from '../../../../../../test/support/scanning-examples.js';
import { type IamUser } from '../../resources/iam/user.js';
import { consoleAccessUnused, userMfa } from './console-access.js';

const consolePassword = { createdAt: daysAgo(400) };

describe('iam_user_mfa_enabled_console_access', () => {
  const decide = (changed: Partial<IamUser>) =>
    userMfa.evaluate(user({ consolePassword, ...changed }), context()).verdict;

  it('fails a user with a password and no device', () => {
    expect(decide({ mfaActive: true })).toBe('pass');
    expect(decide({ mfaActive: false })).toBe('fail');
  });

  it('does not apply to a user who cannot sign in', () => {
    expect(decide({ consolePassword: null })).toBe('not_applicable');
  });

  it('has no evidence where devices or password could not be read', () => {
    expect(decide({ mfaActive: denied })).toBe('no_evidence');
    expect(decide({ consolePassword: denied })).toBe('no_evidence');
  });
});

describe('iam_user_console_access_unused', () => {
  const decide = (changed: Partial<IamUser>) =>
    consoleAccessUnused.evaluate(user({ consolePassword, ...changed }), context()).verdict;

  it('counts 45 days from the last sign-in', () => {
    expect(decide({ passwordLastUsed: daysAgo(44.9) })).toBe('pass');
    expect(decide({ passwordLastUsed: daysAgo(45) })).toBe('fail');
  });

  it('takes a password that was never used as old as itself', () => {
    expect(decide({ passwordLastUsed: null })).toBe('fail');
    expect(decide({ passwordLastUsed: null, consolePassword: { createdAt: daysAgo(3) } })).toBe('pass');
  });

  it('does not apply without a password, and has no evidence without any date', () => {
    expect(decide({ consolePassword: null, passwordLastUsed: daysAgo(300) })).toBe('not_applicable');
    expect(decide({ consolePassword: { createdAt: null }, createdAt: null })).toBe('no_evidence');
    expect(decide({ passwordLastUsed: denied })).toBe('no_evidence');
  });
});
