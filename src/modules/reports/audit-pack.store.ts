import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';

/** When nobody can write anything any more that happened before a time. */
@Injectable()
export class AuditPackStore {
  constructor(private readonly database: Database) {}

  /** By the clock of the server, which does not care for that of the service. */
  async serverTime(): Promise<Date> {
    const [row] = await this.database.acrossTenants(
      'a pack waits for the transactions that began before its end',
      (tx) => tx.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`,
    );
    if (row === undefined) throw new Error('clock_timestamp() gave nothing');
    return row.now;
  }

  /** Whether a transaction of ours that began by then is still under way: what it writes has the time of its begin. */
  async isWriting(since: Date): Promise<boolean> {
    const [row] = await this.database.acrossTenants(
      'a pack waits for the transactions that began before its end',
      (tx) => tx.$queryRaw<{ open: boolean }[]>`
        SELECT EXISTS (SELECT FROM pg_stat_activity
                        WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
                          AND xact_start <= ${since}::timestamptz) AS open`,
    );
    return row?.open === true;
  }
}
