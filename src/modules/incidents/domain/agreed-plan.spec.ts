import { describe, expect, it } from '@jest/globals';
import { missingLevels } from './agreed-plan.js';

const plan = { incidentId: 'inc_1', planVersion: 2 };
const need = { required: true, levels: [1, 2] as const, quorum: 2 };
const yes = (level: number, more: object = {}) => ({
  ...{ status: 'approved', expired: false, level, quorum: 2, details: { ...plan, severity: 'critical' } },
  ...more,
});
const missing = (...questions: ReturnType<typeof yes>[]) => missingLevels(need, plan, questions);

describe('the levels at which a containment is not approved', () => {
  it('are all until people have said yes at each', () => {
    expect(missing()).toEqual([1, 2]);
    expect(missing(yes(1))).toEqual([2]);
    expect(missing(yes(1), yes(2))).toEqual([]);
    expect(missing(yes(1), yes(1))).toEqual([2]);
  });

  it('are none where guardrails ask nobody', () => {
    expect(missingLevels({ ...need, required: false }, plan, [])).toEqual([]);
  });

  it.each([
    ['rejected', { status: 'rejected' }],
    ['pending', { status: 'pending' }],
    ['approved by its default', { expired: true }],
    ['asked of fewer people', { quorum: 1 }],
    ['about another plan', { details: { ...plan, planVersion: 1 } }],
    ['about another incident', { details: { ...plan, incidentId: 'inc_2' } }],
    ['about nothing', { details: null }],
  ])('count no question that is %s', (_, more) => {
    expect(missing(yes(1), yes(2, more))).toEqual([2]);
  });
});
