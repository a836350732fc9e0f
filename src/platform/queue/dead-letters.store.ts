import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import type { NoteRetry } from './dead-letter-sources.js';
import type { Lane } from './job.js';

export interface DeadLetter {
  id: string;
  tenantId: string;
  name: string;
  lane: Lane;
  payload: unknown;
  attempts: number;
  lastError: string | null;
  correlationId: string;
  createdAt: Date;
  deadAt: Date | null;
}

/** Jobs without an attempt left, of all tenants: the platform key's business. */
@Injectable()
export class DeadLetterStore {
  constructor(private readonly database: Database) {}

  async list(after: string | undefined, take: number, tenantId: string | undefined): Promise<DeadLetter[]> {
    const rows = await this.database.acrossTenants(
      'the platform key lists dead letters of all tenants',
      (tx) =>
        tx.job.findMany({
          where: { status: 'dead', tenantId, ...(after === undefined ? {} : { id: { lt: after } }) },
          orderBy: { id: 'desc' },
          take,
        }),
    );
    return rows.map((row) => ({ ...row, lane: row.lane as Lane }));
  }

  /** Gives a dead job its attempts back. Undefined where there is no such dead job. */
  async revive(id: string, note: NoteRetry): Promise<{ lane: Lane } | undefined> {
    return this.database.acrossTenants('the platform key retries dead letters of all tenants', async (tx) => {
      const [revived] = await tx.$queryRaw<{ lane: Lane; tenantId: string; name: string }[]>`
        UPDATE jobs SET status = 'pending', attempts = 0, next_attempt_at = app_now(), dead_at = NULL
         WHERE id = ${id} AND status = 'dead' RETURNING lane, name, tenant_id AS "tenantId"`;
      if (revived !== undefined) await note(tx, { id, tenantId: revived.tenantId, name: revived.name });
      return revived;
    });
  }
}
