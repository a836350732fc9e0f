import { describe, expect, it } from '@jest/globals';
import { accessKey, context, daysAgo, denied } from '../../../../../../test/support/scanning-examples.js';
import { type IamAccessKey } from '../../resources/iam/access-key.js';
import { accessKeyIdle, accessKeyRotation } from './access-key-age.js';

describe('iam_user_accesskey_unused', () => {
  const decide = (changed: Partial<IamAccessKey>) =>
    accessKeyIdle.evaluate(accessKey(changed), context()).verdict;

  it('counts 45 days from the last use', () => {
    expect(decide({ lastUsedAt: daysAgo(44.9) })).toBe('pass');
    expect(decide({ lastUsedAt: daysAgo(45) })).toBe('fail');
  });

  it('judges an active key that was never used by its age', () => {
    expect(decide({ lastUsedAt: null, createdAt: daysAgo(45) })).toBe('fail');
    expect(decide({ lastUsedAt: null, createdAt: daysAgo(44) })).toBe('pass');
    expect(decide({ lastUsedAt: null, createdAt: null })).toBe('no_evidence');
  });

  it('does not apply to an inactive key, and has no evidence without the last use', () => {
    expect(decide({ status: 'Inactive', lastUsedAt: daysAgo(300) })).toBe('not_applicable');
    expect(decide({ lastUsedAt: denied })).toBe('no_evidence');
  });
});

describe('iam_rotate_access_key_90_days', () => {
  const decide = (changed: Partial<IamAccessKey>, maxAgeDays = 90) =>
    accessKeyRotation.evaluate(accessKey(changed), {
      ...context(),
      settings: { iam_rotate_access_key_90_days: { parameters: { maxAgeDays } } },
    }).verdict;

  it('counts from the creation, used or not', () => {
    expect(decide({ createdAt: daysAgo(89.9) })).toBe('pass');
    expect(decide({ createdAt: daysAgo(90), lastUsedAt: daysAgo(0) })).toBe('fail');
    expect(decide({ createdAt: daysAgo(90) }, 180)).toBe('pass');
  });

  it('does not need the last use', () => {
    expect(decide({ createdAt: daysAgo(300), lastUsedAt: denied })).toBe('fail');
  });

  it('does not apply to an inactive key, and has no evidence without a date', () => {
    expect(decide({ status: 'Inactive' })).toBe('not_applicable');
    expect(decide({ createdAt: null })).toBe('no_evidence');
  });
});
