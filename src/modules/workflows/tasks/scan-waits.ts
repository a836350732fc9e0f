import { Injectable } from '@nestjs/common';
import { TaskFailure, type TaskContext } from '../../../platform/tasks/index.js';
import { invalid } from '../../../shared/app-error.js';
import { Clock } from '../../../shared/clock.js';
import {
  ScanResultsService,
  services,
  severities,
  type FindingTotals,
  type ScanStanding,
} from '../../scanning/index.js';
import { waitFor } from './waiting.js';

/** A scan as specs/2's output shows it, once it has ended. */
export interface ScanJob {
  scanJobId: string;
  findingsCount: number;
  status: 'COMPLETED' | 'COMPLETED_WITH_ERRORS';
  scanType: string;
  findingsBySeverity: FindingTotals['bySeverity'];
  worstSeverity: string | null;
  suppressedCount: number;
  estimatedMonthlySavingsUsd: number;
  resourcesCount: number;
  errorsCount: number;
}

/** Those that specs and definitions name have a branch each. */
const OWN_BRANCH: readonly string[] = ['s3', 'iam', 'ec2'];
const OTHER = 'other';

/** Waits for what a scan does. */
@Injectable()
export class ScanWaits {
  constructor(
    private readonly results: ScanResultsService,
    private readonly clock: Clock,
  ) {}

  /**
   * Until the scan has read a service in all accounts and regions; a service that the scan leaves out has no units.
   * `other`: all those that have no branch of their own.
   * @throws TaskFailure ScanCancelled
   */
  async discover({ scanJobId, service }: { scanJobId: string; service: string }, context: TaskContext) {
    const wanted =
      service === OTHER
        ? services.filter((one) => !OWN_BRANCH.includes(one))
        : services.filter((one) => one === service);
    if (wanted.length === 0) {
      throw invalid([
        { path: 'service', message: `is none that is scanned: ${services.join(', ')}, ${OTHER}` },
      ]);
    }
    const { tenantId } = context;
    const reading = await waitFor(context, this.clock, () =>
      this.results.readingOf(tenantId, scanJobId, wanted),
    );
    notCancelled(await this.results.standing(tenantId, scanJobId));
    return { service: service.toUpperCase(), ...reading };
  }

  /**
   * Until the scan has ended.
   * @throws TaskFailure ScanFailed where nothing could be read, with what AWS said; ScanCancelled
   */
  async analyze({ scanJobId }: { scanJobId: string }, context: TaskContext): Promise<ScanJob> {
    const { tenantId } = context;
    await waitFor(context, this.clock, async () =>
      (await this.results.statusOf(tenantId, scanJobId))?.isOver === false ? undefined : true,
    );
    const standing = await this.results.standing(tenantId, scanJobId);
    notCancelled(standing);
    if (standing.status === 'failed') throw new TaskFailure('ScanFailed', whyFailed(standing));
    return scanJob(standing, await this.results.totalsOf(tenantId, scanJobId));
  }
}

function notCancelled({ scanId, status }: ScanStanding): void {
  if (status === 'cancelled') throw new TaskFailure('ScanCancelled', `The scan ${scanId} was cancelled`);
}

const TOLD_ERRORS = 3;

function whyFailed({ scanId, errors }: ScanStanding): string {
  const told = errors
    .slice(0, TOLD_ERRORS)
    .map(
      ({ accountId, region, service, code, message }) =>
        `${accountId} ${region} ${service}: ${code}: ${message}`,
    );
  const more = errors.length - told.length;
  return [`The scan ${scanId} could read nothing`, ...told, ...(more > 0 ? [`and ${more} more`] : [])].join(
    '; ',
  );
}

const scanJob = (standing: ScanStanding, totals: FindingTotals): ScanJob => ({
  scanJobId: standing.scanId,
  findingsCount: totals.total,
  status: standing.status === 'completed' ? 'COMPLETED' : 'COMPLETED_WITH_ERRORS',
  scanType: standing.scanType,
  findingsBySeverity: totals.bySeverity,
  worstSeverity: severities.find((severity) => (totals.bySeverity[severity] ?? 0) > 0) ?? null,
  suppressedCount: totals.suppressed,
  estimatedMonthlySavingsUsd: totals.estimatedMonthlySavingsUsd,
  resourcesCount: standing.resources,
  errorsCount: standing.errors.length,
});
