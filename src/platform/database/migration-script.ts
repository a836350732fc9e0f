import type { Pool } from 'pg';

const INDEX =
  /^CREATE\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY\s+(?:IF\s+NOT\s+EXISTS\s+)?"?(\w+)"?\s+ON\s[^;]+;?$/i;

/** In the transaction of the script: who dies between the two would begin it again, and find its columns there. */
const FINISHED = `
;UPDATE _prisma_migrations SET finished_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL`;

/** The index that a script of one statement makes concurrently; undefined: it is another one. */
export function concurrentIndex(script: string): string | undefined {
  return INDEX.exec(script.replaceAll(/--.*$/gm, '').trim())?.[1];
}

/**
 * Runs a script of Prisma's engine on the only connection of a pool. Its statements are one transaction, with the note
 * that it is done; an index that is made concurrently is none, and can be left half made.
 */
export async function runScript(pool: Pool, script: string): Promise<void> {
  const index = concurrentIndex(script);
  if (index !== undefined) return makeIndex(pool, index, script);
  const { rows } = await pool.query<{ isNoted: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS "isNoted"`, // the first script makes it
  );
  await pool.query(rows[0]?.isNoted === true ? script + FINISHED : script);
}

/**
 * It waits for every transaction that is older than itself, in whichever table, and that may be a backup of hours.
 * Giving up would leave an index that is not valid, which costs every write and serves no read; waiting costs nobody
 * anything, since reads and writes go on beside it
 * (postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY).
 */
async function makeIndex(pool: Pool, index: string, script: string): Promise<void> {
  const { rows: before } = await pool.query<{ lock_timeout: string }>('SHOW lock_timeout');
  await pool.query('SET lock_timeout = 0');
  try {
    const { rows } = await pool.query<{ isValid: boolean; name: string }>(
      `SELECT i.indisvalid AS "isValid", format('%I.%I', n.nspname, c.relname) AS name
         FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = current_schema() AND c.relname = $1`,
      [index],
    );
    const [left] = rows;
    if (left?.isValid === true) return; // whoever made it died before it could say so
    if (left !== undefined) await pool.query(`DROP INDEX CONCURRENTLY ${left.name}`);
    await pool.query(script);
  } finally {
    // without a connection there is nothing to be set
    await pool
      .query('SELECT set_config($1, $2, false)', ['lock_timeout', before[0]?.lock_timeout ?? '0'])
      .catch(() => undefined);
  }
}
