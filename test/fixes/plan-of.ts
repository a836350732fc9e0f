import type { Fix, FixPlan, Target } from '../../src/modules/remediation/domain/fix.js';

export const now = new Date('2026-03-01T12:00:00.000Z');

/** ISO time so many days before `now`. */
export const daysAgo = (days: number): string => new Date(now.getTime() - days * 86_400_000).toISOString();

interface Given {
  arn?: string;
  region?: string;
  accountId?: string;
  evidence?: Record<string, unknown>;
  settings?: Record<string, unknown>;
}

export const targetOf = (fix: Fix, { arn = 'arn:aws:s3:::reports', region, accountId }: Given): Target => ({
  ...{ arn, type: fix.type, partition: 'aws', tags: {} },
  name: arn.slice(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1),
  accountId: accountId ?? '123456789012',
  region: region ?? 'eu-west-1',
});

/** What a fix would do to a resource whose reads have answered `state`. */
export const planOf = (fix: Fix, state: Record<string, unknown>, given: Given = {}): FixPlan =>
  fix.plan({
    ...{ target: targetOf(fix, given), state, evidence: given.evidence ?? {}, now },
    settings: fix.settings?.parse(given.settings ?? {}) ?? {},
  });

/** Why it refuses; what it does instead, where it does not. */
export function refusalOf(fix: Fix, state: Record<string, unknown>, given: Given = {}): string {
  const plan = planOf(fix, state, given);
  return plan.does === 'refuse' ? plan.reason : `does ${plan.does}`;
}
