import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { scanSummary as asNotificationsRead } from '../../src/modules/notifications/domain/scan-summary.js';
import { defaultSettings } from '../../src/modules/access/index.js';
import { AssessmentService } from '../../src/modules/scanning/assessment.service.js';
import { ec2Address } from '../../src/modules/scanning/domain/resources/ec2/address.js';
import { ec2Volume } from '../../src/modules/scanning/domain/resources/ec2/volume.js';
import { scanSummary, type ScanSummary } from '../../src/modules/scanning/domain/scan-summary.js';
import type { ResourceType } from '../../src/modules/scanning/domain/resource-type.js';
import { PageWriter } from '../../src/modules/scanning/page-writer.js';
import { ScanSummaries } from '../../src/modules/scanning/scan-summaries.service.js';
import { ScanStore } from '../../src/modules/scanning/scan.store.js';
import { ScansService } from '../../src/modules/scanning/index.js';
import { Units } from '../../src/modules/scanning/units.js';
import { Database } from '../../src/platform/database/index.js';
import { newId } from '../../src/shared/ids.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { scanWith } from '../support/scan-rows.js';
import { ScanFactsModule } from '../support/scan-facts.js';

const [ONE, TWO] = ['111111111111', '222222222222'];
const attempt = { number: 1, last: false, tenantId: 'default', signal: new AbortController().signal };

const address = (id: string) => ({
  ...{ id: `eipalloc-${id}`, publicIp: '192.0.2.1', associationId: null, instanceId: null },
  ...{ networkInterfaceId: null, privateIp: null, networkBorderGroup: null, publicIpv4Pool: 'amazon' },
  tags: { team: 'core' },
});
const volume = (id: string, more: object = {}) => ({
  ...{ id: `vol-${id}`, state: 'available', sizeGb: 100, volumeType: 'gp3', iops: null, throughput: null },
  ...{ encrypted: false, kmsKeyId: null, snapshotId: null, availabilityZone: null, multiAttach: false },
  ...{ createdAt: '2020-01-01T00:00:00Z', attachments: [], tags: {}, newestSnapshot: null },
  ...more,
});

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp({ ROLE: 'api' }, [ScanFactsModule]); // nobody else is at work
});
afterAll(() => test.close());

const provider = <T>(token: new (...args: never[]) => T) => test.app.get<T>(token, { strict: false });
const inTenant = <T>(work: Parameters<Database['withTenant']>[1]) =>
  test.app.get(Database).withTenant('default', work) as Promise<T>;

/** Reads as a scan does: what it finds is judged and written in its name. */
async function read(scanId: string, accountId: string, region: string, type: ResourceType, of: object[]) {
  const place = { partition: 'aws', accountId, region };
  const rules = { now: new Date(), thresholds: defaultSettings.thresholds, exemptTags: [], mutes: [] };
  const configurations = of.map((one) => type.schema.parse(one));
  const readAt = await inTenant<Date>((tx) => test.app.get(Database).now(tx));
  await inTenant((tx) =>
    provider(PageWriter).write(tx, 'default', [
      { type, place, configurations, rules, readAt, teller: { source: scanId } },
    ]),
  );
  await test.database.query(
    `INSERT INTO type_readings (tenant_id, account_id, region, type, read_at, complete_at, scan_id)
     VALUES ('default', $1, $2, $3, app_now(), app_now(), $4) ON CONFLICT DO NOTHING`,
    [accountId, region, type.type, scanId],
  );
}

/** Of the accounts 111111111111 and 222222222222. */
async function scan(work: (scanId: string) => Promise<void>, failing = false) {
  const { scanId, rows, unit } = await scanWith(test, [{ service: 'account' }, { service: 'account' }]);
  const [first, second] = await rows();
  const errors = [
    {
      ...{ resourceType: 'AWS::KMS::Key', part: null, reason: 'denied' as const, count: 1 },
      code: 'x',
      message: '',
    },
  ];
  const units = provider(Units);
  await units.run({ scanId, unitId: first?.id ?? '' }, attempt, async ({ close }) => {
    await work(scanId);
    await close(failing ? { status: 'failed', errors } : { status: 'completed', errors: [] });
  });
  await units.run({ scanId, unitId: second?.id ?? '' }, attempt, ({ close }) =>
    close(failing ? { status: 'failed', errors } : { status: 'completed_with_errors', errors }),
  );
  await provider(AssessmentService).run((await unit('assessment')).ids, attempt);
  return scanId;
}

