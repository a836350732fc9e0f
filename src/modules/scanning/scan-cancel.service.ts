import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { conflict, notFound } from '../../shared/app-error.js';
import type { Actor } from '../access/index.js';
import { ScanAccess } from './scan-access.js';
import { ScanClosing } from './scan-closing.js';
import { ScanStore } from './scan.store.js';

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
}
