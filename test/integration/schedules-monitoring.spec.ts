import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startScanApp, type ScanApp } from '../e2e/scan-app.js';
import { eventually } from '../support/app.js';
import type { Json, Run, Schedule } from '../support/schedules.js';
import { workflowClient } from '../support/workflows.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no account to scan: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

interface Output {
  scanJob: { scanJobId: string; status: string };
  nextScan: { updated: boolean; reason: string | null };
}

withEmulator('schedules of the workflows that scan (needs MOTO_URL)', () => {
  let on: ScanApp;
  let workflows: ReturnType<typeof workflowClient>;
  beforeAll(async () => {
    on = await startScanApp(MOTO_URL ?? '');
    workflows = workflowClient(on.app, on.keys.operator);
    await on.account.bucket(`scheduled-${on.account.accountId}`);
  });
  afterAll(async () => on?.close());

  const never = { scheduleType: 'of-the-tests', scheduleExpression: 'cron(0 0 1 1 ? 2199)' };
  const create = async (stateMachineName: string, values: Json = {}) => {
    const target = { type: 'step-functions', stateMachineName };
    const answer = await on.send<Schedule>('POST', '/schedules', { ...never, target, ...values });
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return answer.body.scheduleId;
  };
  const runOf = async (id: string, runId: string) =>
    (await on.get<{ items: Run[] }>(`/schedules/${id}/runs`)).items.find((run) => run.runId === runId);
  const runNow = async (id: string) =>
    (await on.send<Run>('POST', `/schedules/${id}/run-now`, {})).body.runId;
  const ended = (id: string, runId: string) =>
    eventually(async () => {
      const run = await runOf(id, runId);
      return run?.['endedAt'] !== null && run;
    });
  const joined = (scanId: string) =>
    eventually(async () => {
      const sql = 'SELECT FROM scans WHERE id = $1 AND cardinality(joined_by) > 0';
      return (await on.app.database.query(sql, [scanId])).length === 1;
    });
  const outputOf = async (run: Run) =>
    (await workflows.status(String(run['executionArn'])))['output'] as Output;
  const expressionOf = async (id: string) =>
    (await on.get<Schedule>(`/schedules/${id}`))['scheduleExpression'];

  it('run ComplianceScanWorkflow, and end with it', async () => {
    const parameters = { scanType: 'comprehensive', includeRecommendations: true };
    const id = await create('ComplianceScanWorkflow', { parameters });
    const run = await ended(id, await runNow(id));
    expect(run).toMatchObject({ status: 'succeeded', executionType: 'execution', error: null });
    const { scanJob } = await outputOf(run);
    expect(scanJob.status).toBe('COMPLETED_WITH_ERRORS'); // the emulator lacks some calls
    expect(await on.get(`/scans/${scanJob.scanJobId}`)).toMatchObject({
      ...{
        status: 'completed_with_errors',
        scanType: 'full',
        source: 'workflow',
        requestedBy: 'operator@acme.test',
      },
    });
  });

  it('show the scan of their workflow in /api/schedule/status, also one that was joined', async () => {
    const { items } = await on.get<{ items: Schedule[] }>('/schedules?scheduleType=daily-compliance-scan');
    const daily = items[0]?.scheduleId ?? '';
    const started = await ended(daily, await runNow(daily));
    on.proxy.latencyMs = 300;
    const { executionArn } = await workflows.start('compliance-scan', {});
    const running = await eventually(
      async () => (await on.get<{ items: { scanId: string }[] }>('/scans?status=running')).items[0]?.scanId,
    );
    const runId = await runNow(daily);
    await joined(running);
    on.proxy.latencyMs = 0;
    await ended(daily, runId);
    await workflows.until(executionArn, 'SUCCEEDED');
    const { history } = await on.get<{ history: Json[] }>('/api/schedule/status');
    expect(history.map((one) => [one['run_id'], one['scan_id']])).toEqual([
      [runId, running],
      [started.runId, (await outputOf(started)).scanJob.scanJobId],
    ]);
  });

  it('leave a scan alone that a workflow has joined, when the run that started it is replaced', async () => {
    on.proxy.latencyMs = 300;
    const { body } = await on.send<Schedule>('POST', '/schedules', {
      ...{ ...never, target: { type: 'scan' }, parameters: { services: ['S3'] } },
      overlapPolicy: 'cancel_running',
    });
    const first = await runNow(body.scheduleId);
    const scanId = await eventually(async () => {
      const run = await runOf(body.scheduleId, first);
      return typeof run?.['executionId'] === 'string' && run['executionId'];
    });
    const { executionArn } = await workflows.start('compliance-scan', { services: ['S3'] });
    await joined(scanId);
    const second = await runNow(body.scheduleId);
    await eventually(async () => (await runOf(body.scheduleId, first))?.status === 'cancelled');
    on.proxy.latencyMs = 0;
    const { output } = await workflows.until(executionArn, 'SUCCEEDED');
    expect((output as Output).scanJob.scanJobId).toBe(scanId);
    expect(await ended(body.scheduleId, second)).toMatchObject({ status: 'succeeded', executionId: scanId });
  });

  const monitoring = (monitoringFrequency: number) => ({
    parameters: { monitoringFrequency, services: ['S3'] },
  });

  it('get the rate that a pass of continuous monitoring asks for', async () => {
    const id = await create('ContinuousMonitoringWorkflow', monitoring(3600));
    const first = await outputOf(await ended(id, await runNow(id)));
    expect(first.nextScan).toMatchObject({ updated: true, reason: null });
    expect(await expressionOf(id)).toBe('rate(60 minutes)');
    const second = await outputOf(await ended(id, await runNow(id)));
    expect(second.nextScan).toMatchObject({
      ...{ updated: false, reason: `The schedule ${id} has rate(60 minutes) already` },
    });
    const [entry] = await on.app.database.query<{ actor: string; after: Json }>(
      `SELECT to_jsonb(a) AS entry FROM audit_log a WHERE a.target_id = $1 AND a.action = 'schedule.changed'`,
      [id],
    );
    expect(JSON.stringify(entry)).toContain('rate(60 minutes)');
    expect(JSON.stringify(entry)).toContain('operator@acme.test');
  });

  it('keep a time that is no whole minute to the next one, and stay off, which the pass says', async () => {
    const id = await create('ContinuousMonitoringWorkflow', { ...monitoring(90), enabled: false });
    const { nextScan } = await outputOf(await ended(id, await runNow(id)));
    expect(nextScan).toMatchObject({
      updated: true,
      reason:
        `90 seconds are rounded up to whole minutes: rate(2 minutes). ` +
        `The schedule ${id} has the rate, and stays switched off`,
    });
    expect(await on.get(`/schedules/${id}`)).toMatchObject({
      ...{ scheduleExpression: 'rate(2 minutes)', status: 'DISABLED', nextRunAt: null },
    });
  });

  it("are the tenant's own one where no schedule has started the pass, and no other kind of schedule", async () => {
    const { items } = await on.get<{ items: Schedule[] }>('/schedules?scheduleType=continuous-monitoring');
    const own = items[0]?.scheduleId ?? '';
    const pass = async (metadata: Json = {}) => {
      const { executionArn } = await workflows.start('continuous-monitoring', monitoring(7200).parameters, {
        metadata,
      });
      return ((await workflows.until(executionArn, 'SUCCEEDED'))['output'] as Output).nextScan;
    };
    expect(await pass()).toMatchObject({ updated: true, reason: expect.stringContaining('switched off') });
    expect(await expressionOf(own)).toBe('rate(120 minutes)');
    const other = await create('ComplianceScanWorkflow');
    expect(await pass({ scheduleId: other })).toMatchObject({
      ...{ updated: false, reason: `The schedule ${other} does not start ContinuousMonitoringWorkflow` },
    });
    await on.send('DELETE', `/schedules/${own}`);
    expect(await pass()).toMatchObject({ updated: false, reason: expect.stringContaining('was deleted') });
    expect(await pass({ scheduleId: 'sch_0' })).toMatchObject({
      ...{ updated: false, reason: 'There is no schedule sch_0 any more' },
    });
  });
});