async function told(scanId: string) {
  const [fact] = await test.database.query<{
    payload: { summary: ScanSummary | null; notifyChannels: string[] | null };
  }>(`SELECT payload FROM facts WHERE name = 'scan.completed' AND key = $1`, [scanId]);
  if (fact === undefined) throw new Error('it was not told');
  return fact.payload;
}
const summaryOf = async (scanId: string) => scanSummary.parse((await told(scanId)).summary);

interface Item {
  id: string;
  controlId: string;
  severity: string;
  region: string;
  resourceType: string;
  estimatedMonthlySavingsUsd: number | null;
}
const findings = async (more = '') =>
  (
    await test.request<{
      items: Item[];
      counts: { total: number; bySeverity: object; estimatedMonthlySavingsUsd: number };
    }>('GET', `/findings?status=open&suppressed=false&muted=false&limit=500${more}`)
  ).body;

describe('what scan.completed says of a scan', () => {
  it('is what the lists say: without what is suppressed or muted', async () => {
    const scanId = await scan(async (id) => {
      await read(id, ONE, 'eu-west-1', ec2Address, ['a', 'b', 'c', 'd'].map(address));
      await read(id, ONE, 'eu-west-1', ec2Volume, [volume('1'), volume('2')]);
      await read(id, TWO, 'us-east-1', ec2Volume, [volume('3', { encrypted: true, state: 'in-use' })]);
      await read(id, TWO, 'us-east-1', ec2Address, [address('e')]);
      const [first, second] = (await findings('&resourceType=AWS::EC2::EIP&region=eu-west-1')).items;
      await test.request('POST', `/findings/${first?.id ?? ''}/suppress`, { body: { reason: 'known' } });
      await test.database.query(
        `INSERT INTO mutes (id, tenant_id, rules, reason, created_by, created_by_key) VALUES ('mute_1', 'default', '[]', 'r', 'a', 'k')`,
      );
      await test.database.query(`UPDATE findings SET mute_id = 'mute_1' WHERE id = $1`, [second?.id]);
    });
    const { summary } = await told(scanId);
    expect(asNotificationsRead.strict().parse(summary)).toEqual(summary); // who reads it loses nothing
    const said = await summaryOf(scanId);
    const { items, counts } = await findings();
    expect(counts.total).toBeGreaterThan(6);
    expect(said.bySeverity).toEqual(counts.bySeverity);
    expect(said.savingsUsd).toBe(counts.estimatedMonthlySavingsUsd);
    expect(said.savingsUsd).toBeGreaterThan(0);
    const count = (of: readonly Item[], type: string, region: string) =>
      of.filter((one) => one.resourceType === type && one.region === region).length;
    expect(said.byTypeAndRegion).toEqual(
      [
        ['AWS::EC2::EIP', 'eu-west-1'],
        ['AWS::EC2::EIP', 'us-east-1'],
        ['AWS::EC2::Volume', 'eu-west-1'],
        ['AWS::EC2::Volume', 'us-east-1'],
      ]
        .map(([type = '', region = '']) => ({
          ...{ resourceType: type, region, count: count(items, type, region) },
        }))
        .filter((one) => one.count > 0),
    );
    const wasted = items.filter(({ controlId }) => /unattached$/.test(controlId));
    expect(said.waste.map(({ resourceType, region, count: n }) => [resourceType, region, n])).toEqual([
      ['AWS::EC2::EIP', 'eu-west-1', 2],
      ['AWS::EC2::EIP', 'us-east-1', 1],
      ['AWS::EC2::Volume', 'eu-west-1', count(wasted, 'AWS::EC2::Volume', 'eu-west-1')],
    ]);
    expect(said.waste.reduce((sum, { savingsUsd }) => sum + savingsUsd, 0)).toBeCloseTo(said.savingsUsd, 2);
    expect(said.waste.every(({ count: all, highRisk }) => highRisk >= 0 && highRisk <= all)).toBe(true);
    const all = (await test.request<{ counts: { total: number } }>('GET', '/findings?status=open')).body;
    expect([said.opened, said.resolved]).toEqual([all.counts.total, 0]);
    expect(said.top.map(({ severity }) => severity)).toEqual(
      worstFirst(items.map(({ severity }) => severity)).slice(0, 10),
    );
    const { errors } = (await test.request<{ errors: unknown[] }>('GET', `/scans/${scanId}`)).body;
    expect([said.gaps, said.accountIds]).toEqual([errors.length, [ONE, TWO]]);
    expect(said).toMatchObject({ scanId, status: 'completed_with_errors', scanType: 'full', source: 'api' });
  });

  const worstFirst = (of: readonly string[]) => {
    const order = ['critical', 'high', 'medium', 'low', 'informational'];
    return [...of].sort((a, b) => order.indexOf(a) - order.indexOf(b));
  };

  it('has the scores over its accounts, as the frameworks show them, with those before', async () => {
    const shown = async () =>
      (
        await test.request<{ score: number | null; coverage: number | null }>(
          'GET',
          '/frameworks/fsbp/assessment',
        )
      ).body;
    const before = await shown();
    expect(before.score).toEqual(expect.any(Number));
    const scanId = await scan(async (id) => {
      // one of the two volumes is encrypted by now, and the address of the other account is gone from the page
      await read(id, ONE, 'eu-west-1', ec2Volume, [volume('1', { encrypted: true }), volume('2')]);
    });
    const said = await summaryOf(scanId);
    const after = await shown();
    expect(said.scores.find(({ frameworkId }) => frameworkId === 'fsbp')).toEqual({
      ...{ frameworkId: 'fsbp', name: expect.any(String), score: after.score, coverage: after.coverage },
      before: before.score,
    });
    expect(said.resolved).toBeGreaterThan(0);
  });

  it('says nothing of one that has read nothing, or was cancelled', async () => {
    const failed = await scan(() => Promise.resolve(), true);
    expect(await told(failed)).toMatchObject({ status: 'failed', summary: null });
    const { scanId } = await scanWith(test, [{ service: 'account' }]);
    expect((await test.request('DELETE', `/scans/${scanId}`)).status).toBe(204);
    expect(await told(scanId)).toMatchObject({ status: 'cancelled', summary: null });
  });

  it('is quickly made of 100,000 findings', async () => {
    const { scanId } = await scanWith(test, [{ service: 'account' }]);
    await test.database.query(`UPDATE scans SET status = 'completed', started_at = app_now() WHERE id = $1`, [
      scanId,
    ]);
    await test.database.query(
      `INSERT INTO findings (id, tenant_id, account_id, region, resource_arn, resource_type, control_id, title, severity, status,
                             evidence, evidence_hash, first_seen_at, last_seen_at, opened_at, last_scan_id, estimated_monthly_savings_usd)
       SELECT 'fnd_many' || n, 'default', $1, 'eu-west-' || n % 17, 'arn:' || n, 'AWS::EC2::Volume', 'control_' || n % 300, 't',
              (ARRAY['critical', 'high', 'medium', 'low'])[1 + n % 4], 'open', '{"a": "some evidence of this finding"}', 'h',
              app_now(), app_now(), app_now(), $2, 1.5 FROM generate_series(1, 100000) AS n`,
      [ONE, scanId],
    );
    await test.database.query(
      `INSERT INTO finding_transitions (id, tenant_id, finding_id, at, "from", "to", reason, evidence, source)
       SELECT 'chg_many' || n, 'default', 'fnd_many' || n, app_now(), NULL, 'open', 'fail', '{}', $1 FROM generate_series(1, 100000) AS n`,
      [scanId],
    );
    const times: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const said = await inTenant<ScanSummary | null>(async (tx) => {
        const row = await provider(ScanStore).find(tx, 'default', scanId);
        if (row === undefined) throw new Error('it is there');
        const began = performance.now();
        const summary = await provider(ScanSummaries).of(tx, row, 1);
        times.push(performance.now() - began);
        return summary;
      });
      expect(said?.opened).toBe(100_000);
      expect(said?.savingsUsd).toBe(150_000);
    }

    expect(Math.min(...times)).toBeLessThan(10_000); // about 0.7 s where nothing else runs
    await test.database.query(`DELETE FROM findings WHERE id LIKE 'fnd_many%'`);
  }, 120_000);
});

