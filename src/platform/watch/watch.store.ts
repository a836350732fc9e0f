import { Injectable } from '@nestjs/common';
import { Database, type Statement } from '../database/index.js';

export interface ServerState {
  connections: number;
  /** Those that a login like ours may have. */
  most: number;
  isReadOnly: boolean;
}

export interface Backlog {
  /** Due and taken by nobody. */
  due: number;
  oldestSeconds: number;
  running: number;
  dead: number;
  /** Facts that somebody has not taken yet. */
  undelivered: number;
  oldestUndeliveredSeconds: number;
}

const SERVER: Statement = {
  name: 'watch-server',
  text: `
SELECT (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections,
       current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int AS most,
       pg_is_in_recovery() OR current_setting('default_transaction_read_only')::bool AS "isReadOnly"`,
};
const AGE = (of: string, where: string) =>
  `coalesce(greatest(0, extract(epoch FROM app_now() - min(${of}) FILTER (WHERE ${where}))), 0)::float8`;
const IS_DUE = `status = 'pending' AND next_attempt_at <= app_now()`;
const IS_DELIVERY = `name = 'outbox.deliver' AND status <> 'dead'`;
const BACKLOG: Statement = {
  name: 'watch-backlog',
  text: `
SELECT count(*) FILTER (WHERE ${IS_DUE})::int AS due, ${AGE('next_attempt_at', IS_DUE)} AS "oldestSeconds",
       count(*) FILTER (WHERE status = 'running')::int AS running,
       count(*) FILTER (WHERE status = 'dead')::int AS dead,
       count(*) FILTER (WHERE ${IS_DELIVERY})::int AS undelivered,
       ${AGE('created_at', IS_DELIVERY)} AS "oldestUndeliveredSeconds"
  FROM jobs`,
};

/** Figures of the database and of what lies in it for all. */
@Injectable()
export class WatchStore {
  constructor(private readonly database: Database) {}

  async server(): Promise<ServerState> {
    const [row] = await this.database.atOnce<ServerState & Record<string, unknown>>(
      'the server belongs to no tenant',
      SERVER,
      [],
    );
    if (row === undefined) throw new Error('the server says nothing of itself');
    return row;
  }

  async backlog(): Promise<Backlog> {
    const [row] = await this.database.atOnce<Backlog & Record<string, unknown>>(
      'jobs of all tenants are counted together',
      BACKLOG,
      [],
    );
    if (row === undefined) throw new Error('the jobs were not counted');
    return row;
  }
}
