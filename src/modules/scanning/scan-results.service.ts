import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import { notFound } from '../../shared/app-error.js';
import type { Severity } from './domain/control.js';
import { CustomStores, type Own } from './custom-stores.js';
import { controlById } from './domain/controls/index.js';
import type { ScanError, ScanStatus } from './domain/scan-outcome.js';
import type { ScanType } from './domain/scope.js';
import { viewOf } from './domain/scan-view.js';
import {
  ScanResultsStore,
  type FoundRow,
  type FoundWhere,
  type SeverityCount,
} from './scan-results.store.js';
import { ScanStore, type ScanRow } from './scan.store.js';
import { ScanUnitStore, type UnitKey } from './scan-unit.store.js';

/** What a scan has read of one service. */
export interface ServiceReading {
  units: number;
  failedUnits: number;
  resources: number;
}

/** How a scan stands. */
export interface ScanStanding {
  scanId: string;
  status: ScanStatus;
  isOver: boolean;
  scanType: ScanType;
  accountIds: string[];
  regions: string[] | null;
  services: string[] | null;
  beganAt: Date;
  endedAt: Date | null;
  resources: number;
  errors: (UnitKey & ScanError)[];
}

/** Open findings without those that are suppressed. */
export interface FindingTotals {
  total: number;
  bySeverity: Partial<Record<Severity, number>>;
  suppressed: number;
  estimatedMonthlySavingsUsd: number;
}

/** An open finding, with what its control says. */
export interface FoundFinding extends FoundRow {
  riskText: string | null;
  remediation: { text: string; url: string } | null;
}

/** What scans have found: for workflows that wait for one, and for reports. */
@Injectable()
export class ScanResultsService {
  constructor(
    private readonly database: Database,
    private readonly scans: ScanStore,
    private readonly units: ScanUnitStore,
    private readonly store: ScanResultsStore,
    private readonly customs: CustomStores,
  ) {}

  /**
   * What was read of some services; undefined while some of it is still to be read.
   * @throws AppError NOT_FOUND
   */
  async readingOf(
    tenantId: string,
    scanId: string,
    services: readonly string[],
  ): Promise<ServiceReading | undefined> {
    const found = await this.database.withTenant(tenantId, (tx) =>
      this.store.unitsOf(tx, tenantId, scanId, services),
    );
    if (found === undefined) throw notFound('scan', scanId);
    const { scanStatus, accountsOpen, units, open, failed, resources } = found;
    // an account's units are made in the transaction that closes its first one
    const isRead = accountsOpen + open === 0;
    return isRead || isOver(scanStatus) ? { units, failedUnits: failed, resources } : undefined;
  }

  /** @throws AppError NOT_FOUND */
  async standing(tenantId: string, scanId: string): Promise<ScanStanding> {
    return this.database.withTenant(tenantId, async (tx) => {
      const scan = await this.#scan(tx, tenantId, scanId);
      const progress = (await this.scans.progressOf(tx, tenantId, [scanId])).get(scanId);
      const { status, scanType, scope, startedAt, createdAt, endedAt } = scan;
      return {
        ...{ scanId, status, isOver: isOver(status), scanType, beganAt: startedAt ?? createdAt, endedAt },
        ...{ regions: scope.regions, services: scope.services },
        accountIds: await this.store.accountsOf(tx, tenantId, scanId),
        resources: progress?.resources ?? 0,
        errors: isOver(status) ? await this.units.errors(tx, tenantId, scanId) : [],
      };
    });
  }

  /** Undefined when there is no such scan. */
  async statusOf(tenantId: string, scanId: string): Promise<{ isOver: boolean } | undefined> {
    const scan = await this.database.withTenant(tenantId, (tx) => this.scans.find(tx, tenantId, scanId));
    return scan && { isOver: isOver(scan.status) };
  }

  /**
   * The open findings that a scan has seen, as they are now: another scan that saw them since takes none away.
   * @throws AppError NOT_FOUND
   */
  async findingsOf(tenantId: string, scanId: string, limit: number): Promise<FoundFinding[]> {
    return this.database.withTenant(tenantId, async (tx) => {
      const scan = await this.#scan(tx, tenantId, scanId);
      const own = await this.customs.own(tx, tenantId);
      const rows = await this.store.found(tx, tenantId, seenBy(scan, own), limit);
      return rows.map((row) => withControl(row, own));
    });
  }

  /** @throws AppError NOT_FOUND */
  async totalsOf(tenantId: string, scanId: string): Promise<FindingTotals> {
    return this.database.withTenant(tenantId, async (tx) => {
      const scan = await this.#scan(tx, tenantId, scanId);
      const where = seenBy(scan, await this.customs.own(tx, tenantId));
      return totals(await this.store.counts(tx, tenantId, where));
    });
  }

  /** Findings that a scan itself has opened and resolved. @throws AppError NOT_FOUND */
  async changedBy(tenantId: string, scanId: string): Promise<{ opened: number; resolved: number }> {
    return this.database.withTenant(tenantId, async (tx) => {
      const { startedAt, createdAt } = await this.#scan(tx, tenantId, scanId);
      return this.store.changedBy(tx, tenantId, scanId, startedAt ?? createdAt);
    });
  }

  /** What has opened and been resolved since, and stayed so, by whatever saw it; `until` is the time of the answer. */
  async changedSince(
    tenantId: string,
    since: Date,
  ): Promise<{ until: Date; opened: FindingTotals; resolved: number }> {
    return this.database.withTenant(tenantId, async (tx) => ({
      until: await this.database.now(tx),
      opened: totals(await this.store.counts(tx, tenantId, { openedSince: since })),
      resolved: await this.store.resolvedSince(tx, tenantId, since),
    }));
  }

  /** Those that have opened since and are open, the worst first. */
  async openedSince(tenantId: string, since: Date, limit: number): Promise<FoundFinding[]> {
    return this.database.withTenant(tenantId, async (tx) => {
      const rows = await this.store.found(tx, tenantId, { openedSince: since }, limit);
      const own = await this.customs.own(tx, tenantId);
      return rows.map((row) => withControl(row, own));
    });
  }

  async #scan(tx: Tx, tenantId: string, scanId: string): Promise<ScanRow> {
    const scan = await this.scans.find(tx, tenantId, scanId);
    if (scan === undefined) throw notFound('scan', scanId);
    return scan;
  }
}

const isOver = (status: ScanStatus): boolean => status !== 'queued' && status !== 'running';

export const seenBy = ({ id, startedAt, createdAt, scanType, scope }: ScanRow, own: Own): FoundWhere => ({
  seenBy: { scanId: id, since: startedAt ?? createdAt, view: viewOf(scanType, scope, own) },
});

function withControl(row: FoundRow, own: Own): FoundFinding {
  const control = controlById(row.controlId) ?? own.controls.find(({ id }) => id === row.controlId);
  return { ...row, riskText: control?.risk ?? null, remediation: control?.remediation ?? null };
}

function totals(counts: readonly SeverityCount[]): FindingTotals {
  const sum = (of: (one: SeverityCount) => number) => counts.reduce((total, one) => total + of(one), 0);
  return {
    total: sum(({ count }) => count),
    bySeverity: Object.fromEntries(
      counts.filter(({ count }) => count > 0).map((one) => [one.severity, one.count]),
    ),
    suppressed: sum(({ suppressed }) => suppressed),
    estimatedMonthlySavingsUsd: Math.round(100 * sum((one) => one.estimatedMonthlySavingsUsd)) / 100,
  };
}
