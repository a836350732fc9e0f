import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { Database } from '../../platform/database/index.js';
import { notFound } from '../../shared/app-error.js';
import { withJointSignal } from '../../shared/joint-signal.js';
import type { Actor } from '../access/index.js';
import type {
  ComplianceOutput,
  ComplianceScan,
  VulnerabilityOutput,
  VulnerabilityScan,
} from './microservice-scans.schemas.js';
import { ScanStore, type ScanRow } from './scan.store.js';
import { ScanUnitStore } from './scan-unit.store.js';
import { ScansService, type StartOptions } from './scans.service.js';

const FIRST_LOOK_MS = 100;
const LONGEST_PAUSE_MS = 1000;

/** Those that specs/3 names: what a targeted scan is about that names none. */
const SPECS_FRAMEWORKS = ['cis-3.0', 'pci-dss-4.0', 'soc2'];

type Output = ComplianceOutput | VulnerabilityOutput;

/** What specs/3 calls the compliance scanner and the vulnerability scanner: scans that take over what AWS's tools know. */
@Injectable()
export class MicroserviceScans implements OnModuleDestroy {
  readonly #stopping = new AbortController();

  constructor(
    private readonly database: Database,
    private readonly scans: ScansService,
    private readonly rows: ScanStore,
    private readonly units: ScanUnitStore,
    private readonly config: Config,
  ) {}

  /** Whoever waits is answered at once: the scan goes on elsewhere. */
  onModuleDestroy(): void {
    this.#stopping.abort();
  }

  /** An equal scan under way is taken. @throws AppError PRECONDITION_FAILED where no account is registered */
  async startCompliance(
    actor: Actor,
    { scanType, daysBack, frameworks: named }: ComplianceScan,
    options: Omit<StartOptions, 'join'>,
  ): Promise<string> {
    const frameworks = named ?? (scanType === 'targeted' ? SPECS_FRAMEWORKS : null);
    const wanted = { scanType, frameworks, reads: { kind: 'findings', daysBack } as const };
    return (await this.scans.start(actor, wanted, { ...options, join: true })).scanId;
  }

  /** The same for vulnerabilities. */
  async startVulnerabilities(
    actor: Actor,
    { scanType: source, daysBack, includeInspector, includePatches }: VulnerabilityScan,
    options: Omit<StartOptions, 'join'>,
  ): Promise<string> {
    const reads = { kind: 'vulnerabilities', daysBack, source, includeInspector, includePatches } as const;
    const wanted = { scanType: 'targeted' as const, reads };
    return (await this.scans.start(actor, wanted, { ...options, join: true })).scanId;
  }

  /** @throws AppError NOT_FOUND */
  async complianceOutput(tenantId: string, scanId: string): Promise<ComplianceOutput> {
    const { result, ...output } = await this.#output(tenantId, scanId);
    const {
      findingsCount = 0,
      violationsCount = 0,
      complianceScore = null,
    } = result?.kind === 'compliance' ? result : {};
    return {
      ...output,
      ...{ findings_count: findingsCount, violations_count: violationsCount },
      compliance_score: complianceScore,
    };
  }

  /** @throws AppError NOT_FOUND */
  async vulnerabilityOutput(tenantId: string, scanId: string): Promise<VulnerabilityOutput> {
    const { result, ...output } = await this.#output(tenantId, scanId);
    const counts = result?.kind === 'vulnerabilities' ? result : undefined;
    return {
      ...output,
      vulnerabilities_count: counts?.vulnerabilitiesCount ?? 0,
      patches_count: counts?.patchesCount ?? 0,
      critical_vulnerabilities: counts?.criticalVulnerabilities ?? 0,
      high_vulnerabilities: counts?.highVulnerabilities ?? 0,
    };
  }

  /** Looks until the scan has ended, the time is over, or nobody waits any more; the last look is the answer. */
  async waited<T extends Output>(
    look: () => Promise<T>,
    waitSeconds = this.config.get('SCAN_WAIT_SECONDS'),
    gone?: AbortSignal,
  ): Promise<T> {
    const until = performance.now() + 1000 * waitSeconds;
    const signals = [this.#stopping.signal, ...(gone === undefined ? [] : [gone])];
    return withJointSignal(signals, async (signal) => {
      for (let pauseMs = FIRST_LOOK_MS; ; pauseMs = Math.min(1.5 * pauseMs, LONGEST_PAUSE_MS)) {
        const output = await look();
        const leftMs = until - performance.now();
        if (output.status !== 'running' || leftMs <= 0 || signal.aborted) return output;
        await sleep(Math.min(pauseMs, leftMs), undefined, { signal }).catch(() => undefined);
      }
    });
  }

  async #output(tenantId: string, scanId: string) {
    return this.database.withTenant(tenantId, async (tx) => {
      const scan = await this.rows.find(tx, tenantId, scanId);
      if (scan === undefined) throw notFound('scan', scanId);
      return {
        status: statusOf(scan),
        correlation_id: scan.correlationId,
        scan_timestamp: scan.endedAt ?? scan.createdAt,
        scanId,
        errors: await this.units.errors(tx, tenantId, scanId),
        result: scan.result,
      };
    });
  }
}

function statusOf({ status }: ScanRow): Output['status'] {
  switch (status) {
    case 'queued':
    case 'running':
      return 'running';
    case 'completed':
    case 'completed_with_errors':
      return 'completed';
    case 'failed':
    case 'cancelled':
      return 'failed';
  }
}
