import type { ExecutionApproval } from '../workflows/index.js';
import type { ChangeCallRow, ChangeRow } from './domain/change-row.js';
import type { ChangeAnswer, RemediationAnswer, RemediationSummaryAnswer } from './remediations.schemas.js';
import type { RemediationRow } from './remediations.store.js';

/** @param executionArn null: the execution is not kept any more */
export function summaryAnswerOf(
  { id: remediationId, rollback: _r, approval: _a, requestedByKey: _k, ...row }: RemediationRow,
  counts: RemediationSummaryAnswer['counts'],
  executionArn: string | null,
): RemediationSummaryAnswer {
  return { remediationId, ...row, counts, executionArn };
}

export function approvalAnswerOf({ id: approvalId, details, ...approval }: ExecutionApproval) {
  const { planVersion } = (details ?? {}) as { planVersion?: unknown };
  return { approvalId, ...approval, planVersion: typeof planVersion === 'number' ? planVersion : null };
}

export function changeAnswerOf(change: ChangeRow, calls: readonly ChangeCallRow[]): ChangeAnswer {
  const { id: changeId, plan, region: home } = change;
  const { tenantId: _t, owner: _o, seq: _s, tags: _g, claim: _c, refusal: _r, ...rest } = change;
  const { id: _i, plan: _p, createdAt: _a, updatedAt: _u, ...shown } = rest;
  return {
    ...{ changeId, ...shown },
    ...{ title: plan?.title ?? null, words: [...(plan?.words ?? [])], loses: plan?.loses ?? null },
    plannedCalls: (plan?.calls ?? []).map(({ service, operation, region, input }) => ({
      ...{ service, operation, region: region ?? home, input },
    })),
    calls: calls.map(({ result: _, ...call }) => call),
  };
}

export function rollbackAnswerOf({ rollback }: RemediationRow): RemediationAnswer['rollback'] {
  if (rollback === null) return null;
  const { requestedByKey: _, ...shown } = rollback;
  return shown;
}
