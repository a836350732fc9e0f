import { describe, expect, it } from '@jest/globals';
import { accessKey, context, daysAgo, denied } from '../../../../../../test/support/scanning-examples.js';
import { type IamAccessKey } from '../../resources/iam/access-key.js';
import { accessKeyUnused } from './access-key-unused.js';

const decide = (changed: Partial<IamAccessKey>, days = 90) =>
  accessKeyUnused.evaluate(accessKey(changed), context({ unusedAccessKeyDays: days }));

describe('iam_access_key_unused', () => {
  it('passes a key in use', () => {
    expect(decide({ lastUsedAt: daysAgo(3) }).verdict).toBe('pass');
  });

  it('counts "for N days or more" from the last use', () => {
    expect(decide({ lastUsedAt: daysAgo(90) }).verdict).toBe('fail');
    expect(decide({ lastUsedAt: daysAgo(89.9) }).verdict).toBe('pass');
    expect(decide({ lastUsedAt: daysAgo(-2) }).verdict).toBe('pass');
  });

  it('fails an active key that was never used once it is of that age', () => {
    expect(decide({ lastUsedAt: null, createdAt: daysAgo(90) }).verdict).toBe('fail');
    expect(decide({ lastUsedAt: null, createdAt: daysAgo(5) }).verdict).toBe('pass');
    expect(decide({ lastUsedAt: null, createdAt: daysAgo(0) }, 0).verdict).toBe('fail');
  });

  it('is high when active and low when inactive, in risk and in severity', () => {
    const active = decide({ status: 'Active' });
    expect([active.risk, active.severity ?? accessKeyUnused.severity]).toEqual(['high', 'high']);
    expect(decide({ status: 'Inactive' })).toMatchObject({
      risk: 'low',
      severity: 'low',
      estimatedMonthlySavingsUsd: 0,
    });
  });

  it('has no evidence where the last use could not be read, or where there is no date at all', () => {
    expect(decide({ lastUsedAt: denied })).toMatchObject({
      verdict: 'no_evidence',
      evidence: { part: 'lastUsedAt' },
    });
    expect(decide({ lastUsedAt: null, createdAt: null }).verdict).toBe('no_evidence');
  });
});
