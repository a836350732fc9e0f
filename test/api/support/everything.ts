import type { TestDatabase } from '../../support/database.js';
import { tenantTables } from './tables.js';

/** All that there is of a tenant, as it lies in the database; the use of a key is noted whenever one asks. */
export async function everythingOf(
  database: TestDatabase,
  tenantId: string,
): Promise<Record<string, unknown>> {
  const all: Record<string, unknown> = {};
  for (const table of await tenantTables(database)) {
    const rows = await database.query<{ row: object }>(
      `SELECT to_jsonb(t) - 'last_used_at' AS row FROM "${table}" t WHERE tenant_id = $1 ORDER BY to_jsonb(t)::text`,
      [tenantId],
    );
    all[table] = rows.map(({ row }) => row);
  }
  return all;
}
