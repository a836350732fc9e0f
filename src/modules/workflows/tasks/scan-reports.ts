import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { TaskContext } from '../../../platform/tasks/index.js';
import { Clock } from '../../../shared/clock.js';
import { sameId } from '../../../shared/ids.js';
import { gapsOf, ReportWriting, scanReportHtml, type ScanReport } from '../../reports/index.js';
import { ScanResultsService, type ScanStanding } from '../../scanning/index.js';
import { ExecutionOwners } from './execution-owners.js';
import type { ScanReportInput } from './scan-environment.schemas.js';

/** More would make a page that no browser likes; the list of findings has them all. */
const MOST_FINDINGS = 2_000;

/** Writes the report of a scan. */
@Injectable()
export class ScanReports {
  constructor(
    private readonly results: ScanResultsService,
    private readonly reports: ReportWriting,
    private readonly owners: ExecutionOwners,
    private readonly clock: Clock,
  ) {}

  /** Another attempt writes the same report again, under the same id. */
  async write(
    { scanJobId, title, includeRecommendations: recommends }: ScanReportInput,
    { tenantId, idempotencyKey, execution, actor }: TaskContext,
  ): Promise<{ reportId: string; reportUrl: string }> {
    const standing = await this.results.standing(tenantId, scanJobId);
    const totals = await this.results.totalsOf(tenantId, scanJobId);
    const findings = await this.results.findingsOf(tenantId, scanJobId, MOST_FINDINGS);
    const key = createHash('sha256').update(`${tenantId} ${idempotencyKey}`).digest().subarray(0, 16);
    const reportId = sameId('rpt', standing.endedAt ?? standing.beganAt, key);
    const writtenAt = this.clock.now();
    const page = scanReportHtml({
      ...{ reportId, title, tenantId, writtenAt, totals, findings, recommends },
      scan: scanPart(standing),
    });
    const owner = execution && (await this.owners.find(tenantId, execution.id))?.actor.owner;
    const { reportUrl } = await this.reports.save(tenantId, {
      ...{ reportId, kind: 'scan', title, subject: scanJobId, executionId: execution?.id ?? null },
      createdBy: owner ?? actor?.owner ?? 'compliance-shepherd',
      files: [{ format: 'html', contentType: 'text/html', content: Buffer.from(page) }],
    });
    return { reportId, reportUrl };
  }
}

function scanPart({ errors, isOver: _, ...standing }: ScanStanding): ScanReport['scan'] {
  return { ...standing, gaps: gapsOf(errors) };
}
