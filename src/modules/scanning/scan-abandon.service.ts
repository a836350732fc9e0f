import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import type { Actor } from '../access/index.js';
import { ScanAccess } from './scan-access.js';
import { ScanClosing } from './scan-closing.js';
import { ScanStore } from './scan.store.js';

/** Ends the scans of somebody who has no use for them any more. */
@Injectable()
export class ScanAbandonService {
  constructor(
    private readonly database: Database,
    private readonly scans: ScanStore,
    private readonly closing: ScanClosing,
    private readonly access: ScanAccess,
  ) {}

  /**
   * Cancels the scans under way whose request keys begin with `keyPrefix`; one that others have joined goes on for
   * them. Safe to run twice.
   * @returns the scans that were cancelled
   */
  async abandon(actor: Actor, keyPrefix: string): Promise<string[]> {
    const { tenantId } = actor;
    return this.database.withTenant(tenantId, async (tx) => {
      const cancelled: string[] = [];
      for (const { id, joinedBy } of await this.scans.lockStartedBy(tx, tenantId, keyPrefix)) {
        const isWanted = joinedBy.some((key) => !key.startsWith(keyPrefix));
        if (isWanted || !(await this.closing.cancel(tx, tenantId, id))) continue;
        const change = { action: 'scan.cancelled', targetType: 'scan', targetId: id };
        await this.access.audit.write(tx, actor, change);
        cancelled.push(id);
      }
      await this.scans.leave(tx, tenantId, keyPrefix);
      return cancelled;
    });
  }
}
