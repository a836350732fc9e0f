import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { Database, type Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/outbox/index.js';
import { noEvidenceReasons } from './domain/part.js';
import type { ComplianceResult, ScanResult, VulnerabilityResult } from './domain/imports/scan-result.js';
import { vulnerabilitiesDetected, vulnerabilityScanCompleted, violationsDetected } from './facts.js';
import {
  COMPLIANCE_SCANNER,
  countCompliance,
  countFailure,
  countVulnerabilities,
  VULNERABILITY_SCANNER,
} from './metrics.js';
import { ScanOutcomes } from './scan-outcomes.service.js';
import type { ScanRow } from './scan.store.js';
import { ScanUnitStore } from './scan-unit.store.js';

/** Tells how compliance and vulnerability scans have ended: facts in the transaction, metrics after its commit. */
@Injectable()
export class ScanEnds {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly outbox: Outbox,
    private readonly outcomes: ScanOutcomes,
    private readonly units: ScanUnitStore,
  ) {}

  /** @returns what is to be kept with the scan; null for other scans, and for what ended without having read */
  async tell(tx: Tx, scan: ScanRow): Promise<ScanResult | null> {
    if (scan.scope.reads === undefined || scan.scope.reads === null || scan.status === 'cancelled')
      return null;
    const result = await this.outcomes.of(tx, scan);
    if (result === null) await this.#failed(tx, scan);
    else if (result.kind === 'compliance') await this.#compliance(tx, scan, result);
    else await this.#vulnerabilities(tx, scan, result);
    return result;
  }

  /** What scan.completed says of it beside its progress. */
  seen(scan: ScanRow, result: ScanResult | null) {
    const { environment, timestamp } = this.#head(scan);
    if (result?.kind !== 'compliance') return { environment, timestamp, compliance: null };
    const { findingsCount, violationsCount, complianceScore } = result;
    return { environment, timestamp, compliance: { findingsCount, violationsCount, complianceScore } };
  }

  async #compliance(tx: Tx, scan: ScanRow, result: ComplianceResult): Promise<void> {
    const { violationsCount, complianceScore, severityBreakdown, frameworkViolations } = result;
    const payload = {
      ...this.#head(scan),
      ...{ violationsCount, complianceScore, severityBreakdown, frameworkViolations },
    };
    if (violationsCount > 0)
      await this.outbox.write(tx, scan.tenantId, violationsDetected, [{ key: scan.id, payload }]);
    this.database.onCommit(tx, () => countCompliance(this.#environment(), result));
  }

  async #vulnerabilities(tx: Tx, scan: ScanRow, result: VulnerabilityResult): Promise<void> {
    const payload = { ...this.#head(scan), ...countsOf(result) };
    const [key, completed] = [scan.id, { ...payload, status: 'completed' as const }];
    await this.outbox.write(tx, scan.tenantId, vulnerabilityScanCompleted, [{ key, payload: completed }]);
    if (result.vulnerabilitiesCount > 0)
      await this.outbox.write(tx, scan.tenantId, vulnerabilitiesDetected, [{ key, payload }]);
    this.database.onCommit(tx, () => countVulnerabilities(this.#environment(), result));
  }

  async #failed(tx: Tx, scan: ScanRow): Promise<void> {
    const isCompliance = scan.scope.reads?.kind === 'findings';
    if (!isCompliance) {
      const payload = { ...this.#head(scan), ...NOTHING, status: 'failed' as const };
      await this.outbox.write(tx, scan.tenantId, vulnerabilityScanCompleted, [{ key: scan.id, payload }]);
    }
    const errors = await this.units.errors(tx, scan.tenantId, scan.id);
    const reason = noEvidenceReasons.find((one) => errors.some((error) => error.reason === one)) ?? 'failed';
    const service = isCompliance ? COMPLIANCE_SCANNER : VULNERABILITY_SCANNER;
    this.database.onCommit(tx, () => countFailure(this.#environment(), service, reason));
  }

  #head({ id: scanId, correlationId, endedAt, createdAt }: ScanRow) {
    const timestamp = (endedAt ?? createdAt).toISOString();
    return { scanId, correlationId, environment: this.#environment(), timestamp };
  }

  #environment(): string {
    return this.config.get('ENVIRONMENT');
  }
}

const countsOf = (result: VulnerabilityResult) => ({
  totalVulnerabilities: result.vulnerabilitiesCount,
  criticalCount: result.criticalVulnerabilities,
  highCount: result.highVulnerabilities,
  patchableCount: result.patchableVulnerabilities,
  patchesCount: result.patchesCount,
});

const NOTHING = {
  totalVulnerabilities: 0,
  criticalCount: 0,
  highCount: 0,
  patchableCount: 0,
  patchesCount: 0,
};
