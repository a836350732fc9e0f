import { describe, expect, it } from '@jest/globals';
import { commonFailure, isNotEnabled } from './import-failure.js';

const notEnabled = {
  id: 'a',
  code: 'InvalidAccess',
  message: 'Account 1 is not subscribed to AWS Security Hub',
};
const wrong = { id: 'b', code: 'InvalidInput', message: 'Title is too long' };

describe('what Security Hub refuses', () => {
  it('is the whole batch where it is not enabled, though it answers for each finding', () => {
    expect(commonFailure([notEnabled, { ...notEnabled, id: 'b' }], 2)).toEqual({
      ...{ code: 'InvalidAccess', message: notEnabled.message },
    });
  });

  it('is single findings where others were taken, or where it is about what they hold', () => {
    expect(commonFailure([], 2)).toBeUndefined();
    expect(commonFailure([notEnabled], 2)).toBeUndefined();
    expect(commonFailure([wrong, { ...wrong, id: 'c' }], 2)).toBeUndefined();
  });

  it('is told apart from a permission that is missing', () => {
    const message = 'Account 1 is not subscribed to AWS Security Hub';
    expect(isNotEnabled({ code: 'InvalidAccessException', message })).toBe(true);
    expect(isNotEnabled({ code: 'AccessDeniedException', message: 'is not authorized' })).toBe(false);
  });
});
