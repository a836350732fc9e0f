import type { ChangeCallRow, ChangeRow } from '../remediation/index.js';
import type { IncidentRow } from './incident.store.js';
import type { IncidentAnswer, IncidentItem } from './incidents.schemas.js';

/** @param arns of executions, by their ids */
export function incidentItemOf(row: IncidentRow, arns: ReadonlyMap<string, string>): IncidentItem {
  const { id, tenantId, incidentType, title, severity, response, status, underWay, ...rest } = row;
  const { resourceArns, findingIds, autoRemediate, executionId, escalationLevel, ...times } = rest;
  const { acknowledgeBy, acknowledgedBy, acknowledgedAt, containedBy, containedAt } = times;
  const { requestedBy, releasedBy, releasedAt, closedBy, closedAt, createdAt, updatedAt } = times;
  const isUnderWay = underWay !== null && new Date(underWay.until) > new Date();
  return {
    ...{ id, tenantId, incidentType, title, severity, response, status },
    underWay: isUnderWay ? underWay.what : null,
    ...{ resourceArns, findingIds, autoRemediate, executionId, escalationLevel, requestedBy },
    executionArn: arns.get(executionId) ?? null,
    ...{ acknowledgeBy, acknowledgedBy, acknowledgedAt, containedBy, containedAt },
    ...{ releasedBy, releasedAt, closedBy, closedAt, createdAt, updatedAt },
  };
}

/** What a call was answered stays inside: it may be what nobody but the way back needs to know. */
export function containmentOf(
  change: ChangeRow,
  calls: readonly ChangeCallRow[],
): IncidentAnswer['containments'][number] {
  const { id, fixId, resourceArn, accountId, region, status, reason, plan, planVersion } = change;
  const { before, after, startedAt, appliedAt, restoredAt } = change;
  return {
    ...{ id, fixId, resourceArn, accountId, region, status, reason, planVersion },
    words: [...(plan?.words ?? [])],
    ...{ before, after, startedAt, appliedAt, restoredAt },
    calls: calls.map(({ result: _r, seq: _s, ...call }) => call),
  };
}
