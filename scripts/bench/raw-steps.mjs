import pg from 'pg';

/** One statement, one transaction: a row's next version and a row of history. */
const STEP = {
  name: 'step',
  text: `WITH moved AS (UPDATE raw_execution SET version = version + $3, state = $4 WHERE id = $1 AND version = $2
                        RETURNING id)
         INSERT INTO raw_history (execution_id, version, data)
         SELECT id, $2 + x.n, x.d::jsonb FROM moved, unnest($5::text[]) WITH ORDINALITY AS x(d, n)`,
};
const CLIENTS = 10;
const SECONDS = 3;
const PAYLOAD = JSON.stringify({ ok: true, step: 1, at: '2026-01-01T00:00:00Z' });

/** What PostgreSQL does without an engine: steps a second of 10 clients, each step alone, and ten in a transaction. */
export async function rawSteps({ url, query }) {
  await query(
    `CREATE TABLE raw_execution (id int PRIMARY KEY, version int NOT NULL, state text NOT NULL) WITH (fillfactor = 70)`,
  );
  await query(
    `CREATE TABLE raw_history (execution_id int, version int, data jsonb NOT NULL, PRIMARY KEY (execution_id, version))`,
  );
  await query(`INSERT INTO raw_execution SELECT n, 0, 'S0' FROM generate_series(0, ${CLIENTS * 20 - 1}) n`);
  const one = await steps(url, 1, 0);
  const ten = await steps(url, 10, 10);
  await query('DROP TABLE raw_execution, raw_history');
  return { clients: CLIENTS, stepsPerSecond: one, stepsPerSecondTenAtOnce: ten };
}

async function steps(url, together, shift) {
  const clients = await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      return client;
    }),
  );
  const end = performance.now() + SECONDS * 1000;
  const payloads = Array(together).fill(PAYLOAD);
  const counts = await Promise.all(
    clients.map(async (client, index) => {
      const versions = Array(10).fill(0);
      let done = 0;
      while (performance.now() < end) {
        const at = (done / together) % 10;
        const values = [index * 20 + shift + at, versions[at], together, 'S1', payloads];
        const { rowCount } = await client.query({ ...STEP, values });
        if (rowCount !== together) throw new Error(`wrote ${rowCount} rows, wanted ${together}`);
        versions[at] += together;
        done += together;
      }
      await client.end();
      return done;
    }),
  );
  return Math.round(counts.reduce((sum, count) => sum + count, 0) / SECONDS);
}
