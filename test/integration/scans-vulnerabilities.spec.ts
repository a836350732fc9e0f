import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Global, Module } from '@nestjs/common';
import { z } from 'zod';
import { ImportProcessor } from '../../src/modules/scanning/import.processor.js';
import type { Workflow } from '../../src/modules/workflows/definitions/index.js';
import { MORE_WORKFLOWS } from '../../src/modules/workflows/index.js';
import { eventually } from '../support/app.js';
import { startDocumentedAws, type DocumentedAws } from '../support/documented-aws.js';
import { patch, patchAnswer, type Node } from '../support/patch-answers.js';
import { ScanFacts, ScanFactsModule } from '../support/scan-facts.js';
import { HOME } from '../e2e/emulated-account.js';
import { startScanApp, type ScanApp } from '../e2e/scan-app.js';
import type { Page } from '../e2e/scan-client.js';
import { programOf, workflowClient } from '../support/workflows.js';

/** A workflow that names the function as specs/3 does. */
const Resource = `arn:aws:lambda:${HOME}:123456789012:function:vulnerability-scanner-microservice-dev`;
const Scan = { Type: 'Task', Resource, Parameters: { scanType: 'patches' }, End: true };
const patchScan: Workflow = {
  ...{ workflowType: 'test-patch-scan', stateMachineName: 'TestPatchScanWorkflow', name: 'Patch scan' },
  ...{ description: 'of the tests', version: '1.0.0', estimatedDuration: 'a moment' },
  parameters: z.strictObject({}),
  program: programOf({ StartAt: 'Scan', States: { Scan } }),
};
@Global()
@Module({ providers: [{ provide: MORE_WORKFLOWS, useValue: [patchScan] }], exports: [MORE_WORKFLOWS] })
class PatchScanModule {}

const MOTO_URL = process.env['MOTO_URL'];
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

interface Output {
  status: string;
  correlation_id: string;
  vulnerabilities_count: number;
  patches_count: number;
  critical_vulnerabilities: number;
  high_vulnerabilities: number;
  scan_timestamp: string;
  scanId: string;
  errors: {
    region: string;
    reason: string;
    code: string;
    resourceType: string | null;
    part: string | null;
  }[];
}
interface Item {
  id: string;
  vulnerabilityId: string;
  provider: string;
  status: string;
  severity: string;
  instanceId: string | null;
  patchable: boolean;
  patches: { patchId: string; state: string }[];
  closedAt: string | null;
}

