import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { ROOT } from '../lib/project.mjs';

/** A PostgreSQL of the benchmark's own, migrated. What ends it is added to `stops`. */
export async function benchDatabase(stops) {
  const folder = mkdtempSync(join(tmpdir(), 'shepherd-bench-'));
  chmodSync(folder, 0o755); // under root the embedded PostgreSQL runs as another user
  const { startEmbeddedPostgres } = await import(join(ROOT, 'dist/platform/database/embedded-postgres.js'));
  const { migrate } = await import(join(ROOT, 'dist/platform/database/prepare.js'));
  const server = await startEmbeddedPostgres(join(folder, 'postgres'));
  const pool = new pg.Pool({ connectionString: server.url, max: 2 });
  stops.push(async () => {
    await pool.end();
    await server.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });
  await migrate(server.url);
  const query = async (sql, values) => (await pool.query(sql, values)).rows;
  return {
    url: server.url,
    query,
    /** Exact, unlike the statistics; transactions that only read are not counted. */
    async written() {
      const [row] = await query(
        "SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS x, (pg_current_wal_insert_lsn() - '0/0')::text AS w",
      );
      return { transactions: Number(row.x), bytes: Number(row.w) };
    },
    /** For scripts that log in as `postgres` on loopback. */
    async peerEnv() {
      const { port, password } = new URL(server.url);
      await query(`DO $$ BEGIN CREATE ROLE postgres SUPERUSER LOGIN PASSWORD '${password}';
                   EXCEPTION WHEN duplicate_object THEN NULL; END $$`);
      return { PG_PORT: port, PGPASSWORD: decodeURIComponent(password) };
    },
  };
}
