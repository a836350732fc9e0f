import { Injectable } from '@nestjs/common';
import { Database, type Prisma, type Tx } from '../../platform/database/index.js';
import type { Message } from './domain/message.js';

/** The messages of scans, for workflows that want one to be told later. */
@Injectable()
export class ScanMessageStore {
  constructor(private readonly database: Database) {}

  async keep(tx: Tx, tenantId: string, scanId: string, message: Message): Promise<void> {
    const data = { tenantId, scanId, message: message as unknown as Prisma.InputJsonObject };
    await tx.notificationScan.createMany({ data: [data], skipDuplicates: true });
  }

  async find(tx: Tx, tenantId: string, scanId: string): Promise<Message | undefined> {
    const row = await tx.notificationScan.findFirst({ where: { tenantId, scanId } });
    return row === null ? undefined : (row.message as unknown as Message);
  }

  /** A workflow that has waited for a week tells in its own words. @returns how many */
  async deleteOld(limit: number): Promise<number> {
    return this.database.acrossTenants(
      'retention deletes the messages of old scans of all tenants',
      (tx) => tx.$executeRaw`
        DELETE FROM notification_scans WHERE (tenant_id, scan_id) IN (
          SELECT tenant_id, scan_id FROM notification_scans
           WHERE created_at < app_now() - interval '7 days' LIMIT ${limit})`,
    );
  }
}
