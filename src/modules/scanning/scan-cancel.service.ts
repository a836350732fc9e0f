import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import { conflict, notFound } from '../../shared/app-error.js';
import type { Actor } from '../access/index.js';
import { ScanAccess } from './scan-access.js';
import { ScanClosing } from './scan-closing.js';
import { ScanStore } from './scan.store.js';

/** Rolls a cancel back. */
class StillWanted extends Error {}

/** Ends a scan before its time. */
@Injectable()
export class ScanCancelService {
  constructor(
    private readonly database: Database,
    private readonly scans: ScanStore,
    private readonly closing: ScanClosing,
    private readonly access: ScanAccess,
  ) {}

  /** @throws AppError CONFLICT when the scan has ended already */
  async cancel(actor: Actor, scanId: string): Promise<void> {
    const { tenantId } = actor;
    await this.database.withTenant(tenantId, async (tx) => {
      if (await this.closing.cancel(tx, tenantId, scanId)) {
        const change = { action: 'scan.cancelled', targetType: 'scan', targetId: scanId };
        return this.access.audit.write(tx, actor, change);
      }
      const scan = await this.scans.find(tx, tenantId, scanId);
      if (scan === undefined) throw notFound('scan', scanId);
      throw conflict(`The scan has ended already: ${scan.status}`);
    });
  }

  /**
   * Ends the scan that was started with `requestKey`, unless somebody else wants it too. Whoever asked for an equal
   * scan has joined this one.
   * @param isWanted asked once the scan is marked in the transaction: who is about to join it then waits for the
   * commit, and starts a scan of his own; who has joined before is seen
   * @returns whether it was under way and has ended now
   */
  async cancelOwn(
    actor: Actor,
    scanId: string,
    { requestKey, isWanted }: { requestKey: string; isWanted: (tx: Tx) => Promise<boolean> },
  ): Promise<boolean> {
    const { tenantId } = actor;
    try {
      return await this.database.withTenant(tenantId, async (tx) => {
        if ((await this.scans.findByRequest(tx, tenantId, requestKey)) !== scanId) return false;
        if (!(await this.closing.cancel(tx, tenantId, scanId))) return false;
        if (await isWanted(tx)) throw new StillWanted();
        const change = { action: 'scan.cancelled', targetType: 'scan', targetId: scanId };
        await this.access.audit.write(tx, actor, change);
        return true;
      });
    } catch (error) {
      if (error instanceof StillWanted) return false;
      throw error;
    }
  }
}
