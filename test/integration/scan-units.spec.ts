import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultSettings } from '../../src/modules/access/index.js';
import type { UnitOutcome } from '../../src/modules/scanning/domain/scan-outcome.js';
import { ec2Address } from '../../src/modules/scanning/domain/resources/ec2/address.js';
import { PageWriter } from '../../src/modules/scanning/page-writer.js';
import { Units } from '../../src/modules/scanning/units.js';
import { Database } from '../../src/platform/database/index.js';
import type { Attempt } from '../../src/platform/queue/index.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { scanWith } from '../support/scan-rows.js';

const DONE: UnitOutcome = { status: 'completed', errors: [] };
const attempt: Attempt = {
  number: 1,
  last: false,
  tenantId: 'default',
  signal: new AbortController().signal,
};

describe('a unit of a scan that has a job of its own', () => {
  let test: TestApp;
  let units: Units;

  beforeAll(async () => {
    test = await startTestApp({ ROLE: 'api' }); // nobody else is at work
    units = test.app.get(Units, { strict: false });
  });
  afterAll(() => test.close());

  /** A scan of two accounts, of which no unit was opened yet. */
  async function scanOfTwo() {
    const scan = await scanWith(test, [{ service: 'account' }, { service: 'account' }]);
    const [one, other] = (await scan.rows()).map(({ id }) => ({ scanId: scan.scanId, unitId: id }));
    if (one === undefined || other === undefined) throw new Error('two are made');
    return { scan, one, other };
  }
  const nothing = () => Promise.resolve({ resources: 0, findings: 0 });
  const close = (ids: { scanId: string; unitId: string }) =>
    units.run(ids, attempt, (unit) => unit.close(DONE));

  it('makes the assessment when all others are done, and with it the scan ends', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { scan, one, other } = await scanOfTwo();
      await Promise.all([one, other].map(close)); // both end at the same time
      expect([await scan.status(), await scan.assessments()]).toEqual(['running', 1]);
      await close((await scan.unit('assessment')).ids);
      expect([await scan.status(), await scan.assessments()]).toEqual(['completed', 1]);
    }
  });

  it('keeps its job alive when another worker has taken the unit over and not ended it', async () => {
    const { scan, one } = await scanOfTwo();
    const work = units.run(one, attempt, async ({ write }) => {
      await test.database.query('UPDATE scan_units SET attempt = attempt + 1 WHERE id = $1', [one.unitId]);
      await write(nothing);
    });
    await expect(work).rejects.toThrow();
    expect(await scan.status()).toBe('running');
  });

  it('ends its job quietly when the unit was closed or the scan cancelled meanwhile, and writes nothing more', async () => {
    const { scan, one } = await scanOfTwo();
    let wrote = false;
    await units.run(one, attempt, async ({ write }) => {
      expect((await test.request('DELETE', `/scans/${one.scanId}`)).status).toBe(204);
      await write(async () => {
        wrote = true;
        return nothing();
      });
    });
    expect(wrote).toBe(false);
    expect(await scan.status()).toBe('cancelled');
    expect((await scan.rows()).map(({ status }) => status)).toEqual(['cancelled', 'cancelled']);
  });

  it('is left alone once it is done', async () => {
    const { one } = await scanOfTwo();
    await close(one);
    let ran = false;
    await units.run(one, attempt, async () => {
      ran = true;
    });
    expect(ran).toBe(false);
  });

  it('is closed as failed when its job is given up, and so is the scan when nothing could be read', async () => {
    const { scan, one, other } = await scanOfTwo();
    await giveUp(one);
    await giveUp(other);
    await close((await scan.unit('assessment')).ids);
    expect(await scan.status()).toBe('failed');
  });

  it('says that the scan has errors when it is the assessment that was given up', async () => {
    const { scan, one, other } = await scanOfTwo();
    await close(one);
    await close(other);
    await giveUp((await scan.unit('assessment')).ids);
    expect(await scan.status()).not.toBe('completed');
    await close((await scan.unit('assessment')).ids); // as a dead letter that is tried again
    expect([await scan.status(), await scan.assessments()]).toEqual(['completed', 1]);
  });

  const giveUp = (ids: { scanId: string; unitId: string }) =>
    test.app.get(Database).withTenant('default', (tx) => units.giveUp(tx, 'default', ids));
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
      const counts = await test.app.get(Database).withTenant('default', (tx) =>
        pages.write(tx, 'default', [
          {
            ...{ type: ec2Address, place, configurations: page, rules },
            ...{ readAt: new Date(), teller: { source: 'scan_x' } },
          },
        ]),
      );
      expect(counts.map(({ resources }) => resources)).toEqual([1]);
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
      expect(await test.database.query('SELECT kind, what FROM timeline ORDER BY id')).toEqual([
        { kind: 'drift', what: 'created' },
        { kind: 'finding', what: 'opened' },
      ]);
    } finally {
      await test.close();
    }
  });
});