describe('finding.opened', () => {
  it('has the frameworks of its control, the tags of the resource and why it matters', async () => {
    const body = {
      ...{ id: 'house-rules', name: 'House rules', version: '1', description: 'ours' },
      requirements: [
        { id: '1', title: 'No idle addresses', section: 'a', controls: ['ec2_address_unattached'] },
      ],
    };
    expect((await test.request('POST', '/frameworks', { body })).body).toMatchObject({ id: 'house-rules' });
    await read('scan_tags', ONE, 'eu-north-1', ec2Address, [address('tagged')]);
    const [fact] = await test.database.query<{ payload: Record<string, unknown> }>(
      `SELECT payload FROM facts WHERE name = 'finding.opened' AND payload ->> 'source' = 'scan_tags'`,
    );
    expect(fact?.payload).toMatchObject({
      frameworks: expect.arrayContaining(['house-rules']),
      tags: { team: 'core' },
      riskText: expect.stringMatching(/address/),
    });
  });
});

describe('whom a scan that a schedule asks for is told to', () => {
  it('goes with the scan, and with the one that it joins', async () => {
    await test.request('POST', '/accounts', {
      body: { accountId: ONE, roleArn: `arn:aws:iam::${ONE}:role/r`, regions: ['eu-west-1'] },
    });
    const scans = provider(ScansService);
    const actor = { tenantId: 'default', owner: 'a@default.test', keyId: 'key_1' };
    const start = (services: ['kms'] | ['sns'], notify?: string[]) =>
      scans.start(
        actor,
        { scanType: 'full', services },
        { source: 'schedule', join: true, requestKey: newId('run'), notify },
      );
    const channels = async (scanId: string) =>
      (
        await test.database.query<{ c: unknown }>('SELECT notify_channels AS c FROM scans WHERE id = $1', [
          scanId,
        ])
      )[0]?.c;
    const { scanId } = await start(['kms']);
    expect(await channels(scanId)).toBeNull();
    expect(await start(['kms'], ['slack'])).toEqual({ scanId });
    expect(await channels(scanId)).toEqual(['slack']);
    await start(['kms'], ['email', 'slack']);
    expect(await channels(scanId)).toEqual(['email', 'slack']);
    await start(['kms'], []); // whom the rules say
    expect(await channels(scanId)).toEqual([]);
    await start(['kms'], ['slack']);
    expect(await channels(scanId)).toEqual([]);
    expect((await test.request('DELETE', `/scans/${scanId}`)).status).toBe(204);
    expect(await told(scanId)).toMatchObject({ notifyChannels: [] });
  });

  it('is what /api/schedule/config says', async () => {
    const { body } = await test.request('POST', '/api/schedule/config', { body: { channels: ['slack'] } });
    expect(body).toMatchObject({ channels: ['slack'] });
    const { scanId } = (await test.request<{ scanId: string }>('POST', '/api/schedule/trigger', { body: {} }))
      .body;
    expect((await test.request('DELETE', `/scans/${scanId}`)).status).toBe(204);
    expect(await told(scanId)).toMatchObject({ notifyChannels: ['slack'] });
    const mine = (await test.request<{ scanId: string }>('POST', '/scans', { body: { services: ['sqs'] } }))
      .body;
    await test.request('DELETE', `/scans/${mine.scanId}`);
    expect(await told(mine.scanId)).toMatchObject({ notifyChannels: null });
  });
});
