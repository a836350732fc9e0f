import { Injectable } from '@nestjs/common';
import { LinkPage, type AskedLink, type LinkView } from '../../platform/links/index.js';
import { severities } from './domain/control.js';
import type { ScanStatus } from './domain/scan-outcome.js';
import { ScanResultsService } from './scan-results.service.js';
import { ScansService } from './scans.service.js';

const STATES: Readonly<Record<ScanStatus, LinkView['state']>> = {
  queued: { text: 'Queued', tone: 'waiting' },
  running: { text: 'Running', tone: 'waiting' },
  completed: { text: 'Completed', tone: 'good' },
  completed_with_errors: { text: 'Completed with errors', tone: 'waiting' },
  failed: { text: 'Failed', tone: 'bad' },
  cancelled: { text: 'Cancelled', tone: 'plain' },
};
const MOST_SHOWN = 20;

/** What people see of a scan by a link. */
@Injectable()
export class ScanLink {
  constructor(
    private readonly scans: ScansService,
    private readonly results: ScanResultsService,
  ) {}

  @LinkPage('scan')
  async show({ caller, id }: AskedLink): Promise<LinkView> {
    const scan = await this.scans.get(caller, id);
    const totals = await this.results.totalsOf(caller.tenantId, id);
    const worst = await this.results.findingsOf(caller.tenantId, id, MOST_SHOWN);
    const counts = severities.flatMap((one) => {
      const count = totals.bySeverity[one] ?? 0;
      return count === 0 ? [] : [`${count} ${one}`];
    });
    const gaps = scan.errors.length;
    return {
      ...{ title: `Scan (${scan.scanType})`, state: STATES[scan.status], path: `/scans/${id}` },
      text: gaps === 0 ? null : `${gaps} parts could not be read: the scan lists them as its errors.`,
      facts: [
        {
          label: 'Open findings',
          value: totals.total === 0 ? 'none' : `${totals.total}: ${counts.join(', ')}`,
        },
        { label: 'Suppressed', value: totals.suppressed === 0 ? null : totals.suppressed },
        {
          label: 'Possible saving',
          value:
            totals.estimatedMonthlySavingsUsd === 0
              ? null
              : `$${totals.estimatedMonthlySavingsUsd.toFixed(2)} a month`,
        },
        { label: 'Resources read', value: scan.progress.resources },
        { label: 'Asked by', value: scan.requestedBy },
        { label: 'Started', value: scan.startedAt },
        { label: 'Ended', value: scan.endedAt },
      ],
      details: {
        worstFindings: worst.map(({ title, severity, resourceArn, region }) => ({
          ...{ title, severity, resourceArn, region },
        })),
      },
      can: [],
    };
  }
}
