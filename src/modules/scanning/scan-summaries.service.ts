import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { CustomStores, type Own } from './custom-stores.js';
import { controlById } from './domain/controls/index.js';
import { countedOf, type ScanSummary } from './domain/scan-summary.js';
import { frameworkScore } from './domain/score.js';
import { seenBy } from './scan-results.service.js';
import { ScanResultsStore } from './scan-results.store.js';
import type { ScanRow } from './scan.store.js';
import { ScanUnitStore } from './scan-unit.store.js';
import { ScoreStore } from './score.store.js';

const MOST_TOP = 10;

/** What a scan has found, in short: for people who are told that it has ended. */
@Injectable()
export class ScanSummaries {
  constructor(
    private readonly results: ScanResultsStore,
    private readonly scores: ScoreStore,
    private readonly units: ScanUnitStore,
    private readonly customs: CustomStores,
  ) {}

  /**
   * Of a scan that has ended, in that transaction: its accounts are assessed. null where nothing was read, where it
   * was cancelled, and of what no control decides.
   */
  async of(tx: Tx, scan: ScanRow, resources: number): Promise<ScanSummary | null> {
    const { tenantId, id: scanId, status, scanType, source, scope, createdAt, startedAt, endedAt } = scan;
    if (status !== 'completed' && status !== 'completed_with_errors') return null;
    if (scope.reads?.kind === 'vulnerabilities') return null;
    const own = await this.customs.own(tx, tenantId);
    const began = startedAt ?? createdAt;
    const where = seenBy(scan, own);
    const accountIds = await this.results.accountsOf(tx, tenantId, scanId);
    const groups = await this.results.groups(tx, tenantId, where);
    const errors = await this.units.errors(tx, tenantId, scanId);
    return {
      ...{ scanId, status, scanType, source, accountIds, resources },
      ...{ startedAt: began.toISOString(), endedAt: (endedAt ?? began).toISOString() },
      ...countedOf(groups, (id) => controlById(id)?.class === 'waste'), // a tenant's own are of security
      ...(await this.results.changedBy(tx, tenantId, scanId, began)),
      scores: await this.#scores(tx, scan, accountIds, own),
      top: await this.#top(tx, tenantId, where),
      gaps: errors.length,
    };
  }

  async #scores(
    tx: Tx,
    { tenantId, id }: ScanRow,
    accountIds: readonly string[],
    { frameworks }: Own,
  ): Promise<ScanSummary['scores']> {
    const all = await this.scores.tallies(tx, tenantId, undefined);
    const tallies = all.filter(({ accountId }) => accountIds.includes(accountId));
    const scoresBefore = await this.results.scoresBefore(tx, tenantId, id);
    return frameworks.flatMap((framework) => {
      const { score, coverage } = frameworkScore(framework, tallies);
      const before = scoresBefore[framework.id] ?? null;
      const known = [score, before, coverage].some((one) => one !== null);
      return known ? [{ frameworkId: framework.id, name: framework.name, score, before, coverage }] : [];
    });
  }

  async #top(tx: Tx, tenantId: string, where: ReturnType<typeof seenBy>): Promise<ScanSummary['top']> {
    const rows = await this.results.found(tx, tenantId, where, MOST_TOP);
    return rows.map(({ findingId, title, severity, controlId, resourceArn, accountId, region, ...row }) => ({
      ...{ findingId, title, severity, controlId, resourceArn, accountId, region },
      savingsUsd: row.estimatedMonthlySavingsUsd,
    }));
  }
}
