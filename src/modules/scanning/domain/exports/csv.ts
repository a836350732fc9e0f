import { csvCell } from '../../../../shared/csv.js';
import { requirementNames, type Exported } from './subject.js';

type Cell = string | number | Date | null;

const columns: Readonly<Record<string, (one: Exported) => Cell>> = {
  id: ({ finding }) => finding.id,
  status: ({ finding }) => finding.status,
  severity: ({ finding }) => finding.severity,
  controlId: ({ finding }) => finding.controlId,
  title: ({ finding }) => finding.title,
  accountId: ({ finding }) => finding.accountId,
  region: ({ finding }) => finding.region,
  resourceArn: ({ finding }) => finding.resourceArn,
  resourceType: ({ finding }) => finding.resourceType,
  risk: ({ finding }) => finding.risk,
  estimatedMonthlySavingsUsd: ({ finding }) => finding.estimatedMonthlySavingsUsd,
  firstSeenAt: ({ finding }) => finding.firstSeenAt,
  lastSeenAt: ({ finding }) => finding.lastSeenAt,
  openedAt: ({ finding }) => finding.openedAt,
  resolvedAt: ({ finding }) => finding.resolvedAt,
  suppressedReason: ({ finding }) => finding.suppressed?.reason ?? null,
  suppressedBy: ({ finding }) => finding.suppressed?.by ?? null,
  suppressedUntil: ({ finding }) => finding.suppressed?.until ?? null,
  muteId: ({ finding }) => finding.muted?.muteId ?? null,
  scanId: ({ finding }) => finding.scanId,
  evidence: ({ finding }) => JSON.stringify(finding.evidence),
  requirements: ({ notes }) => requirementNames(notes).join(' '),
  remediation: ({ notes }) => notes?.remediation.text ?? null,
  remediationUrl: ({ notes }) => notes?.remediation.url ?? null,
};

/** Names of the columns. New ones are added at the end, so that who reads by place goes on reading. */
export const csvHeader = `${Object.keys(columns).join(',')}\r\n`;

/** A line of CSV (RFC 4180), with its line break. */
export const csvLine = (one: Exported): string =>
  `${Object.values(columns)
    .map((column) => csvCell(column(one)))
    .join(',')}\r\n`;
