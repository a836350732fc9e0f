import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import type { Message } from './domain/message.js';

/** What the last scan of each tenant has found. */
@Injectable()
export class LastScanStore {
  constructor(private readonly database: Database) {}

  /** Keeps it unless a later scan is known: facts may come out of order, and twice. */
  async keep(tenantId: string, scanId: string, message: Message): Promise<void> {
    await this.database.withTenant(
      tenantId,
      (tx) => tx.$executeRaw`
        INSERT INTO notification_last_scans (tenant_id, scan_id, message, ended_at)
        VALUES (${tenantId}, ${scanId}, ${JSON.stringify(message)}::jsonb, ${message.at}::timestamptz)
        ON CONFLICT (tenant_id) DO UPDATE
           SET scan_id = excluded.scan_id, message = excluded.message, ended_at = excluded.ended_at
         WHERE notification_last_scans.ended_at <= excluded.ended_at`,
    );
  }

  async find(tx: Tx, tenantId: string): Promise<Message | undefined> {
    const rows = await tx.$queryRaw<{ message: Message }[]>`
      SELECT message FROM notification_last_scans WHERE tenant_id = ${tenantId}`;
    return rows[0]?.message;
  }
}
