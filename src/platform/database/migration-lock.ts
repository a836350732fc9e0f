import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';

/** The key of the advisory lock that Prisma's schema engine takes (prisma-engines, PostgreSQL connector). */
const LOCK = '72707369';
const ASK_EVERY_MS = 200;
/** How long a statement of a migration waits for a table: what comes after it waits as long. */
const LOCK_TIMEOUT_MS = 3000;
const RETRY_MS = 1000;
const PATIENCE_MS = 5 * 60_000;

export interface Patience {
  lockTimeoutMs?: number;
  retryMs?: number;
  patienceMs?: number;
}

/**
 * Runs `work`, which migrates on this pool's only connection, while no other process does. A statement that cannot have
 * its table soon gives up, so that the requests behind it go on, and `work` begins again after a pause; each migration
 * is one transaction, so nothing of it is left.
 *
 * The lock is asked for again and again instead of waited for: a session that waits holds a snapshot, for whose end
 * CREATE INDEX CONCURRENTLY in another session would wait in turn. That one waits for as long as it takes.
 * @throws what `work` threw, or the last lock timeout after five minutes
 */
export async function alone<T>(pool: Pool, work: () => Promise<T>, patience: Patience = {}): Promise<T> {
  const { lockTimeoutMs = LOCK_TIMEOUT_MS, retryMs = RETRY_MS, patienceMs = PATIENCE_MS } = patience;
  while (!(await hasLock(pool))) await sleep(ASK_EVERY_MS);
  await pool.query(`SELECT set_config('lock_timeout', $1, false)`, [`${lockTimeoutMs}ms`]);
  // without it PostgreSQL goes on with the statement of a process that has died, and holds its lock until that ends
  await pool.query(`SET client_connection_check_interval = '5s'`).catch(() => undefined); // not on every platform
  const until = Date.now() + patienceMs;
  for (;;) {
    await forgetBrokenOff(pool);
    try {
      return await work();
    } catch (error) {
      if (!/lock timeout/.test(describe(error)) || Date.now() > until) throw error;
      await sleep(retryMs);
    }
  }
}

const describe = (error: unknown): string => (error instanceof Error ? error.message : JSON.stringify(error));

async function hasLock(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ locked: boolean }>(`SELECT pg_try_advisory_lock(${LOCK}) AS locked`);
  return rows[0]?.locked === true;
}

/**
 * Who holds the lock and finds a migration begun and not ended sees the note of one that failed or whose process died:
 * PostgreSQL has rolled it back, and it can begin anew. What making an index has left goes when it does (migration-script.ts).
 */
async function forgetBrokenOff(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ there: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`,
  );
  if (rows[0]?.there !== true) return;
  await pool.query(`DELETE FROM _prisma_migrations WHERE finished_at IS NULL AND rolled_back_at IS NULL`);
}
