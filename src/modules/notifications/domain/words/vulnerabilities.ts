import type { Message } from '../message.js';
import { bySeverityText, count, percent, shownNumber } from '../phrases.js';
import type { ReadingOf } from '../readings.js';
import { severities, severity as severityOf, type Severity } from '../severity.js';
import { field, linkTo, told } from './told.js';

type Counted = ReadingOf<'vulnerabilities.detected'>;

/** A scan has seen vulnerabilities. */
export function vulnerabilitiesDetected(found: Counted, at: string): Message {
  const { totalVulnerabilities: total, criticalCount: critical, highCount: high } = found;
  const worst = bySeverityText({ critical, high });
  return told({
    ...{ kind: 'vulnerabilities', subjectId: found.scanId, severity: severityOfCounts(found), at },
    title:
      total === 0
        ? 'No vulnerabilities found'
        : `${count(total, 'vulnerability', 'vulnerabilities')} found${worst === '' ? '' : `: ${worst}`}`,
    text:
      found.patchableCount === 0
        ? null
        : `${shownNumber(found.patchableCount)} of them can be closed by ${count(found.patchesCount, 'missing patch', 'missing patches')}.`,
    links: [linkTo('scan', found.scanId, 'Open scan', { style: total === 0 ? 'plain' : 'primary' })],
  });
}

export function vulnerabilityScanCompleted(
  scan: ReadingOf<'vulnerability-scan.completed'>,
  at: string,
): Message {
  if (scan.status !== 'failed') return vulnerabilitiesDetected(scan, at);
  return told({
    ...{ kind: 'vulnerabilities', subjectId: scan.scanId, severity: 'high', at },
    title: 'Vulnerability scan failed',
    text: 'Nothing could be read. The scan says why; what was known before still stands.',
    links: [linkTo('scan', scan.scanId, 'Open scan', { style: 'primary' })],
  });
}

function severityOfCounts({ totalVulnerabilities, criticalCount, highCount }: Counted): Severity | null {
  if (criticalCount > 0) return 'critical';
  if (highCount > 0) return 'high';
  return totalVulnerabilities > 0 ? 'medium' : null;
}

/** A compliance scan has seen violations. */
export function violationsDetected(found: ReadingOf<'violations.detected'>, at: string): Message {
  const { scanId, violationsCount, complianceScore, severityBreakdown } = found;
  const counts: Partial<Record<Severity, number>> = {};
  for (const [key, amount] of Object.entries(severityBreakdown)) {
    const known = severityOf.safeParse(key.toLowerCase());
    if (known.success) counts[known.data] = amount;
  }
  const text = bySeverityText(counts);
  return told({
    ...{ kind: 'scan', subjectId: scanId, at },
    severity: severities.find((one) => (counts[one] ?? 0) > 0) ?? null,
    title: `Compliance scan: ${count(violationsCount, 'violation')}${text === '' ? '' : ` (${text})`}`,
    fields: field('Compliance score', complianceScore === null ? 'not known' : percent(complianceScore)),
    links: [linkTo('scan', scanId, 'Open scan', { style: 'primary' })],
  });
}