withEmulator('POST /scans/vulnerabilities (needs MOTO_URL)', () => {
  let on: ScanApp;
  let aws: DocumentedAws;
  let facts: ScanFacts;
  /** Managed nodes at home, as Systems Manager would tell: the emulator has no patches. */
  let nodes: Record<string, Node> = {};

  beforeAll(async () => {
    aws = await startDocumentedAws(MOTO_URL ?? '', ({ operation, input, region }) =>
      patchAnswer(operation, input, region === HOME ? nodes : {}),
    );
    on = await startScanApp(aws.url, {}, [ScanFactsModule, PatchScanModule]);
    facts = on.app.app.get(ScanFacts, { strict: false });
  });
  afterAll(async () => {
    await on?.close();
    await aws?.close();
  });

  const vulnerability = (cve: string, instanceId: string, severity: string, more: object = {}) => ({
    findingArn: `arn:aws:inspector2:${HOME}:${on.account.accountId}:finding/${cve}-${instanceId}`,
    ...{ awsAccountId: on.account.accountId, type: 'PACKAGE_VULNERABILITY', status: 'ACTIVE', severity },
    ...{ title: `${cve} - openssl`, description: 'x', inspectorScore: 7.5, exploitAvailable: 'NO' },
    fixAvailable: 'NO',
    ...{ firstObservedAt: 1767225600, lastObservedAt: Date.now() / 1000, updatedAt: Date.now() / 1000 },
    remediation: { recommendation: { text: 'None Provided' } },
    resources: [{ type: 'AWS_EC2_INSTANCE', id: instanceId, region: HOME }],
    packageVulnerabilityDetails: {
      ...{ vulnerabilityId: cve, source: 'NVD' },
      vulnerablePackages: [
        {
          name: 'openssl',
          version: '1.0',
          arch: 'X86_64',
          fixedInVersion: 'NotAvailable',
          packageManager: 'OS',
        },
      ],
    },
    ...more,
  });
  /** The emulator gives the next of its queue to each new question, and scans ask with the time. */
  const inspectorSays = async (...findings: object[]) => {
    const body = JSON.stringify({ account_id: on.account.accountId, region: HOME, results: [findings] });
    const url = `${MOTO_URL ?? ''}/moto-api/static/inspector2/findings-results`;
    expect((await fetch(url, { method: 'POST', body })).status).toBe(201);
  };
  const scan = (body: object = {}) => on.must<Output>('POST', '/scans/vulnerabilities?wait=60', body);
  const list = async (query = '') => (await on.get<Page<Item>>(`/vulnerabilities?limit=500${query}`)).items;
  const brief = (items: Item[]) =>
    items
      .map((one) => `${one.provider} ${one.vulnerabilityId} ${one.instanceId ?? '-'} ${one.status}`)
      .sort();

  it("finds which patch closes which of Inspector's vulnerabilities on which instance", async () => {
    nodes = {
      'i-1': {
        patches: [patch('kernel.x86_64', 'Critical', 'CVE-2026-1,CVE-2026-1000'), patch('zlib', 'Low')],
      },
      'i-2': { patches: [patch('openssl.x86_64', 'Medium')] },
    };
    await inspectorSays(
      vulnerability('CVE-2026-1000', 'i-1', 'CRITICAL'),
      vulnerability('CVE-2026-2000', 'i-2', 'HIGH'),
      vulnerability('CVE-2026-3000', 'i-3', 'UNTRIAGED'),
      vulnerability('CVE-2026-4000', 'i-1', 'HIGH', { status: 'SUPPRESSED' }),
      vulnerability('CVE-2026-5000', 'i-1', 'HIGH', { awsAccountId: '999999999999' }),
      vulnerability('CVE-2026-6000', 'i-1', 'HIGH', { updatedAt: 1767225600 - 400 * 86_400 }),
    );
    const answer = await on.send<Output>('POST', '/scans/vulnerabilities?wait=60', { daysBack: 7 });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      ...{ status: 'completed', errors: [], vulnerabilities_count: 3, patches_count: 2 },
      ...{ critical_vulnerabilities: 1, high_vulnerabilities: 2 },
    });
    const found = new Map((await list()).map((one) => [one.vulnerabilityId, one]));
    expect([...found.keys()].sort()).toEqual(['CVE-2026-1000', 'CVE-2026-2000', 'CVE-2026-3000']);
    expect(found.get('CVE-2026-1000')?.patches).toMatchObject([
      { patchId: 'kernel.x86_64', state: 'missing' },
    ]);
    expect(found.get('CVE-2026-2000')?.patches).toMatchObject([{ patchId: 'openssl.x86_64' }]);
    expect(found.get('CVE-2026-3000')).toMatchObject({ patches: [], patchable: false, severity: 'high' });
    expect(await facts.of('vulnerability-scan.completed', answer.body.scanId)).toMatchObject({
      ...{ status: 'completed', environment: 'dev', correlationId: answer.body.correlation_id },
      ...{ totalVulnerabilities: 3, criticalCount: 1, highCount: 2, patchableCount: 2 },
      timestamp: answer.body.scan_timestamp,
    });
    expect(await facts.of('vulnerabilities.detected', answer.body.scanId)).toMatchObject({
      criticalCount: 1,
    });
    const metrics = (await on.app.request<string>('GET', '/metrics')).body;
    const labels = '{Environment="dev",Service="vulnerability-scanner"}';
    for (const line of [
      'TotalVulnerabilities',
      'CriticalVulnerabilities',
      'PatchableVulnerabilities',
    ].entries())
      expect(metrics).toContain(`${line[1]}${labels} ${[3, 1, 2][line[0]] ?? -1}`);
  });

  it('closes what Inspector no longer reports, and opens it again when it does', async () => {
    await inspectorSays(vulnerability('CVE-2026-1000', 'i-1', 'CRITICAL'));
    expect((await scan()).vulnerabilities_count).toBe(1);
    const closed = await list('&status=closed');
    expect(brief(closed)).toEqual([
      'inspector CVE-2026-2000 i-2 closed',
      'inspector CVE-2026-3000 i-3 closed',
    ]);
    await inspectorSays(
      vulnerability('CVE-2026-1000', 'i-1', 'CRITICAL'),
      vulnerability('CVE-2026-2000', 'i-2', 'HIGH'),
    );
    await scan();
    const [again] = await list('&vulnerabilityId=CVE-2026-2000');
    expect(again).toMatchObject({ status: 'open', closedAt: null });
    expect(closed.map(({ id }) => id)).toContain(again?.id);
  });

  it('finds what is open by missing patches alone, each vulnerability once, whoever tells of it', async () => {
    nodes = {
      'i-1': {
        patches: [
          patch('kernel.x86_64', 'Critical', 'CVE-2026-1000'),
          patch('glibc.x86_64', 'Important', 'CVE-2026-7000,CVE-2026-7001'),
          patch('glibc-common.x86_64', 'Moderate', 'CVE-2026-7000'),
          patch('ca-certificates', 'Unspecified'),
          patch('vim', 'Low', '', { Classification: 'Bugfix' }),
          patch('done', 'Critical', 'CVE-2026-7002', { State: 'Installed' }),
        ],
      },
      'i-2': { patches: [] },
      'mi-3': { scanned: false },
    };
    const output = await scan({ scanType: 'patches', includeInspector: false });
    expect(output).toMatchObject({ vulnerabilities_count: 4, patches_count: 4, critical_vulnerabilities: 1 });
    expect(output.errors).toMatchObject([{ part: 'patches', code: 'NeverScanned', region: HOME }]);
    expect(brief(await list('&status=open&instanceId=i-1'))).toEqual([
      'inspector CVE-2026-1000 i-1 open',
      'ssm CVE-2026-7000 i-1 open',
      'ssm CVE-2026-7001 i-1 open',
      'ssm ca-certificates i-1 open',
    ]);
    const [grave] = await list('&vulnerabilityId=CVE-2026-7000');
    expect(grave).toMatchObject({ severity: 'high', patchable: true });
    expect(grave?.patches.map(({ patchId }) => patchId)).toEqual(['glibc.x86_64', 'glibc-common.x86_64']);
  });

  it('closes what was patched, but nothing where a node could not be read', async () => {
    nodes = { 'i-1': { patches: [patch('glibc.x86_64', 'Important', 'CVE-2026-7000')] } };
    await scan({ scanType: 'patches' });
    expect(brief(await list('&status=open&instanceId=i-1'))).toEqual([
      'inspector CVE-2026-1000 i-1 open',
      'ssm CVE-2026-7000 i-1 open',
    ]);
    nodes = { 'i-1': { patches: [patch('x', 'Low')] } };
    on.proxy.rules = [{ match: { service: 'ssm', action: 'DescribeInstancePatches' }, fault: 'deny' }];
    const output = await scan({ scanType: 'patches' });
    expect(output.errors).toMatchObject([{ reason: 'denied', region: HOME }]);
    expect(brief(await list('&status=open&instanceId=i-1'))).toContain('ssm CVE-2026-7000 i-1 open');
    on.proxy.rules = [];
  });

  it('fails, and says nothing, where Inspector cannot be asked', async () => {
    on.proxy.rules = [{ match: { service: 'inspector2' }, fault: 'deny' }];
    const before = brief(await list());
    const output = await scan();
    on.proxy.rules = [];
    expect(output).toMatchObject({ status: 'failed', vulnerabilities_count: 0 });
    expect(output.errors.map(({ reason }) => reason)).toEqual(['denied', 'denied']);
    expect(brief(await list())).toEqual(before);
    expect(await facts.of('vulnerability-scan.completed', output.scanId)).toMatchObject({ status: 'failed' });
    expect(facts.heard('vulnerabilities.detected', output.scanId)).toBeUndefined();
    const metrics = (await on.app.request<string>('GET', '/metrics')).body;
    expect(metrics).toContain(
      'Failures{Environment="dev",Service="vulnerability-scanner",FailureType="denied"} 1',
    );
  });

  it('writes the same rows when a unit runs again after a crash', async () => {
    const { scanId } = await scan({ scanType: 'patches' });
    const before = brief(await list());
    const [unit] = await on.app.database.query<{ id: string; tenant_id: string }>(
      `UPDATE scan_units SET status = 'running' WHERE scan_id = $1 AND service = 'vulnerabilities' AND region = $2
       RETURNING id, tenant_id`,
      [scanId, HOME],
    );
    const attempt = { number: 2, last: true, tenantId: unit?.tenant_id ?? '' };
    await on.app.app
      .get(ImportProcessor, { strict: false })
      .read({ scanId, unitId: unit?.id ?? '' }, { ...attempt, signal: new AbortController().signal });
    expect(brief(await list())).toEqual(before);
  });

  it('is what a schedule starts by the name of the function, in the name of who saved it', async () => {
    nodes = {};
    const { scheduleId } = await on.must<{ scheduleId: string }>('POST', '/schedules', {
      ...{ scheduleType: 'patch-scan', scheduleExpression: 'rate(1 day)', enabled: false },
      target: { type: 'lambda', functionName: 'vulnerability-scanner-microservice-dev' },
      parameters: { scanType: 'patches', daysBack: 3 },
    });
    await on.must('POST', `/schedules/${scheduleId}/run-now`, {});
    const scan = await eventually(async () => {
      const { items } = await on.get<Page<Record<string, unknown>>>('/scans?limit=1');
      return items[0]?.['source'] === 'schedule' && items[0];
    });
    expect(scan).toMatchObject({
      requestedBy: 'operator@acme.test',
      reads: { kind: 'vulnerabilities', source: 'patches', daysBack: 3 },
    });
    expect((await on.ended(String(scan['scanId']))).status).toBe('completed');
  });

  it('is what a workflow waits for by the name of the function, and goes on with its output', async () => {
    nodes = { 'i-9': { patches: [patch('KB1', 'Critical', 'CVE-2026-9000')] } };
    const { start, until } = workflowClient(on.app, on.keys.operator);
    const { executionArn } = await start('test-patch-scan', {});
    const { status, output } = await until(executionArn, 'SUCCEEDED');
    expect(status).toBe('SUCCEEDED');
    expect(output).toMatchObject({
      ...{ status: 'completed', vulnerabilities_count: 1, patches_count: 1, critical_vulnerabilities: 1 },
      ...{ high_vulnerabilities: 0, errors: [] },
    });
  });

  it('filters, and pages through all of them once', async () => {
    const all = await list();
    const severities = (items: Item[]) => [...new Set(items.map(({ severity }) => severity))].sort();
    expect(severities(await list('&severity=critical,high'))).toEqual(['critical', 'high']);
    expect((await list('&patchable=true')).every(({ patchable }) => patchable)).toBe(true);
    expect(await list('&region=eu-central-1')).toEqual([]);
    expect(await list('&accountId=999999999999')).toEqual([]);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Page<Item> = await on.get(`/vulnerabilities?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(all.map(({ id }) => id));
  });

  it.each([
    [{ scanType: 'full' }, 'scanType'],
    [{ daysBack: 1.5 }, 'daysBack'],
    [{ includeInspector: 'yes' }, 'includeInspector'],
    [{ scanType: 'patches', includePatches: false }, 'includePatches'],
    [{ includeInspector: false, includePatches: false }, 'includePatches'],
  ])('refuses %j', async (body, path) => {
    const answer = await on.send<{ details: { path: string }[] }>('POST', '/scans/vulnerabilities', body);
    expect([answer.status, answer.body.details.map((one) => one.path)]).toEqual([400, [path]]);
  });
});
