import { Injectable } from '@nestjs/common';
import { inTime } from '../../shared/in-time.js';
import { Database, type Statement } from '../database/index.js';
import type { ProcessState, SeenProcess } from './process-state.js';

type Session = Awaited<ReturnType<Database['session']>>;

export interface NewBeat {
  id: string;
  role: string;
  version: string;
  host: string;
  pid: number;
  uptimeSeconds: number;
  state: ProcessState;
}

/** What is logged for a while, and for how long yet. */
export interface LevelForNow {
  level: string;
  leftMs: number;
}

/** Without an answer for so long the connection counts as broken. */
const PATIENCE_MS = 10_000;

/** Forgets who has gone, and tells what is to be logged: one round trip. */
const BEAT = `
WITH beat AS (
  INSERT INTO processes (id, role, version, host, pid, started_at, seen_at, backend_pid, backend_start, state)
  SELECT $1, $2, $3, $4, $5, clock_timestamp() - make_interval(secs => $6), clock_timestamp(), a.pid, a.backend_start, $7
    FROM pg_stat_activity a WHERE a.pid = pg_backend_pid()
      ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at, backend_pid = excluded.backend_pid,
                                     backend_start = excluded.backend_start, state = excluded.state
), forgotten AS (
  DELETE FROM processes p
   WHERE p.id <> $1 AND p.seen_at < clock_timestamp() - interval '30 s'
     AND NOT EXISTS (SELECT FROM pg_stat_activity a
                      WHERE a.pid = p.backend_pid AND a.backend_start = p.backend_start)
)
SELECT level, (extract(epoch FROM until - app_now()) * 1000)::float8 AS "leftMs"
  FROM log_levels WHERE id = 'all' AND until > app_now()`;
const SEEN: Statement = {
  name: 'processes-seen',
  text: `
SELECT p.id, p.role, p.version, p.host, p.pid, p.started_at AS "startedAt", p.state,
       extract(epoch FROM clock_timestamp() - p.seen_at)::float8 AS "silentSeconds",
       EXISTS (SELECT FROM pg_stat_activity a
                WHERE a.pid = p.backend_pid AND a.backend_start = p.backend_start) AS "isConnected"
  FROM processes p ORDER BY p.id LIMIT 1000`,
};

/** Which processes there are. Each has a connection of its own: when that ends, so has the process. */
@Injectable()
export class ProcessStore {
  #session: Session | undefined;

  constructor(private readonly database: Database) {}

  async beat({
    id,
    role,
    version,
    host,
    pid,
    uptimeSeconds,
    state,
  }: NewBeat): Promise<LevelForNow | undefined> {
    const session = (this.#session ??= await this.database.session());
    try {
      const values = [id, role, version, host, pid, uptimeSeconds, JSON.stringify(state)];
      const asked = session.query<LevelForNow>({ name: 'processes-beat', text: BEAT, values });
      return (await inTime(PATIENCE_MS, () => asked)).rows[0];
    } catch (error) {
      this.#drop(session);
      throw error;
    }
  }

  seen(): Promise<SeenProcess[]> {
    return this.database.atOnce<SeenProcess>('processes belong to no tenant', SEEN, []);
  }

  /** For a process that stops: nobody misses it. */
  async leave(id: string): Promise<void> {
    const session = this.#session;
    if (session === undefined) return;
    try {
      await inTime(2_000, () => session.query('DELETE FROM processes WHERE id = $1', [id]));
    } finally {
      this.#drop(session);
    }
  }

  /** Nobody waits: a server that does not answer does not answer this either. */
  #drop(session: Session): void {
    if (this.#session === session) this.#session = undefined;
    session.end().catch(() => undefined);
  }
}
