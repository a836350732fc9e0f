import http from 'node:http';
import { SecurityHub, type AwsSecurityFinding } from '@aws-sdk/client-securityhub';
import { STS } from '@aws-sdk/client-sts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ABROAD, HOME } from '../e2e/emulated-account.js';
import { startScanApp, type ScanApp } from '../e2e/scan-app.js';
import { eventually } from '../support/app.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no account to scan: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

const IMPORT = '/findings/import';

interface Export {
  accountId: string;
  region: string;
  attemptedAt: string;
  lastExportedAt: string | null;
  sent: number;
  failed: number;
  failures: { findingId: string; code: string }[];
  error: { reason: string; code: string; message: string } | null;
}
interface Answer {
  SuccessCount: number;
  FailedCount: number;
  FailedFindings: { Id: string; ErrorCode: string; ErrorMessage: string }[];
}

/** What Security Hub answers where the emulator never would; by what was sent to it. */
let refuse: ((ids: string[]) => Answer) | undefined;

/** Stands before the emulator: it takes every finding, whether there is a Security Hub or not. */
async function startGate(target: string) {
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      if (refuse !== undefined && request.url === IMPORT) {
        const { Findings } = JSON.parse(body.toString()) as { Findings: { Id: string }[] };
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(refuse(Findings.map(({ Id }) => Id))));
        return;
      }
      const { method = 'GET', headers, url: path = '/' } = request;
      const onward = http.request(new URL(path, target), { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      onward.on('error', () => response.destroy());
      onward.end(body);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it has no port');
  return { url: `http://127.0.0.1:${address.port}`, close: () => server.close() };
}

withEmulator('findings in Security Hub (needs MOTO_URL)', () => {
  let gate: Awaited<ReturnType<typeof startGate>>;
  let on: ScanApp;
  let volume: string;
  let abroad: string;
  const hubs = new Map<string, SecurityHub>();

  beforeAll(async () => {
    gate = await startGate(MOTO_URL ?? '');
    on = await startScanApp(gate.url);
    volume = await on.account.volume(HOME, 100);
    abroad = await on.account.volume(ABROAD, 10);
    await on.account.user('alice');
    const credentials = await assumed();
    for (const region of [HOME, ABROAD])
      hubs.set(region, new SecurityHub({ endpoint: MOTO_URL ?? '', region, credentials }));
  });
  afterEach(() => {
    refuse = undefined;
    on.proxy.rules = [];
  });
  afterAll(async () => {
    await on?.close();
    gate.close();
    for (const hub of hubs.values()) hub.destroy();
  });

  async function assumed() {
    const sts = new STS({ endpoint: MOTO_URL ?? '', region: HOME });
    const { Credentials: given } = await sts.assumeRole({
      RoleArn: on.account.roleArn,
      RoleSessionName: 'spec',
    });
    sts.destroy();
    return {
      accessKeyId: given?.AccessKeyId ?? '',
      secretAccessKey: given?.SecretAccessKey ?? '',
      sessionToken: given?.SessionToken ?? '',
    };
  }
  const inHub = async (region: string): Promise<AwsSecurityFinding[]> =>
    (await hubs.get(region)?.getFindings({}))?.Findings ?? [];
  const ofVolume = async (arn: string, region: string) => {
    const found = (await inHub(region)).filter(({ Resources }) => Resources?.[0]?.Id === arn);
    return new Map(found.map((one) => [one.GeneratorId?.replace('compliance-shepherd/', ''), one]));
  };
  const imports = () => on.proxy.count({ service: 'securityhub', action: `POST ${IMPORT}` });
  const exportsNow = async () => (await on.get<{ items: Export[] }>('/findings/exports')).items;
  const set = (securityHub: object) =>
    on.asAdmin.must('PUT', '/tenants/acme/settings', { exports: { securityHub } });

  /** A scan, and the exports that follow it. */
  async function scanAndExport(): Promise<Map<string, Export>> {
    const begun = new Date(Date.now() - 1);
    const scan = await on.scan({ services: ['EC2', 'IAM'] });
    expect(scan.status).not.toBe('failed');
    const done = await eventually(async () => {
      const all = await exportsNow();
      const fresh = all.filter(({ attemptedAt }) => new Date(attemptedAt) > begun);
      return fresh.length === 2 && (await on.isIdle()) && fresh;
    }, 25_000);
    return new Map(done.map((one) => [one.region, one]));
  }

  it('are not there before a tenant wants it', async () => {
    await on.scan({ services: ['EC2', 'IAM'] });
    await eventually(() => on.isIdle());
    expect(imports()).toBe(0);
    expect(await exportsNow()).toEqual([]);
  });

  it('are there in their own account and region after a scan, those of no region in the home region', async () => {
    await set({ enabled: true });
    const exported = await scanAndExport();
    const open = await on.findings('&status=open');
    for (const [region, regions] of [
      [HOME, [HOME, 'global']],
      [ABROAD, [ABROAD]],
    ] as const) {
      const own = open.filter((finding) => regions.some((one) => one === finding.region));
      const found = await inHub(region);
      expect(found.map(({ Id }) => Id).sort()).toEqual(
        own.map(({ id }) => `compliance-shepherd/${id}`).sort(),
      );
      expect(exported.get(region)).toMatchObject({ sent: own.length, failed: 0, failures: [], error: null });
    }
    expect((await inHub(HOME)).some(({ Resources }) => /:user\/alice$/.test(Resources?.[0]?.Id ?? ''))).toBe(
      true,
    );
    expect((await ofVolume(abroad, ABROAD)).get('ec2_ebs_volume_unattached')).toMatchObject({
      AwsAccountId: on.account.accountId,
      ProductArn: `arn:aws:securityhub:${ABROAD}:${on.account.accountId}:product/${on.account.accountId}/default`,
      ...{ Compliance: { Status: 'FAILED' }, Workflow: { Status: 'NEW' }, RecordState: 'ACTIVE' },
    });
  });

  it('are not sent again while nothing has changed', async () => {
    const before = imports();
    const exported = await scanAndExport();
    expect(imports()).toBe(before);
    for (const region of [HOME, ABROAD]) expect(exported.get(region)).toMatchObject({ sent: 0, error: null });
  });

  it('follow what changes: a suppression, and a resource that is gone', async () => {
    const [before] = (await ofVolume(volume, HOME)).values();
    const { id } = await on.finding(abroad, 'ec2_ebs_volume_unattached');
    await on.must('POST', `/findings/${id}/suppress`, { reason: 'a spare' });
    await on.account.ec2(HOME).deleteVolume({ VolumeId: volume.slice(volume.lastIndexOf('/') + 1) });
    const gone = await on.findings(`&resourceArn=${encodeURIComponent(volume)}`);
    const exported = await scanAndExport();
    expect(exported.get(HOME)).toMatchObject({ sent: gone.length });
    expect(exported.get(ABROAD)).toMatchObject({ sent: 1 });
    for (const one of (await ofVolume(volume, HOME)).values()) {
      expect(one).toMatchObject({ Compliance: { Status: 'PASSED' }, RecordState: 'ARCHIVED' });
      expect(Date.parse(one.UpdatedAt ?? '')).toBeGreaterThan(Date.parse(before?.UpdatedAt ?? ''));
    }
    // the emulator takes Workflow from updates, too; Security Hub does so from the first import alone
    const suppressed = (await ofVolume(abroad, ABROAD)).get('ec2_ebs_volume_unattached');
    expect(suppressed).toMatchObject({ Workflow: { Status: 'SUPPRESSED' }, RecordState: 'ACTIVE' });
  });

  it('are sent from the severity on that the tenant names; what is there already is kept right', async () => {
    await set({ enabled: true, minimumSeverity: 'critical' });
    await on.account.volume(ABROAD, 20);
    const { id } = await on.finding(abroad, 'ec2_ebs_volume_unattached');
    await on.must('POST', `/findings/${id}/unsuppress`);
    expect((await scanAndExport()).get(ABROAD)).toMatchObject({ sent: 1 });
    const known = (await ofVolume(abroad, ABROAD)).get('ec2_ebs_volume_unattached');
    expect(known).toMatchObject({ Workflow: { Status: 'NEW' } });
    await set({ enabled: true });
    expect((await scanAndExport()).get(ABROAD)?.sent).toBeGreaterThan(0);
  });

  it('that are refused are said, and sent again after the next scan', async () => {
    const arn = await on.account.volume(ABROAD, 30);
    let refused = '';
    refuse = (ids) => {
      refused = ids[0] ?? '';
      const failed = { Id: refused, ErrorCode: 'InvalidInput', ErrorMessage: 'Title is too long' };
      return { SuccessCount: ids.length - 1, FailedCount: 1, FailedFindings: [failed] };
    };
    expect((await scanAndExport()).get(ABROAD)).toMatchObject({
      ...{ failed: 1, error: null, lastExportedAt: expect.any(String) },
      failures: [{ findingId: refused.replace('compliance-shepherd/', ''), code: 'InvalidInput' }],
    });
    refuse = undefined;
    expect((await scanAndExport()).get(ABROAD)).toMatchObject({ sent: 1, failed: 0, failures: [] });
    expect([...(await ofVolume(arn, ABROAD)).values()].map(({ Id }) => Id)).toEqual([refused]);
  });

  it('where there is no Security Hub, or nothing may be written, that is said, and the scan is none the worse', async () => {
    await on.account.volume(ABROAD, 40);
    const last = (await exportsNow()).find(({ region }) => region === ABROAD)?.lastExportedAt;
    refuse = (ids) => ({
      ...{ SuccessCount: 0, FailedCount: ids.length },
      FailedFindings: ids.map((Id) => ({
        ...{ Id, ErrorCode: 'InvalidAccess', ErrorMessage: 'Account is not subscribed to AWS Security Hub' },
      })),
    });
    expect((await scanAndExport()).get(ABROAD)).toMatchObject({
      ...{ sent: 0, lastExportedAt: last, error: { reason: 'not_enabled', code: 'InvalidAccess' } },
    });
    refuse = undefined;
    on.proxy.rules = [{ match: { service: 'securityhub', action: `POST ${IMPORT}` }, fault: 'deny' }];
    expect((await scanAndExport()).get(ABROAD)).toMatchObject({
      ...{ sent: 0, lastExportedAt: last, error: { reason: 'denied', code: 'AccessDeniedException' } },
    });
    on.proxy.rules = [];
    expect((await scanAndExport()).get(ABROAD)).toMatchObject({ error: null, failed: 0 });
    expect((await exportsNow()).find(({ region }) => region === ABROAD)?.lastExportedAt).not.toBe(last);
  });

  it('are listed a page at a time, and for the own tenant alone', async () => {
    const first = await on.get<{ items: Export[]; nextCursor: string }>('/findings/exports?limit=1');
    expect(first.items.map(({ region }) => region)).toEqual([ABROAD]);
    const second = await on.get<{ items: Export[]; nextCursor: null }>(
      `/findings/exports?limit=1&cursor=${first.nextCursor}`,
    );
    expect(second).toMatchObject({ items: [{ region: HOME }], nextCursor: null });
    const filtered = await on.get<{ items: Export[] }>(`/findings/exports?region=${HOME}`);
    expect(filtered.items).toHaveLength(1);
    const { viewer } = await on.app.tenant('globex');
    expect((await on.app.request('GET', '/findings/exports', { key: viewer })).body).toMatchObject({
      items: [],
    });
  });
});
