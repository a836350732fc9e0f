import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import { notificationRequested } from '../../src/modules/workflows/tasks/facts.js';
import { Subscribes, type Fact } from '../../src/platform/outbox/index.js';
import { startScanApp, type ScanApp } from '../e2e/scan-app.js';
import { HOME } from '../e2e/emulated-account.js';
import { WASTE, type Scan } from '../e2e/scan-client.js';
import { eventually } from '../support/app.js';
import { workflowClient } from '../support/workflows.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no account to scan: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

const told: Fact<{ subject: string; targets: string[]; details: object }>[] = [];

@Injectable()
class Listener {
  @Subscribes(notificationRequested, 'test-listener')
  on(fact: (typeof told)[number]): Promise<void> {
    told.push(fact);
    return Promise.resolve();
  }
}

@Module({ providers: [Listener] })
class ListenerModule {}

interface Output {
  scanJob: { scanJobId: string; findingsCount: number; status: string; findingsBySeverity: object };
  reportResults: { reportId: string; reportUrl: string };
  discovery: { service: string; resources: number; units: number; failedUnits: number }[];
  findings: { opened: number; resolved: number; open: number };
  notifications: { requested: boolean };
}

withEmulator('compliance-scan (needs MOTO_URL)', () => {
  let on: ScanApp;
  let workflows: ReturnType<typeof workflowClient>;
  let key: string;

  beforeAll(async () => {
    on = await startScanApp(MOTO_URL ?? '', {}, [ListenerModule]);
    key = on.keys.operator;
    workflows = workflowClient(on.app, () => key);
    await on.account.volume(HOME, 100);
    await on.account.bucket(`unused-${on.account.accountId}`);
    await on.account.user('alice');
  });
  afterAll(async () => on?.close());

  const historyOf = async (arn: string) => {
    const { result } = (
      await workflows.ask<{ events: { type: string; stateEnteredEventDetails?: { name: string } }[] }>(
        'GET',
        `/${arn}/history?maxResults=1000`,
      )
    ).body;
    return result.events;
  };
  const failure = async (parameters: object) => {
    const { executionArn } = await workflows.start('compliance-scan', parameters);
    return workflows.until(executionArn, 'FAILED');
  };

  it('scans, and gives the output that specs/2 prints', async () => {
    const targets = ['security-team@company.com'];
    const { executionArn } = await workflows.start('compliance-scan', {
      ...WASTE,
      notificationTargets: targets,
    });
    const { output } = (await workflows.until(executionArn, 'SUCCEEDED')) as unknown as { output: Output };
    expect(output.scanJob).toMatchObject({
      scanJobId: expect.stringMatching(/^scan_/),
      findingsCount: 4, // the volume, the bucket, the user and the key
      status: 'COMPLETED',
      findingsBySeverity: { high: 1, medium: 1, low: 2 },
      worstSeverity: 'high',
      resourcesCount: 5, // and the root user
      errorsCount: 0,
    });
    expect(output.reportResults).toEqual({
      reportId: expect.stringMatching(/^rpt_[0-9a-f]{32}$/),
      reportUrl: `/reports/${output.reportResults.reportId}/download`,
    });
    expect(output.discovery).toEqual([
      { service: 'S3', units: 1, failedUnits: 0, resources: 1 },
      { service: 'IAM', units: 1, failedUnits: 0, resources: 3 },
      { service: 'EC2', units: 2, failedUnits: 0, resources: 1 },
      { service: 'OTHER', units: 0, failedUnits: 0, resources: 0 },
    ]);
    expect(output.findings).toEqual({ stored: 4, open: 4, suppressed: 0, opened: 4, resolved: 0 });
    const { scanJobId } = output.scanJob;
    expect(await on.get<Scan>(`/scans/${scanJobId}`)).toMatchObject({
      ...{ status: 'completed', source: 'workflow', requestedBy: 'operator@acme.test' },
      progress: { findings: 4 },
    });
    const fact = await eventually(() =>
      Promise.resolve(told.find(({ payload }) => payload.targets.includes(targets[0] ?? ''))),
    );
    expect(fact.payload).toMatchObject({
      subject: 'Compliance scan COMPLETED: 4 findings',
      ...{ targets, severity: 'high', details: { scanJob: { scanJobId } } },
    });
  });

  it('goes through the states of specs/2 in their order', async () => {
    const { executionArn } = await workflows.start('compliance-scan', { services: ['IAM'] });
    await workflows.until(executionArn, 'SUCCEEDED');
    const entered = (await historyOf(executionArn)).flatMap(
      ({ stateEnteredEventDetails: of }) => of?.name ?? [],
    );
    const discoveries = [
      ...['DiscoverS3Resources', 'DiscoverIAMResources', 'DiscoverEC2Resources'],
      'DiscoverOtherResources',
    ];
    expect(entered.filter((name) => !discoveries.includes(name))).toEqual([
      ...['InitializeScan', 'DiscoverResources', 'AnalyzeCompliance', 'StoreFindings', 'SendNotifications'],
      ...['GenerateReport', 'Complete'],
    ]);
    expect(entered).toEqual(expect.arrayContaining(discoveries));
  });

  it('looks at what it is asked to, and counts that alone', async () => {
    const { executionArn } = await workflows.start('compliance-scan', {
      ...{ ...WASTE, services: ['S3'], regions: [HOME] },
    });
    const { output } = (await workflows.until(executionArn, 'SUCCEEDED')) as unknown as { output: Output };
    expect(output.discovery.map(({ service, units }) => [service, units])).toEqual([
      ...[
        ['S3', 1],
        ['IAM', 0],
        ['EC2', 0],
        ['OTHER', 0],
      ],
    ]);
    expect(output.scanJob.findingsCount).toBe(1);
    expect(output.findings).toMatchObject({ opened: 0, resolved: 0, open: 1 });
    expect(output.notifications.requested).toBe(false);
  });

  it('writes a report that viewers of the tenant may read, and nobody else', async () => {
    const { executionArn } = await workflows.start('compliance-scan', {});
    const { output } = (await workflows.until(executionArn, 'SUCCEEDED')) as unknown as { output: Output };
    const { reportUrl } = output.reportResults;
    const read = (reader: string | null) => on.app.request<string>('GET', reportUrl, { key: reader });
    const { status, body, headers } = await read(on.keys.viewer);
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    for (const text of [
      'Compliance scan',
      on.account.accountId,
      ':user/alice',
      'iam_access_key_unused',
      '$10.00',
    ])
      expect(body).toContain(text);
    expect((await read(null)).status).toBe(401);
    const stranger = await on.app.tenant('globex');
    expect((await read(stranger.admin)).status).toBe(404);
    expect((await on.send('GET', '/reports/rpt_1..%2F..%2Fx')).status).toBe(404);
  });

  it('shares the scan of an equal execution under way', async () => {
    on.proxy.latencyMs = 100;
    const [one, two] = await Promise.all([
      workflows.start('compliance-scan', { accountIds: [on.account.accountId] }),
      workflows.start('compliance-scan', { accountIds: [on.account.accountId] }),
    ]);
    const outputs = await Promise.all(
      [one, two].map(({ executionArn }) => workflows.until(executionArn, 'SUCCEEDED')),
    );
    const scans = outputs.map(({ output }) => (output as Output).scanJob.scanJobId);
    expect(scans[0]).toBe(scans[1]);
    on.proxy.latencyMs = 0;
  });

  it('cancels its scan when it is stopped', async () => {
    on.proxy.latencyMs = 300;
    const { executionArn } = await workflows.start('compliance-scan', { services: ['EC2'] });
    const scanId = await scanUnderWay();
    const { status } = await workflows.ask('PUT', `/${executionArn}/stop`, { cause: 'not now' });
    expect(status).toBe(200);
    const scan = await on.ended(scanId);
    expect(scan.status).toBe('cancelled');
    await workflows.until(executionArn, 'ABORTED');
    on.proxy.latencyMs = 0;
  });

  it('leaves a scan alone that another execution has joined', async () => {
    on.proxy.latencyMs = 300;
    const first = await workflows.start('compliance-scan', { services: ['EC2'], regions: [HOME] });
    const scanId = await scanUnderWay();
    const second = await workflows.start('compliance-scan', { services: ['EC2'], regions: [HOME] });
    await eventually(async () => (await joined(scanId)) > 0);
    await workflows.ask('PUT', `/${first.executionArn}/stop`, {});
    await workflows.until(first.executionArn, 'ABORTED');
    const { output } = await workflows.until(second.executionArn, 'SUCCEEDED');
    expect((output as Output).scanJob.scanJobId).toBe(scanId);
    on.proxy.latencyMs = 0;
  });

  it('says so when somebody cancels its scan', async () => {
    on.proxy.latencyMs = 300;
    const { executionArn } = await workflows.start('compliance-scan', { services: ['EC2'] });
    const scanId = await scanUnderWay();
    await on.send('DELETE', `/scans/${scanId}`);
    const ended = await workflows.until(executionArn, 'FAILED');
    expect(ended).toMatchObject({ error: 'ScanCancelled', cause: `The scan ${scanId} was cancelled` });
    on.proxy.latencyMs = 0;
  });

  it('reports what could not be read, and fails as ScanFailed only where nothing could', async () => {
    on.proxy.rules = [{ match: { service: 's3' }, fault: 'deny' }];
    const { executionArn } = await workflows.start('compliance-scan', {});
    const { output } = (await workflows.until(executionArn, 'SUCCEEDED')) as unknown as { output: Output };
    expect(output.scanJob.status).toBe('COMPLETED_WITH_ERRORS');
    const failed = await failure({ services: ['S3'], notificationTargets: ['ops'] });
    expect(failed).toMatchObject({
      error: 'ScanFailed',
      cause: expect.stringContaining('AccessDenied') as unknown,
    });
    const fact = await eventually(() =>
      Promise.resolve(told.find(({ payload }) => payload.targets.includes('ops'))),
    );
    expect(fact.payload).toMatchObject({
      subject: 'Compliance scan failed: ScanFailed',
      details: { error: 'ScanFailed', cause: failed['cause'] },
    });
    on.proxy.rules = [];
  });

  it('fails at once, with the reason, where no account is registered', async () => {
    key = (await on.app.tenant('empty')).operator;
    const failed = await failure({});
    expect(failed).toMatchObject({
      error: 'PRECONDITION_FAILED',
      cause: 'No AWS account is registered: POST /accounts first',
    });
    key = on.keys.operator;
    expect(await failure({ accountIds: ['999999999999'] })).toMatchObject({ error: 'INVALID' });
  });

  it('names parameters that there are not', async () => {
    const answer = await workflows.ask('POST', '/start', {
      ...{ workflowType: 'compliance-scan', parameters: { region: 'eu-west-1', services: ['braket'] } },
    });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain('parameters.region');
    expect(JSON.stringify(answer.body)).toContain('parameters.services.0');
  });

  async function scanUnderWay(): Promise<string> {
    return eventually(async () => {
      const { items } = await on.get<{ items: Scan[] }>('/scans?status=running');
      return items[0]?.scanId;
    });
  }
  async function joined(scanId: string): Promise<number> {
    const [row] = await on.app.database.query<{ n: number }>(
      'SELECT cardinality(joined_by) AS n FROM scans WHERE id = $1',
      [scanId],
    );
    return row?.n ?? 0;
  }
});
