import { Injectable } from '@nestjs/common';
import { Database, type Prisma, type Tx } from '../../platform/database/index.js';
import type { Message } from './domain/message.js';

/** The messages of scans, for workflows that want one to be told later, and for who asks for the last one. */
@Injectable()
export class ScanMessageStore {
  constructor(private readonly database: Database) {}

  /** @param endedAt null: it was called off, and has found nothing worth telling */
  async keep(
    tx: Tx,
    tenantId: string,
    scanId: string,
    message: Message,
    endedAt: Date | null,
  ): Promise<void> {
    const data = { tenantId, scanId, endedAt, message: message as unknown as Prisma.InputJsonObject };
    await tx.notificationScan.createMany({ data: [data], skipDuplicates: true });
  }

  async find(tx: Tx, tenantId: string, scanId: string): Promise<Message | undefined> {
    const row = await tx.notificationScan.findFirst({ where: { tenantId, scanId } });
    return row === null ? undefined : (row.message as unknown as Message);
  }

  /** Of the scan that has ended last, in whatever order scans are heard of. */
  async last(tx: Tx, tenantId: string): Promise<Message | undefined> {
    const row = await tx.notificationScan.findFirst({
      where: { tenantId, endedAt: { not: null } },
      orderBy: [{ endedAt: 'desc' }, { scanId: 'desc' }],
    });
    return row === null ? undefined : (row.message as unknown as Message);
  }

  /** A workflow that has waited for a week tells in its own words; the last of a tenant stays. @returns how many */
  async deleteOld(limit: number): Promise<number> {
    return this.database.acrossTenants(
      'retention deletes the messages of old scans of all tenants',
      (tx) => tx.$executeRaw`
        DELETE FROM notification_scans WHERE (tenant_id, scan_id) IN (
          SELECT s.tenant_id, s.scan_id FROM notification_scans s
           WHERE s.created_at < app_now() - interval '7 days'
             AND (s.ended_at IS NULL OR EXISTS (
               SELECT FROM notification_scans l
                WHERE l.tenant_id = s.tenant_id AND (l.ended_at, l.scan_id) > (s.ended_at, s.scan_id)))
           LIMIT ${limit})`,
    );
  }
}
