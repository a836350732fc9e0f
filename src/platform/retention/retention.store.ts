import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import type { Sweep } from './retains.js';

/** Rather than hold up all that writes the table behind it, the sweep waits for the next hour. */
const LOCK_TIMEOUT = '2s';

@Injectable()
export class RetentionStore {
  constructor(private readonly database: Database) {}

  /** Deletes one batch. @returns how many rows of the sweep's own table */
  async deleteBatch({ table, text, batch, alone = false }: Sweep, days: number): Promise<number> {
    return this.database.acrossTenants('retention deletes old rows of all tenants', async (tx) => {
      if (alone) {
        await tx.$queryRaw`SELECT set_config('lock_timeout', ${LOCK_TIMEOUT}, true)`;
        await tx.$executeRawUnsafe(`LOCK TABLE ${table} IN SHARE ROW EXCLUSIVE MODE`);
      }
      return tx.$executeRawUnsafe(text, days, batch);
    });
  }
}
