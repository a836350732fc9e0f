/** What a piece of work has written: begin before it, and ask after. Sizes are of the tables as a whole, indexes too. */
export async function beginStorage(query) {
  const [{ lsn }] = await query('SELECT pg_current_wal_lsn() AS lsn');
  const [{ commits }] = await query(COMMITS);
  return async (events) => {
    const [wal] = await query('SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), $1)::float AS bytes', [lsn]);
    const [now] = await query(COMMITS);
    await query('ANALYZE'); // the counts of rows below are the statistics' own
    const tables = await query(
      `SELECT parent AS name, sum(bytes)::float AS bytes, sum(rows)::float AS rows
         FROM (SELECT coalesce((SELECT inhparent::regclass::text FROM pg_inherits WHERE inhrelid = c.oid), c.relname::text) AS parent,
                      pg_total_relation_size(c.oid) AS bytes, n_live_tup AS rows
                 FROM pg_class c JOIN pg_stat_user_tables s ON s.relid = c.oid
                WHERE c.relkind = 'r' AND relnamespace::regnamespace::text IN ('public', 'event_months')) AS tables
        GROUP BY 1 HAVING sum(rows) >= 1000 ORDER BY 2 DESC LIMIT 8`,
    );
    return {
      walBytesPerEvent: Math.round(wal.bytes / events),
      commitsPerEvent: Math.round(((now.commits - commits) / events) * 1000) / 1000,
      bytesPerRow: Object.fromEntries(
        tables.map(({ name, bytes, rows }) => [name, Math.round(bytes / rows)]),
      ),
      rows: Object.fromEntries(tables.map(({ name, rows }) => [name, rows])),
    };
  };
}

const COMMITS = `SELECT xact_commit::float AS commits FROM pg_stat_database WHERE datname = current_database()`;
