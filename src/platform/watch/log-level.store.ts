import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../database/index.js';
import type { LogLevel } from './log-levels.js';

export interface LevelRow {
  level: string;
  until: Date;
  setBy: string;
  setAt: Date;
}

/** The row that says what all processes log for a while. */
@Injectable()
export class LogLevelStore {
  constructor(private readonly database: Database) {}

  /** Runs what reads or sets it. */
  with<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.acrossTenants('the log level of all processes belongs to no tenant', work);
  }

  /** What holds now; undefined: what each process was started with. */
  async find(tx: Tx): Promise<LevelRow | undefined> {
    const rows = await tx.$queryRaw<LevelRow[]>`
      SELECT level, until, set_by AS "setBy", set_at AS "setAt" FROM log_levels WHERE id = 'all' AND until > app_now()`;
    return rows[0];
  }

  async set(tx: Tx, level: LogLevel, minutes: number, setBy: string): Promise<LevelRow> {
    const rows = await tx.$queryRaw<LevelRow[]>`
      INSERT INTO log_levels (id, level, until, set_by, set_at)
      VALUES ('all', ${level}, app_now() + make_interval(mins => ${minutes}::int), ${setBy}, app_now())
      ON CONFLICT (id) DO UPDATE SET level = excluded.level, until = excluded.until, set_by = excluded.set_by,
                                     set_at = excluded.set_at
      RETURNING level, until, set_by AS "setBy", set_at AS "setAt"`;
    const [row] = rows;
    if (row === undefined) throw new Error('the log level was not written');
    return row;
  }
}
