import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SERVICE_SCOPES, services } from '../../src/modules/scanning/domain/resource-type.js';
import { eventually } from '../support/app.js';
import { ABROAD, HOME, idOf } from './emulated-account.js';
import { startScanApp, type ScanApp } from './scan-app.js';
import { WASTE, type Scan } from './scan-client.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no account to scan: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

interface Refusal {
  error: string;
  error_type: string;
  details?: { path: string }[];
}

withEmulator('scans (needs MOTO_URL)', () => {
  let on: ScanApp;
  let volume: string;
  let volumeAbroad: string;
  let bucket: string;
  let user: Awaited<ReturnType<ScanApp['account']['user']>>;

  beforeAll(async () => {
    on = await startScanApp(MOTO_URL ?? '', {}, [], WASTE);
    volume = await on.account.volume(HOME, 100);
    volumeAbroad = await on.account.volume(ABROAD, 10);
    bucket = await on.account.bucket(`empty-${on.account.accountId}`);
    user = await on.account.user('alice');
  });
  afterAll(async () => on?.close());

  const count = async (sql: string) =>
    (await on.app.database.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${sql}`))[0]?.n;

  it('refuses a scan where no account is registered', async () => {
    await on.app.tenant('empty');
    const answer = await on.app.request<Refusal>('POST', '/scans', { body: { tenantId: 'empty' } });
    expect([answer.status, answer.body.error_type]).toEqual([412, 'PRECONDITION_FAILED']);
    expect(answer.body.error).toContain('POST /accounts');
    expect(await count(`scans WHERE tenant_id = 'empty'`)).toBe(0);
  });

  it('names each bad field, and an account that is not registered', async () => {
    const bad = {
      accountIds: ['12'],
      regions: ['Ireland'],
      services: ['braket'],
      scanType: 'deep',
      speed: 1,
    };
    const { status, body } = await on.send<Refusal>('POST', '/scans', bad);
    expect(status).toBe(400);
    expect(body.details?.map(({ path }) => path).sort()).toEqual(
      expect.arrayContaining(['accountIds.0', 'regions.0', 'scanType', 'services.0']),
    );
    const unknown = await on.send<Refusal>('POST', '/scans', { accountIds: ['999999999999'] });
    expect([unknown.status, unknown.body.details?.[0]?.path]).toEqual([400, 'accountIds.0']);
  });

  it('cancels a scan, and nothing is written after', async () => {
    on.proxy.latencyMs = 400;
    const scanId = await on.start();
    await eventually(async () => on.proxy.count({ service: 'ec2' }) > 0);
    expect((await on.get<Scan>(`/scans/${scanId}`)).status).toBe('running');
    expect((await on.send('DELETE', `/scans/${scanId}`)).status).toBe(204);
    const atCancel = await on.written();
    await eventually(() => on.isIdle());
    expect(await on.written()).toEqual(atCancel);
    expect((await on.get<Scan>(`/scans/${scanId}`)).status).toBe('cancelled');
    const again = await on.send<Refusal>('DELETE', `/scans/${scanId}`);
    expect([again.status, again.body.error]).toEqual([409, 'The scan has ended already: cancelled']);
    expect((await on.send('DELETE', '/scans/scan_unknown')).status).toBe(404);
    on.proxy.latencyMs = 0;
  });

  it('scans an account from 202 to completed, and counts what it read', async () => {
    on.proxy.clear();
    const { status, body } = await on.send<Scan>('POST', '/scans', WASTE);
    expect([status, body]).toEqual([202, { scanId: expect.stringMatching(/^scan_/), status: 'queued' }]);
    const scan = await on.ended(body.scanId);
    expect(scan).toMatchObject({
      status: 'completed',
      errors: [],
      scanType: 'cost',
      source: 'api',
      requestedBy: 'operator@acme.test',
    });
    expect(scan.progress).toEqual({
      ...{ unitsDone: 6, unitsTotal: 6 }, // the account, EC2 in two regions, S3, IAM, and what they come to
      ...{ resources: 5 + 1, findings: 5, throttles: 0 }, // IAM tells of the root user, too
      apiCalls: on.proxy.count() - on.proxy.count({ service: 'sts' }),
    });
    expect(scan.progress.apiCalls).toBeGreaterThan(8);
    expect(
      (await on.get<{ items: Scan[] }>('/scans?status=completed')).items.map(({ scanId }) => scanId),
    ).toEqual([body.scanId]);
  });

  it('finds what is unused, with evidence, risk and savings', async () => {
    const { accountId } = on.account;
    const shared = { tenantId: 'acme', accountId, status: 'open', suppressed: null, resolvedAt: null };
    const iam = { ...shared, region: 'global', risk: 'high', estimatedMonthlySavingsUsd: 0 };
    const waste = { ...shared, risk: 'low', severity: 'low' };
    const ebs = { ...waste, controlId: 'ec2_ebs_volume_unattached', resourceType: 'AWS::EC2::Volume' };
    const expected = [
      { ...ebs, resourceArn: volume, region: HOME, estimatedMonthlySavingsUsd: 10 },
      { ...ebs, resourceArn: volumeAbroad, region: ABROAD, estimatedMonthlySavingsUsd: 1.1 },
      {
        ...waste,
        controlId: 's3_bucket_unused',
        resourceArn: bucket,
        region: HOME,
        estimatedMonthlySavingsUsd: 0,
      },
      { ...iam, controlId: 'iam_user_unused', resourceArn: user.arn, severity: 'medium' },
      { ...iam, controlId: 'iam_access_key_unused', resourceArn: user.keyArn, severity: 'high' },
    ];
    const found = await on.findings();
    expect(found).toHaveLength(expected.length);
    for (const finding of expected) expect(found).toContainEqual(expect.objectContaining(finding));
    const detail = await on.finding(volume);
    expect(detail).toMatchObject({
      evidence: {
        state: 'available',
        sizeGb: 100,
        thresholdDays: 0,
        price: { source: expect.stringContaining('https://') },
      },
    });
    expect(detail.history).toMatchObject([
      { from: null, to: 'open', reason: 'fail', source: detail.scanId, actor: null },
    ]);
  });

  it('makes no duplicates when it scans again', async () => {
    const before = await on.findings();
    const [rows, transitions, changes] = [
      await count('findings'),
      await count('finding_transitions'),
      await count('timeline'),
    ];
    const scan = await on.scan();
    expect(scan.progress).toMatchObject({ resources: 6, findings: 5 });
    expect([await count('findings'), await count('finding_transitions'), await count('timeline')]).toEqual([
      rows,
      transitions,
      changes,
    ]);
    const after = await on.findings();
    const stable = ({ id, openedAt }: (typeof after)[number]) => [id, openedAt];
    expect(after.map(stable)).toEqual(before.map(stable));
    expect(after.every(({ scanId }) => scanId === scan.scanId)).toBe(true);
  });

  it('closes nothing outside of a narrower scope', async () => {
    const gone = await on.account.volume(ABROAD, 1);
    await on.scan();
    const before = await on.findings('&status=open');
    await on.account.s3.deleteBucket({ Bucket: bucket.slice('arn:aws:s3:::'.length) });
    await on.account.ec2(ABROAD).deleteVolume({ VolumeId: idOf(gone) });
    const narrow = await on.scan({ services: ['iam'] });
    expect(narrow.progress.unitsTotal).toBe(3);
    expect(await on.findings('&status=open')).toHaveLength(before.length);
    await on.scan({ regions: [HOME], services: ['ec2'] });
    await on.scan({ regions: [ABROAD], services: ['s3'] }); // the bucket was in the other region
    expect([(await on.finding(gone)).status, (await on.finding(bucket)).status]).toEqual(['open', 'open']);
    await on.scan({ services: ['s3'] });
    expect((await on.finding(bucket)).status).toBe('resolved');
    expect((await on.finding(gone)).status).toBe('open');
    await on.scan({ regions: [ABROAD] });
    expect((await on.finding(gone)).status).toBe('resolved');
    expect((await on.findings('&status=open')).map(({ resourceArn }) => resourceArn).sort()).toEqual(
      [volume, volumeAbroad, user.arn, user.keyArn].sort(),
    );
  });

  it('runs one scan of an equal scope at a time: the others are told which', async () => {
    on.proxy.latencyMs = 150;
    const spellings = [
      {},
      { scanType: 'comprehensive' },
      { services: [...services].reverse().map((name) => name.toUpperCase()) },
      { regions: null, controls: null, tags: null },
      {},
    ];
    const answers = await Promise.all(
      spellings.map((body) => on.send<Scan & Refusal>('POST', '/scans', body)),
    );
    const accepted = answers.filter(({ status }) => status === 202);
    expect(accepted).toHaveLength(1);
    const scanId = accepted[0]?.body.scanId ?? '';
    for (const { status, body } of answers.filter((answer) => answer !== accepted[0])) {
      expect([status, body.error]).toEqual([409, `An equal scan is under way: ${scanId}`]);
    }
    const others = [
      await on.start({ services: ['iam'] }),
      await on.start({ controls: ['iam_user_unused'] }),
      await on.start({ tags: { Team: 'data' } }),
    ];
    expect(
      (await on.send<Refusal>('POST', '/api/schedule/trigger', { source: 'cron' })).body.error,
    ).toContain(scanId);
    on.proxy.latencyMs = 0;
    for (const other of others) expect((await on.ended(other)).status).toBe('completed');
    expectAllButUnsupported(await on.ended(scanId));
  });

  /** The emulator lacks some of the calls of a full scan: each is named, and nothing else is wrong. */
  function expectAllButUnsupported({ status, errors, progress }: Scan): void {
    expect(status).toBe('completed_with_errors');
    expect([...new Set(errors.map(({ reason }) => reason))]).toEqual(['unsupported']);
    const regional = Object.values(SERVICE_SCOPES)
      .flat()
      .filter((scope) => scope === 'region').length;
    const accountWide = Object.values(SERVICE_SCOPES).flat().length - regional;
    const unitsTotal = 1 + 2 * regional + accountWide + 1; // the account, what is read, what it comes to
    expect(progress).toMatchObject({ unitsTotal, unitsDone: unitsTotal });
  }

  it('starts the same scan for /api/schedule/trigger, under the name it is given', async () => {
    const { status, body } = await on.send<Scan>('POST', '/api/schedule/trigger', { source: 'nightly-cron' });
    expect([status, body.status]).toEqual([200, 'queued']);
    const scan = await on.ended(body.scanId);
    expect(scan).toMatchObject({ scanType: 'full', source: 'nightly-cron' });
    expectAllButUnsupported(scan);
    const viewer = await on.app.request('POST', '/api/schedule/trigger', { key: on.keys.viewer, body: {} });
    expect(viewer.status).toBe(403);
  });

  it('writes who started and cancelled a scan to the audit log', async () => {
    const { items } = await on.asAdmin.get<{ items: { action: string; actor: string }[] }>(
      '/audit-log?targetType=scan&limit=500',
    );
    const actions = items.map(({ action, actor }) => `${action} ${actor}`);
    expect(actions.filter((one) => one === 'scan.cancelled operator@acme.test')).toHaveLength(1);
    expect(actions.filter((one) => one === 'scan.started operator@acme.test')).toHaveLength(
      (await count(`scans WHERE tenant_id = 'acme'`)) ?? -1,
    );
  });
});
