import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultSettings } from '../../src/modules/access/index.js';
import type { UnitOutcome } from '../../src/modules/scanning/domain/scan-outcome.js';
import { ec2Address } from '../../src/modules/scanning/domain/resources/ec2/address.js';
import { PageWriter } from '../../src/modules/scanning/page-writer.js';
import { Units } from '../../src/modules/scanning/units.js';
import { Database } from '../../src/platform/database/index.js';
import type { Attempt } from '../../src/platform/queue/index.js';
import { startTestApp, type TestApp } from '../support/app.js';

const DONE: UnitOutcome = { status: 'completed', errors: [] };
const attempt: Attempt = {
  number: 1,
  last: false,
  tenantId: 'default',
  signal: new AbortController().signal,
};

describe('a unit of a scan', () => {
  let test: TestApp;
  let units: Units;
  let made = 0;

  beforeAll(async () => {
    test = await startTestApp({ ROLE: 'api' }); // nobody else is at work
    units = test.app.get(Units, { strict: false });
  });
  afterAll(() => test.close());

  /** A scan of two units, as it stands before its first one is opened. */
  async function scanOfTwo() {
    made += 1;
    const scanId = `scan_${made}`;
    await test.database.query(
      `INSERT INTO scans (id, tenant_id, scan_type, scope, scope_key, source, requested_by, correlation_id)
       VALUES ($1, 'default', 'full', '{"accountIds":null,"regions":null,"services":null}', $1, 'api', 'x', 'x')`,
      [scanId],
    );
    const [unitId, otherId] = ['ec2', 's3'].map((service) => `unit_${made}_${service}`);
    if (unitId === undefined || otherId === undefined) throw new Error('two are made');
    for (const id of [unitId, otherId]) {
      await test.database.query(
        `INSERT INTO scan_units (id, tenant_id, scan_id, account_id, region, service)
         VALUES ($1, 'default', $2, '111111111111', 'global', $1)`,
        [id, scanId],
      );
    }
    return { ids: { scanId, unitId }, other: { scanId, unitId: otherId } };
  }
  const statusOf = async (scanId: string) =>
    (await test.database.query<{ status: string }>('SELECT status FROM scans WHERE id = $1', [scanId]))[0]
      ?.status;
  const nothing = () => Promise.resolve({ resources: 0, findings: 0 });

  it('ends the scan with the last unit, also when two end at the same time', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { ids, other } = await scanOfTwo();
      await Promise.all([ids, other].map((one) => units.run(one, attempt, ({ close }) => close(DONE))));
      expect(await statusOf(ids.scanId)).toBe('completed');
    }
  });

  it('keeps its job alive when another worker has taken the unit over and not ended it', async () => {
    const { ids } = await scanOfTwo();
    const work = units.run(ids, attempt, async ({ write }) => {
      await test.database.query('UPDATE scan_units SET attempt = attempt + 1 WHERE id = $1', [ids.unitId]);
      await write(nothing);
    });
    await expect(work).rejects.toThrow();
    expect(await statusOf(ids.scanId)).toBe('running');
  });

  it('ends its job quietly when the unit was closed or the scan cancelled meanwhile, and writes nothing more', async () => {
    const { ids } = await scanOfTwo();
    let wrote = false;
    await units.run(ids, attempt, async ({ write }) => {
      expect((await test.request('DELETE', `/scans/${ids.scanId}`)).status).toBe(204);
      await write(async () => {
        wrote = true;
        return nothing();
      });
    });
    expect(wrote).toBe(false);
    expect(await statusOf(ids.scanId)).toBe('cancelled');
  });

  it('is left alone once it is done', async () => {
    const { ids } = await scanOfTwo();
    await units.run(ids, attempt, ({ close }) => close(DONE));
    let ran = false;
    await units.run(ids, attempt, async () => {
      ran = true;
    });
    expect(ran).toBe(false);
  });

  it('is closed as failed when its job is given up, and so is the scan when nothing could be read', async () => {
    const { ids, other } = await scanOfTwo();
    const database = test.app.get(Database);
    for (const one of [ids, other]) {
      await database.withTenant('default', (tx) => units.giveUp(tx, 'default', one));
    }
    expect(await statusOf(ids.scanId)).toBe('failed');
  });
});

describe('a page that shows one resource twice', () => {
  it('is written, once, and the last one counts', async () => {
    const test = await startTestApp({ ROLE: 'api' });
    try {
      const pages = test.app.get(PageWriter, { strict: false });
      const place = { partition: 'aws', accountId: '111111111111', region: 'eu-west-1' };
      const address = (publicIp: string) => ({
        ...{ id: 'eipalloc-1', publicIp, associationId: null, instanceId: null, networkInterfaceId: null },
        ...{ privateIp: null, networkBorderGroup: null, publicIpv4Pool: null },
        tags: { noEvidence: 'is a tag of ours' },
      });
      const page = ['192.0.2.1', '192.0.2.2'].map((ip) => ec2Address.schema.parse(address(ip)));
      const { thresholds } = defaultSettings;
      const rules = { now: new Date(), thresholds, exemptTags: [], mutes: [], asks: () => true };
      const counts = await test.app
        .get(Database)
        .withTenant('default', (tx) =>
          pages.write(tx, 'default', 'scan_x', { type: ec2Address, place, page, rules }),
        );
      expect(counts.resources).toBe(1);
      const rows = await test.database.query<{
        configuration: { publicIp: string };
        no_evidence: object;
        tags: object;
      }>('SELECT configuration, no_evidence, tags FROM resources');
      expect(rows).toHaveLength(1);
      expect(rows[0]).toMatchObject({
        configuration: { publicIp: '192.0.2.2' },
        no_evidence: {},
        tags: { noEvidence: 'is a tag of ours' },
      });
      expect(await test.database.query('SELECT kind FROM resource_changes')).toEqual([{ kind: 'created' }]);
    } finally {
      await test.close();
    }
  });
});
