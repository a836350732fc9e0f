import { newId } from '../../src/shared/ids.js';
import type { TestApp } from './app.js';

export interface UnitRow {
  id: string;
  service: string;
  status: string;
  attempt: number;
  resources: number;
  apiCalls: number;
  errors: { code: string }[];
}

const ACCOUNT = '111111111111';

/** A scan with some units, as it stands before the first of them is opened; nobody is at work on it. */
export async function scanWith(test: TestApp, units: { region?: string; service: string }[]) {
  const scanId = newId('scan');
  await test.database.query(
    `INSERT INTO scans (id, tenant_id, scan_type, scope, scope_key, source, requested_by, correlation_id)
     VALUES ($1, 'default', 'full', '{"accountIds":null,"regions":null,"services":null}', $1, 'api', 'x', 'x')`,
    [scanId],
  );
  for (const [at, { region = 'global', service }] of units.entries()) {
    await test.database.query(
      `INSERT INTO scan_units (id, tenant_id, scan_id, account_id, region, service)
       VALUES ($1, 'default', $2, $3, $4, $5)`,
      [newId('unit'), scanId, service === 'account' ? String(at + 1).repeat(12) : ACCOUNT, region, service],
    );
  }
  const rows = () =>
    test.database.query<UnitRow>(
      `SELECT id, service, status, attempt, resources, api_calls AS "apiCalls", errors FROM scan_units
        WHERE scan_id = $1 ORDER BY id`,
      [scanId],
    );
  return {
    scanId,
    place: (region: string) => ({ scanId, accountId: ACCOUNT, region }),
    /** In the order in which they were made; the assessment comes last. */
    rows,
    unit: async (service: string) => {
      const found = (await rows()).filter((row) => row.service === service);
      if (found.length !== 1 || found[0] === undefined) throw new Error(`not one unit of ${service}`);
      return { ...found[0], ids: { scanId, unitId: found[0].id } };
    },
    status: async () =>
      (await test.database.query<{ status: string }>('SELECT status FROM scans WHERE id = $1', [scanId]))[0]
        ?.status,
    /** Jobs that would do the last unit. */
    assessments: async () =>
      (
        await test.database.query(
          `SELECT FROM jobs WHERE name = 'scan.assessment' AND payload ->> 'scanId' = $1`,
          [scanId],
        )
      ).length,
  };
}
