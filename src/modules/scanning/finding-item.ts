import type { FindingRow } from './finding-list.store.js';
import type { FindingItem } from './findings.schemas.js';

/** A finding as it is shown. `mutes`: ids of those that hold now. */
export function toItem(row: FindingRow, now: Date, mutes: readonly string[]): FindingItem {
  const { suppressedAt: at, suppressedUntil: until, suppressedReason, suppressedBy } = row;
  const active = at !== null && (until === null || until > now);
  return {
    id: row.id,
    controlId: row.controlId,
    title: row.title,
    status: row.status as FindingItem['status'],
    severity: row.severity as FindingItem['severity'],
    tenantId: row.tenantId,
    accountId: row.accountId,
    region: row.region,
    resourceArn: row.resourceArn,
    resourceType: row.resourceType,
    evidence: row.evidence as FindingItem['evidence'],
    risk: row.risk as FindingItem['risk'],
    estimatedMonthlySavingsUsd:
      row.estimatedMonthlySavingsUsd === null ? null : Number(row.estimatedMonthlySavingsUsd),
    firstSeenAt: row.firstSeenAt,
    lastSeenAt: row.lastSeenAt,
    openedAt: row.openedAt,
    resolvedAt: row.resolvedAt,
    suppressed: active ? { reason: suppressedReason ?? '', by: suppressedBy ?? '', at, until } : null,
    muted: row.muteId !== null && mutes.includes(row.muteId) ? { muteId: row.muteId } : null,
    scanId: row.lastScanId,
  };
}
