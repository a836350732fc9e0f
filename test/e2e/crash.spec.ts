import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { frameworks } from '../../src/modules/scanning/domain/frameworks/index.js';
import { eventually } from '../support/app.js';
import { startFaultProxy, type FaultProxy } from '../support/fault-proxy.mjs';
import { ABROAD, emulatedAccount, HOME, type EmulatedAccount } from './emulated-account.js';
import { AT_ONCE, scanClient, WASTE, type Finding, type Scan, type ScanClient } from './scan-client.js';
import { keyOf, queryIn, serversOf, startService, type ServiceProcess } from './service-process.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL, or /proc to look for orphans in, the runner reports these as skipped. */
const onLinuxWithEmulator =
  MOTO_URL === undefined || !existsSync('/proc/self/cmdline') ? describe.skip : describe;

/** Of each AWS call: long enough to kill the process in the middle of anything. */
const SLOW_MS = 250;
const VERY_SLOW_MS = 4000;
/** From the next start to the end of the scan: a start takes over what was under way, and waits for no lease. */
const RESUMED_MS = 15_000;

onLinuxWithEmulator('a service that is killed in mid-scan (needs MOTO_URL)', () => {
  let dataDir: string;
  let proxy: FaultProxy;
  let account: EmulatedAccount;
  let service: ServiceProcess;
  let client: ScanClient;
  let added = 0;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'shepherd-crash-'));
    account = await emulatedAccount(MOTO_URL ?? '');
    proxy = await startFaultProxy({ target: MOTO_URL ?? '' });
    await start();
    await client.must('PUT', '/tenants/default/settings', { thresholds: AT_ONCE });
    const { accountId, roleArn } = account;
    await client.must('POST', '/accounts', { accountId, roleArn, regions: [HOME, ABROAD] });
    await account.bucket(`crash-${accountId}`);
  }, 60_000);

  afterAll(async () => {
    service?.kill('SIGTERM');
    await service?.exit;
    await proxy?.close();
    account?.close();
    rmSync(dataDir, { recursive: true, force: true });
  }, 40_000);

  /** Starts a scan that takes its time, and has something new to find in each of three places. */
  async function startSlowScan(latencyMs: number): Promise<string> {
    added += 1;
    await account.volume(HOME, added);
    await account.volume(ABROAD, added);
    await account.user(`user-${added}`);
    proxy.clear();
    proxy.latencyMs = latencyMs;
    return client.start();
  }

  async function start(): Promise<void> {
    service = startService(dataDir, { AWS_ENDPOINT_URL: proxy.url });
    const url = await service.url();
    const headers = { authorization: `Bearer ${keyOf(dataDir)}`, 'content-type': 'application/json' };
    client = scanClient(async <T>(method: string, path: string, given?: unknown) => {
      const answer = await fetch(`${url}${path}`, {
        method,
        headers,
        ...(given === undefined ? {} : { body: JSON.stringify(given) }),
      });
      const text = await answer.text();
      return {
        status: answer.status,
        body: (text === '' ? undefined : JSON.parse(text)) as T,
        headers: answer.headers,
      };
    }, WASTE);
  }

  const progressOf = async (scanId: string) => (await client.get<Scan>(`/scans/${scanId}`)).progress;

  /** The rows of work that is not over. */
  const open = () =>
    queryIn(
      dataDir,
      `SELECT 'scan' AS what, id, status FROM scans WHERE status IN ('queued', 'running')
        UNION ALL SELECT 'unit', id, status FROM scan_units WHERE status IN ('queued', 'running')
        UNION ALL SELECT 'job', id, status FROM jobs`,
    );

  /** Everything that was written twice. */
  const duplicates = () =>
    queryIn(
      dataDir,
      `SELECT 'finding' AS what, resource_arn || ' ' || control_id AS key FROM findings
        GROUP BY tenant_id, resource_arn, control_id HAVING count(*) > 1
        UNION ALL SELECT 'opened', finding_id FROM finding_transitions GROUP BY finding_id HAVING count(*) > 1
        UNION ALL SELECT 'created', arn FROM timeline WHERE kind = 'drift' GROUP BY arn HAVING count(*) > 1
        UNION ALL SELECT 'unit', region || service FROM scan_units
                   GROUP BY scan_id, account_id, region, service HAVING count(*) > 1
        UNION ALL SELECT 'score', framework_id FROM scores
                   GROUP BY scan_id, account_id, framework_id HAVING count(*) > 1`,
    );

  const scored = (scanId: string) =>
    queryIn(dataDir, `SELECT framework_id FROM scores WHERE scan_id = '${scanId}'`);

  async function resumes(scanId: string): Promise<void> {
    proxy.latencyMs = 0;
    await start();
    const scan = await client.ended(scanId, RESUMED_MS);
    expect(scan).toMatchObject({
      status: 'completed',
      errors: [],
      progress: { unitsTotal: 6, unitsDone: 6 },
    });
    await eventually(async () => (await open()).length === 0);
    expect(await duplicates()).toEqual([]);
    expect(await scored(scanId)).toHaveLength(frameworks.length);
    expect(await client.findings('&status=open')).toHaveLength(4 * added + 1);
  }

  const moments: [string, (scanId: string) => Promise<boolean>][] = [
    ['as it begins', async () => true],
    ['while it reads the first pages', async () => proxy.count({ service: 'ec2' }) > 1],
    ['when it has written some of its pages', async (scanId) => (await progressOf(scanId)).resources > 0],
    ['when some of its units are done', async (scanId) => (await progressOf(scanId)).unitsDone >= 3],
  ];

  it.each(moments)(
    'finishes the scan at the next start, when killed %s',
    async (_, isMoment) => {
      const scanId = await startSlowScan(SLOW_MS);
      await eventually(() => isMoment(scanId));
      expect((await client.get<Scan>(`/scans/${scanId}`)).status).toMatch(/queued|running/);
      service.kill('SIGKILL');
      expect(await service.exit).toEqual({ code: null, signal: 'SIGKILL' });
      await eventually(async () => serversOf(dataDir).length === 0, 5000);
      await resumes(scanId);
    },
    90_000,
  );

  it('ends soon when it is told to, with what was under way put back', async () => {
    const scanId = await startSlowScan(SLOW_MS);
    const asked = () => proxy.count({ service: 'iam' });
    await eventually(async () => asked() > 0);
    proxy.latencyMs = VERY_SLOW_MS;
    const sofar = asked();
    await eventually(async () => asked() > sofar);
    const told = Date.now();
    service.kill('SIGTERM');
    expect(await service.exit).toEqual({ code: 0, signal: null });
    expect(Date.now() - told).toBeLessThan(VERY_SLOW_MS); // it does not wait for the answers
    expect(serversOf(dataDir)).toEqual([]);
    await resumes(scanId);
  }, 90_000);

  it('has found what a scan that nobody disturbed finds', async () => {
    const facts = ({
      accountId,
      region,
      resourceArn,
      controlId,
      status,
      severity,
      risk,
      evidence,
    }: Finding) =>
      JSON.stringify({ accountId, region, resourceArn, controlId, status, severity, risk, evidence });
    const resumed = (await client.findings()).map(facts).sort();
    await client.must('POST', '/tenants', { tenantId: 'calm', name: 'Calm' });
    await client.must('PUT', '/tenants/calm/settings', { thresholds: AT_ONCE });
    const { accountId, roleArn } = account;
    await client.must('DELETE', `/accounts/${accountId}`);
    await client.must('POST', '/accounts', { tenantId: 'calm', accountId, roleArn, regions: [HOME, ABROAD] });
    const { scanId } = await client.must<Scan>('POST', '/scans', { ...WASTE, tenantId: 'calm' });
    const calm = await eventually(async () => {
      const scan = await client.get<Scan>(`/scans/${scanId}?tenantId=calm`);
      return scan.endedAt !== null && scan;
    });
    expect(calm.status).toBe('completed');
    expect((await client.findings('&tenantId=calm')).map(facts).sort()).toEqual(resumed);
  });
});
