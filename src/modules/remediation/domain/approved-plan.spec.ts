import { describe, expect, it } from '@jest/globals';
import type { ApprovalNeed } from './approval-need.js';
import { isAgreed, isApproved, unasked, withAgreement, withPlan } from './approved-plan.js';
import { call } from './call.js';
import type { PlannedChange } from './change.js';

const planned = (bucket: string, more: object = {}, stateHash = 'h'): PlannedChange => ({
  ...{ findingId: `fnd_${bucket}`, controlId: 'c', fixId: 'c', resourceArn: `arn:aws:s3:::${bucket}` },
  ...{ resourceType: 'AWS::S3::Bucket', accountId: '1', region: 'us-east-1', tags: {}, status: 'planned' },
  ...{ reason: null, before: {} },
  plan: {
    ...{ title: 't', words: [], loses: null, stateHash, missingPermissions: null },
    calls: [call('s3', 'PutBucketPolicy', { Bucket: bucket, ...more })],
  },
});
const need = (levels: (1 | 2)[], quorum = 1): ApprovalNeed => ({ required: true, levels, quorum, why: [] });
const asked = (...plans: PlannedChange[]) =>
  withPlan(unasked(need([1, 2])), need([1, 2]), { version: 1, planned: plans });
const yes = (level: number, planVersion = 1, remediationId = 'rem_1', quorum = 1) => ({
  ...{ status: 'approved', level, quorum, details: { remediationId, planVersion } },
});

describe('what people have agreed to', () => {
  const { agreed } = withAgreement(asked(planned('a'), planned('b')));

  it('covers the same calls of another state, and fewer of them', () => {
    expect(isAgreed([planned('a', {}, 'other'), planned('b')], need([1, 2]), agreed)).toBe(true);
    expect(isAgreed([planned('b')], need([1]), agreed)).toBe(true);
    const refused = { ...planned('c'), status: 'refused' as const };
    expect(isAgreed([planned('a'), refused], need([1, 2]), agreed)).toBe(true);
  });

  it('covers no other calls, nor more of them', () => {
    expect(isAgreed([planned('a', { Policy: '{}' })], need([1]), agreed)).toBe(false);
    expect(isAgreed([planned('a'), planned('c')], need([1]), agreed)).toBe(false);
  });

  it('is what the fix says of it, where it says so', () => {
    const saying = (agreement: Record<string, unknown>, more: object): PlannedChange => {
      const one = planned('a', more);
      return { ...one, plan: one.plan && { ...one.plan, agreement } };
    };
    const was = withAgreement(asked(saying({ length: 14 }, { symbols: false }))).agreed;
    expect(isAgreed([saying({ length: 14 }, { symbols: true })], need([1]), was)).toBe(true);
    expect(isAgreed([saying({ length: 15 }, { symbols: false })], need([1]), was)).toBe(false);
    expect(isAgreed([planned('a', { symbols: false })], need([1]), was)).toBe(false);
  });

  it('covers no plan that loses something by now', () => {
    const one = planned('a');
    const losing = { ...one, plan: one.plan && { ...one.plan, loses: 'its objects' } };
    expect(isAgreed([losing], need([1]), agreed)).toBe(false);
  });

  it('is not enough where more levels or people are needed by now', () => {
    const one = withAgreement(
      withPlan(unasked(need([1])), need([1]), { version: 1, planned: [planned('a')] }),
    );
    expect(isAgreed([planned('a')], need([1, 2]), one.agreed)).toBe(false);
    expect(isAgreed([planned('a')], need([1], 2), one.agreed)).toBe(false);
    expect(isAgreed([planned('a')], need([1]), null)).toBe(false);
  });
});

describe('approvals', () => {
  const plan = asked(planned('a'));

  it('of all levels are a yes to the plan that they are about', () => {
    expect(isApproved('rem_1', plan, [yes(1), yes(2)])).toBe(true);
  });

  it.each([
    ['of one level', [yes(1)]],
    ['of an older plan', [yes(1, 0), yes(2, 0)]],
    ['of another remediation', [yes(1, 1, 'rem_2'), yes(2, 1, 'rem_2')]],
    ['that are rejected', [yes(1), { ...yes(2), status: 'rejected' }]],
    ['of fewer people', [yes(1), yes(2, 1, 'rem_1', 0)]],
    ['of nothing', []],
  ])('%s are none', (_, questions) => {
    expect(isApproved('rem_1', plan, questions)).toBe(false);
  });
});
