import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { Jobs } from '../../platform/queue/index.js';
import { GLOBAL_REGION } from './domain/resource-type.js';
import { scanStatus, type UnitOutcome } from './domain/scan-outcome.js';
import { ScanStore } from './scan.store.js';
import { ScanTold } from './scan-told.service.js';
import { scanAssessment } from './scan.jobs.js';
import { ACCOUNT_UNIT, ALL_ACCOUNTS, ASSESSMENT_UNIT, ScanUnitStore } from './scan-unit.store.js';

const NO_READS: readonly string[] = [ACCOUNT_UNIT, ASSESSMENT_UNIT];

/** Closes units, and with the last one the scan; or the scan before its time. */
@Injectable()
export class ScanClosing {
  constructor(
    private readonly scans: ScanStore,
    private readonly units: ScanUnitStore,
    private readonly jobs: Jobs,
    private readonly told: ScanTold,
  ) {}

  /** Closes one unit, as closeUnits does. */
  async closeUnit(
    tx: Tx,
    {
      tenantId,
      scanId,
      id,
      attempt,
    }: { tenantId: string; scanId: string; id: string; attempt: number | null },
    outcome: UnitOutcome,
  ): Promise<void> {
    await this.closeUnits(tx, { tenantId, scanId }, [{ id, attempt, outcome }]);
  }

  /**
   * Closes units in the caller's transaction. The scan's row is locked first, so that two that end at the same time
   * cannot each take the other for open. `attempt` null closes a unit whoever has it.
   */
  async closeUnits(
    tx: Tx,
    { tenantId, scanId }: { tenantId: string; scanId: string },
    ends: readonly { id: string; attempt: number | null; outcome: UnitOutcome }[],
  ): Promise<void> {
    const before = await this.scans.lock(tx, tenantId, scanId);
    if (before === undefined || before === 'cancelled' || ends.length === 0) return;
    if ((await this.units.closeAll(tx, tenantId, ends)) === 0) return;
    if (await this.units.anyOpen(tx, tenantId, scanId)) return;
    const outcomes = await this.units.outcomes(tx, tenantId, scanId);
    const assessment = outcomes.find(({ service }) => service === ASSESSMENT_UNIT);
    if (!ends.some(({ id }) => id === assessment?.id)) {
      await this.#assess(tx, tenantId, scanId);
      return;
    }
    // an account whose regions were known has been neither entered nor read: its other units tell
    const reads = outcomes.filter(
      ({ service, status }) => !NO_READS.includes(service) || status !== 'completed',
    );
    await this.scans.end(tx, tenantId, scanId, scanStatus(reads));
    await this.told.ended(tx, tenantId, scanId);
  }

  /** False when there is nothing to cancel. Who waits for the scan is told as of one that has ended by itself. */
  async cancel(tx: Tx, tenantId: string, scanId: string): Promise<boolean> {
    if (!(await this.scans.cancel(tx, tenantId, scanId))) return false;
    await this.told.ended(tx, tenantId, scanId);
    return true;
  }

  /** All is read: what it means for the scores is the scan's last unit, anew where a failed unit was read later. */
  async #assess(tx: Tx, tenantId: string, scanId: string): Promise<void> {
    const key = { accountId: ALL_ACCOUNTS, region: GLOBAL_REGION, service: ASSESSMENT_UNIT };
    const unitId = await this.units.queue(tx, tenantId, scanId, key);
    await this.jobs.enqueueAll(tx, tenantId, scanAssessment, [{ scanId, unitId }]);
  }
}
