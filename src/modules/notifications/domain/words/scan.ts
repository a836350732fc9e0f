import type { Message } from '../message.js';
import { count, plainWords } from '../phrases.js';
import type { ReadingOf } from '../readings.js';
import { name } from '../safe-text.js';
import { scanHeadline } from '../scan-words.js';
import type { ScanSummary } from '../scan-summary.js';
import { severities } from '../severity.js';
import { field, linkTo, told } from './told.js';

/** A scan has ended. */
export function scanCompleted(scan: ReadingOf<'scan.completed'>, at: string): Message {
  return scan.summary === null ? unread(scan, at) : scanMessage(scan.summary, at);
}

/** What a scan has found: also for who asks for it by hand. */
export const scanMessage = (summary: ScanSummary, at: string): Message => {
  const [worst] = summary.top;
  return told({
    ...{ kind: 'scan', subjectId: summary.scanId, scan: summary, at },
    severity:
      summary.status === 'failed'
        ? 'high'
        : (severities.find((one) => (summary.bySeverity[one] ?? 0) > 0) ?? null),
    title: scanHeadline(summary).title,
    links: [
      linkTo('scan', summary.scanId, 'Open scan', { style: 'primary' }),
      ...(worst === undefined
        ? []
        : [
            linkTo('finding', worst.findingId, 'Open worst finding'),
            linkTo('finding', worst.findingId, 'Suppress it', { action: 'suppress' }),
          ]),
    ],
  });
};

const ENDS: Record<string, string> = {
  failed: 'Scan failed: nothing could be read',
  cancelled: 'Scan was cancelled',
};

function unread(
  { scanId, status, scanType, resources, findings }: ReadingOf<'scan.completed'>,
  at: string,
): Message {
  return told({
    ...{ kind: 'scan', subjectId: scanId, severity: status === 'failed' ? 'high' : null, at },
    title: ENDS[status] ?? `Scan finished: ${count(findings, 'finding')}`,
    fields: [
      ...field('Scan type', name(plainWords(scanType))),
      ...(ENDS[status] === undefined ? field('Resources read', String(resources)) : []),
    ],
    links: [linkTo('scan', scanId, 'Open scan', { style: 'primary' })],
  });
}
