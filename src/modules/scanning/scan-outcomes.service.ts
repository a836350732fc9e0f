import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { CustomStores } from './custom-stores.js';
import { complianceResultOf } from './domain/imports/compliance-result.js';
import { duplicatesOf } from './domain/imports/duplicates.js';
import type { ComplianceResult, ScanResult } from './domain/imports/scan-result.js';
import { asksOf } from './domain/scan-asks.js';
import { scoreOf } from './domain/score.js';
import { controlById } from './domain/controls/index.js';
import { ImportedFindingsStore } from './imported-findings.store.js';
import { seenBy } from './scan-results.service.js';
import { ScanResultsStore } from './scan-results.store.js';
import type { ScanRow } from './scan.store.js';
import { ScoreStore } from './score.store.js';
import { VulnerabilitiesStore } from './vulnerabilities.store.js';

/** What scans that take over from AWS's tools have come to. */
@Injectable()
export class ScanOutcomes {
  constructor(
    private readonly imported: ImportedFindingsStore,
    private readonly vulnerabilities: VulnerabilitiesStore,
    private readonly results: ScanResultsStore,
    private readonly scores: ScoreStore,
    private readonly customs: CustomStores,
  ) {}

  /**
   * Of a scan whose units are all closed and whose accounts are assessed, in the transaction that ends it: imported
   * findings can only now be held against our own. null for any other scan, and for one that could read nothing.
   */
  async of(tx: Tx, scan: ScanRow): Promise<ScanResult | null> {
    const { tenantId, id, status, scope } = scan;
    const kind = scope.reads?.kind;
    if (kind === undefined || status === 'failed' || status === 'cancelled') return null;
    return kind === 'findings'
      ? this.#compliance(tx, scan)
      : { kind, ...(await this.vulnerabilities.counts(tx, tenantId, id)) };
  }

  async #compliance(tx: Tx, scan: ScanRow): Promise<ComplianceResult> {
    const { tenantId, id, startedAt, createdAt, scope } = scan;
    const accountIds = await this.results.accountsOf(tx, tenantId, id);
    await this.#setDuplicates(tx, tenantId, id, accountIds);
    const changed = await this.results.changedBy(tx, tenantId, id, startedAt ?? createdAt);
    const counts = {
      own: await this.results.byControl(tx, tenantId, seenBy(scan, await this.customs.own(tx, tenantId))),
      ownResolved: changed.resolved,
      imported: await this.imported.counts(tx, tenantId, id),
      complianceScore: await this.#score(tx, scan, accountIds),
    };
    return complianceResultOf(counts, scope.frameworks ?? null);
  }

  async #setDuplicates(tx: Tx, tenantId: string, scanId: string, accountIds: string[]): Promise<void> {
    const claims = await this.imported.openClaims(tx, tenantId, scanId);
    const controlIds = [...new Set(claims.flatMap((claim) => claim.controlIds))];
    const own = await this.imported.ownClaims(tx, tenantId, { accountIds, controlIds });
    await this.imported.setDuplicates(tx, tenantId, scanId, duplicatesOf(claims, own));
  }

  /** Over the controls that the scan asks, of all its accounts, by all that is known of them. */
  async #score(
    tx: Tx,
    { tenantId, scanType, scope }: ScanRow,
    accountIds: readonly string[],
  ): Promise<number | null> {
    const own = await this.customs.own(tx, tenantId);
    const asks = asksOf(scanType, scope, own.frameworks);
    const tallies = await this.scores.tallies(tx, tenantId, undefined);
    const asked = tallies.filter(({ accountId, controlId }) => {
      const control = controlById(controlId) ?? own.controls.find(({ id }) => id === controlId);
      return accountIds.includes(accountId) && (asks === undefined || (control && asks(control)));
    });
    return scoreOf(asked).score;
  }
}
