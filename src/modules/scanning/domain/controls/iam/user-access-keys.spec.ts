import { describe, expect, it } from '@jest/globals';
import { context, daysAgo, denied, user } from '../../../../../../test/support/scanning-examples.js';
import { type IamUser, type UserAccessKey } from '../../resources/iam/user.js';
import { initialAccessKey, twoActiveAccessKeys } from './user-access-keys.js';

const key = (id: string, changed: Partial<UserAccessKey> = {}): UserAccessKey => ({
  id,
  status: 'Active',
  createdAt: daysAgo(300),
  lastUsedAt: daysAgo(1),
  ...changed,
});

describe('iam_user_two_active_access_key', () => {
  const decide = (accessKeys: IamUser['accessKeys']) =>
    twoActiveAccessKeys.evaluate(user({ accessKeys }), context()).verdict;

  it('fails two active keys; an inactive one does not count', () => {
    expect(decide([key('AKIA1'), key('AKIA2')])).toBe('fail');
    expect(decide([key('AKIA1'), key('AKIA2', { status: 'Inactive' })])).toBe('pass');
    expect(decide([])).toBe('pass');
    expect(decide(denied)).toBe('no_evidence');
  });
});

describe('iam_user_no_setup_initial_access_key', () => {
  const decide = (
    accessKeys: IamUser['accessKeys'],
    consolePassword: IamUser['consolePassword'] = { createdAt: null },
  ) => initialAccessKey.evaluate(user({ accessKeys, consolePassword }), context());

  it('fails an active key that a console user never used', () => {
    expect(decide([key('AKIA1'), key('AKIA2', { lastUsedAt: null })])).toMatchObject({
      verdict: 'fail',
      evidence: { neverUsed: ['AKIA2'] },
    });
    expect(decide([key('AKIA1')]).verdict).toBe('pass');
    expect(decide([key('AKIA1', { lastUsedAt: null, status: 'Inactive' })]).verdict).toBe('pass');
  });

  it('does not apply to a user without a password', () => {
    expect(decide([key('AKIA1', { lastUsedAt: null })], null).verdict).toBe('not_applicable');
  });

  it('has no evidence where a last use is not known, unless another key decides', () => {
    expect(decide([key('AKIA1', { lastUsedAt: denied })]).verdict).toBe('no_evidence');
    expect(decide([key('AKIA1', { lastUsedAt: denied }), key('AKIA2', { lastUsedAt: null })]).verdict).toBe(
      'fail',
    );
  });
});
