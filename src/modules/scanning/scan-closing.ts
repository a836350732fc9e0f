import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/outbox/index.js';
import { scanStatus, type UnitOutcome } from './domain/scan-outcome.js';
import { scanCompleted } from './facts.js';
import { ScanStore } from './scan.store.js';
import { ACCOUNT_UNIT, ScanUnitStore } from './scan-unit.store.js';

/** Closes units, and with the last one the scan; or the scan before its time. */
@Injectable()
export class ScanClosing {
  constructor(
    private readonly scans: ScanStore,
    private readonly units: ScanUnitStore,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Closes one unit in the caller's transaction. The scan's row is locked first, so that two units that end at the
   * same time cannot each take the other for open. `attempt` null closes it whoever has it.
   */
  async closeUnit(
    tx: Tx,
    unit: { tenantId: string; scanId: string; id: string; attempt: number | null },
    outcome: UnitOutcome,
  ): Promise<void> {
    const { tenantId, scanId } = unit;
    const before = await this.scans.lock(tx, tenantId, scanId);
    if (before === undefined || before === 'cancelled') return;
    if (!(await this.units.close(tx, tenantId, unit.id, unit.attempt, outcome))) return;
    const outcomes = await this.units.outcomes(tx, tenantId, scanId);
    if (outcomes.some(({ status }) => status === 'queued' || status === 'running')) return;
    // an account whose regions were known has been neither entered nor read: its other units tell
    const reads = outcomes.filter(
      ({ service, status }) => service !== ACCOUNT_UNIT || status !== 'completed',
    );
    await this.scans.end(tx, tenantId, scanId, scanStatus(reads));
    await this.#tell(tx, tenantId, scanId);
  }

  /** False when there is nothing to cancel. Who waits for the scan is told as of one that has ended by itself. */
  async cancel(tx: Tx, tenantId: string, scanId: string): Promise<boolean> {
    if (!(await this.scans.cancel(tx, tenantId, scanId))) return false;
    await this.#tell(tx, tenantId, scanId);
    return true;
  }

  async #tell(tx: Tx, tenantId: string, scanId: string): Promise<void> {
    const scan = await this.scans.find(tx, tenantId, scanId);
    const progress = (await this.scans.progressOf(tx, tenantId, [scanId])).get(scanId);
    if (scan === undefined || progress === undefined) return;
    const { status, scanType, source } = scan;
    const { resources, findings, apiCalls } = progress;
    const payload = { scanId, status, scanType, source, resources, findings, apiCalls };
    await this.outbox.write(tx, tenantId, scanCompleted, [{ key: scanId, payload }]);
  }
}
