import type { TestDatabase } from '../../support/database.js';

/** Every table of ours that has a tenant's rows. */
export async function tenantTables(database: TestDatabase): Promise<string[]> {
  const rows = await database.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
      WHERE column_name = 'tenant_id' AND table_type = 'BASE TABLE' AND table_schema = 'public' ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}
