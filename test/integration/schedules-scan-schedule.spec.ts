import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startScanApp, type ScanApp } from '../e2e/scan-app.js';
import type { Scan } from '../e2e/scan-client.js';
import { ScansService } from '../../src/modules/scanning/index.js';
import { conflict } from '../../src/shared/app-error.js';
import { eventually } from '../support/app.js';
import {
  startScheduleApp,
  TENANT,
  type Json,
  type Schedule,
  type ScheduleApp,
} from '../support/schedules.js';

interface Status extends Json {
  history: (Json & { run_id: string; scan_id: string | null; status: string })[];
}
type Ask = <T = Json>(method: string, path: string, body?: unknown) => Promise<{ status: number; body: T }>;

const scanSchedule = async (ask: Ask) =>
  eventually(async () => {
    const path = '/schedules?scheduleType=daily-compliance-scan';
    return (await ask<{ items: Schedule[] }>('GET', path)).body.items[0];
  });

describe('the scan schedule of specs/4', () => {
  let test: ScheduleApp;
  let ask: Ask;
  beforeAll(async () => {
    test = await startScheduleApp({ real: true });
    ({ ask } = test);
  });
  afterAll(() => test.app.close());

  it('is on and daily for a new tenant', async () => {
    expect(await ask('GET', '/api/schedule/config')).toMatchObject({
      status: 200,
      body: { enabled: true, frequency: 'daily', channels: [], custom_interval: null },
    });
  });

  const daily = { enabled: true, frequency: 'daily', channels: ['slack'], custom_interval: null };
  it.each([
    ['Daily Slack Reports', daily, daily, 'cron(0 6 * * ? *)'],
    [
      'Weekly Email Summary',
      { enabled: true, frequency: 'weekly', channels: ['email'], custom_interval: null },
      { enabled: true, frequency: 'weekly', channels: ['email'], custom_interval: null },
      'cron(0 6 ? * MON *)',
    ],
    [
      'Hourly Security Monitoring',
      { enabled: true, frequency: 'custom', channels: ['slack', 'email'], custom_interval: 60 },
      { enabled: true, frequency: 'custom', channels: ['email', 'slack'], custom_interval: 60 },
      'rate(60 minutes)',
    ],
    [
      'hourly',
      { frequency: 'hourly' },
      { enabled: true, frequency: 'hourly', channels: ['email', 'slack'], custom_interval: null },
      'cron(0 * * * ? *)',
    ],
    [
      'the curl example',
      { enabled: true, frequency: 'daily', channels: ['slack'] },
      daily,
      'cron(0 6 * * ? *)',
    ],
  ])(
    'takes %s as printed, and is the same schedule as under /schedules',
    async (_, body, shown, expression) => {
      expect(await ask('POST', '/api/schedule/config', body)).toEqual(
        expect.objectContaining({ status: 200, body: shown }),
      );
      expect((await ask('GET', '/api/schedule/config')).body).toEqual(shown);
      expect(await scanSchedule(ask)).toMatchObject({
        ...{ scheduleExpression: expression, enabled: shown.enabled, tenantId: TENANT },
        savedBy: `operator@${TENANT}.test`,
      });
    },
  );

  it('says that the frequency custom needs an interval', async () => {
    const { status, body } = await ask<{ details: { path: string }[] }>('POST', '/api/schedule/config', {
      ...{ enabled: true, frequency: 'custom', channels: ['slack'] },
    });
    expect([status, body.details.map(({ path }) => path)]).toEqual([400, ['custom_interval']]);
    for (const bad of [{ frequency: 'yearly' }, { channels: ['pager'] }, { custom_interval: 0 }])
      expect((await ask('POST', '/api/schedule/config', bad)).status).toBe(400);
  });

  it('shows what was changed under /schedules', async () => {
    const { scheduleId } = await scanSchedule(ask);
    await ask('PUT', `/schedules/${scheduleId}`, {
      cronExpression: '30 4 * * ? *',
      timezone: 'Europe/Berlin',
    });
    const config = { enabled: true, frequency: 'daily', channels: ['slack'], custom_interval: null };
    expect((await ask('GET', '/api/schedule/config')).body).toEqual(config);
    await ask('POST', '/api/schedule/config', { frequency: 'daily', channels: [] }); // keeps the hour
    expect(await scanSchedule(ask)).toMatchObject({
      cronExpression: '30 4 * * ? *',
      timezone: 'Europe/Berlin',
    });
  });

  it('is switched off and on', async () => {
    const off = await ask('POST', '/api/schedule/disable');
    expect(off).toMatchObject({ status: 200, body: { enabled: false } });
    expect((await ask<Status>('GET', '/api/schedule/status')).body['next_run']).toBeNull();
    expect(await scanSchedule(ask)).toMatchObject({ status: 'DISABLED', nextRunAt: null });
    const on = await ask('POST', '/api/schedule/enable', {});
    expect(on).toMatchObject({ status: 200, body: { enabled: true } });
    const { nextRunAt } = await scanSchedule(ask);
    expect((await ask<Status>('GET', '/api/schedule/status')).body['next_run']).toBe(nextRunAt);
    expect(nextRunAt).not.toBeNull();
  });

  it('has the fields of specs/4 and no others in its status', async () => {
    // the rate of an example above may have come due once, and is skipped as there is no account
    const body = await eventually(async () => {
      const now = (await ask<Status>('GET', '/api/schedule/status')).body;
      return now.history.every((run) => run['ended_at'] !== null) && now;
    });
    expect(Object.keys(body).sort()).toEqual([
      ...['channels', 'custom_interval', 'enabled', 'frequency', 'history', 'last_run', 'last_status'],
      ...['next_run', 'running'],
    ]);
    expect(body).toMatchObject({ running: false, next_run: expect.any(String) });
    for (const run of body.history) expect(run.status).toBe('skipped');
    const last = body.history.find((run) => run['started_at'] !== null); // not one that a switch has dropped
    expect(body['last_status']).toBe(last?.status ?? null);
  });

  it('goes on when it is switched on while it is paused', async () => {
    const { scheduleId } = await scanSchedule(ask);
    await ask('POST', `/schedules/${scheduleId}/pause`, { reason: 'release freeze' });
    expect((await ask<Status>('GET', '/api/schedule/status')).body['next_run']).toBeNull();
    await ask('POST', '/api/schedule/config', { channels: ['slack'] });
    expect((await scanSchedule(ask))['paused']).not.toBeNull();
    expect((await ask('POST', '/api/schedule/enable')).body).toMatchObject({ enabled: true });
    expect((await ask<Status>('GET', '/api/schedule/status')).body['next_run']).not.toBeNull();
    expect((await scanSchedule(ask))['paused']).toBeNull();
  });

  it('cannot be switched on while its target cannot be started', async () => {
    const { scheduleId, target } = await scanSchedule(ask);
    const missing = { type: 'step-functions', stateMachineName: 'AnnualReviewWorkflow' };
    await ask('PUT', `/schedules/${scheduleId}`, { enabled: false, target: missing });
    for (const path of ['/api/schedule/enable', '/api/schedule/config']) {
      const { status, body } = await ask<{ error: string }>(
        'POST',
        path,
        path.endsWith('config') ? { enabled: true } : {},
      );
      expect([status, body.error]).toEqual([409, expect.stringContaining('AnnualReviewWorkflow')]);
    }
    await ask('PUT', `/schedules/${scheduleId}`, { enabled: true, target });
  });

  it('comes back, with a next time, when it was deleted and is switched on', async () => {
    const { scheduleId } = await scanSchedule(ask);
    expect((await ask('DELETE', `/schedules/${scheduleId}`)).status).toBe(204);
    expect((await ask('GET', '/api/schedule/config')).body).toMatchObject({ enabled: false });
    expect((await ask<Status>('GET', '/api/schedule/status')).body['next_run']).toBeNull();
    expect((await ask('GET', `/schedules/${scheduleId}`)).status).toBe(404);
    expect((await ask('POST', '/api/schedule/enable')).body).toMatchObject({ enabled: true });
    const back = await scanSchedule(ask);
    expect(back).toMatchObject({ scheduleId, status: 'ENABLED' });
    expect(Date.parse(back.nextRunAt ?? '')).toBeGreaterThan(Date.now());
  });

  it('stays off when it was deleted and only its channels are set', async () => {
    const { scheduleId } = await scanSchedule(ask);
    await ask('DELETE', `/schedules/${scheduleId}`);
    const { body } = await ask('POST', '/api/schedule/config', { channels: ['email'] });
    expect(body).toMatchObject({ enabled: false, channels: ['email'] });
    expect(await scanSchedule(ask)).toMatchObject({ status: 'DISABLED', nextRunAt: null });
  });

  it('says what is missing when a scan is triggered without an account', async () => {
    const { status, body } = await ask<{ error: string }>('POST', '/api/schedule/trigger');
    expect([status, body.error]).toEqual([412, expect.stringContaining('POST /accounts')]);
    const { history } = (await ask<Status>('GET', '/api/schedule/status')).body;
    expect(
      history.filter(({ scan_id: scanId, status: was }) => scanId !== null || was === 'running'),
    ).toEqual([]);
  });

  it('skips its run, with the reason, as long as no account is registered', async () => {
    const { scheduleId } = await scanSchedule(ask);
    const { runId } = (await ask<{ runId: string }>('POST', `/schedules/${scheduleId}/run-now`)).body;
    const run = await eventually(async () =>
      (await test.runs(scheduleId)).find((one) => one.runId === runId && one.status === 'skipped'),
    );
    expect(run.reason).toContain('No AWS account is registered');
  });

  it('tries again when the scan that it would have joined has just ended', async () => {
    const scans = test.app.app.get(ScansService, { strict: false });
    const start = scans.start.bind(scans);
    scans.start = () => {
      scans.start = start;
      return Promise.reject(conflict('An equal scan is under way: it has just ended, try again'));
    };
    const { scheduleId } = await test.create({ target: { type: 'scan' } });
    const { runId } = (await ask<{ runId: string }>('POST', `/schedules/${scheduleId}/run-now`)).body;
    const run = await eventually(async () =>
      (await test.runs(scheduleId)).find((one) => one.runId === runId && one.endedAt !== null),
    );
    expect(run).toMatchObject({ attempt: 2, status: 'skipped' }); // there is no account to scan
  });
});

const MOTO_URL = process.env['MOTO_URL'];
const describeIf = MOTO_URL === undefined ? describe.skip : describe;

describeIf('scans of the schedule (needs MOTO_URL)', () => {
  let scans: ScanApp;
  let ask: Ask;
  const variables = { ...process.env };
  beforeAll(async () => {
    scans = await startScanApp(MOTO_URL ?? '');
    ask = (method, path, body) => scans.send(method, path, body);
  });
  afterAll(async () => {
    await scans.close();
    process.env = variables;
  });

  const status = async () => (await ask<Status>('GET', '/api/schedule/status')).body;
  const ended = () =>
    eventually(async () => {
      const now = await status();
      return now['running'] === false && now.history[0]?.status !== 'queued' && now;
    });

  it('are triggered, shown in the history, and closed when the scan ends', async () => {
    const { status: code, body } = await ask<{ scanId: string }>('POST', '/api/schedule/trigger', {
      source: 'external-system',
    });
    expect([code, body]).toEqual([200, { scanId: expect.any(String) as unknown, status: 'queued' }]);
    expect((await status()).history[0]).toMatchObject({ scan_id: body.scanId });
    const after = await ended();
    expect(after).toMatchObject({ last_status: 'succeeded', running: false });
    expect(after.history).toHaveLength(1);
    expect(after.history[0]).toEqual({
      run_id: expect.stringMatching(/^run_/) as unknown,
      planned_at: expect.any(String) as unknown,
      started_at: after['last_run'],
      ended_at: expect.any(String) as unknown,
      ...{ status: 'succeeded', scan_id: body.scanId },
      error: 'the scan could not read everything: see its errors',
    });
    const scan = await scans.get<Scan>(`/scans/${body.scanId}`);
    expect(scan).toMatchObject({ status: 'completed_with_errors', source: 'external-system' });
    expectAllButUnsupported(scan);
  });

  it('start by the schedule itself, by a workflow, and are in its history', async () => {
    const { scheduleId } = await scanSchedule(ask);
    await ask('POST', `/schedules/${scheduleId}/run-now`);
    await eventually(async () => (await status()).history.length === 2);
    const { history } = await ended();
    const scan = await scans.get<Scan>(`/scans/${history[0]?.scan_id ?? ''}`);
    expect(history[0]).toMatchObject({ status: 'succeeded' });
    expect(scan).toMatchObject({ source: 'workflow', status: 'completed_with_errors', scanType: 'full' });
    expectAllButUnsupported(scan);
  });

  /** The emulator lacks some of the calls of a full scan; nothing else is wrong. */
  function expectAllButUnsupported({ errors }: Scan): void {
    expect([...new Set(errors.map(({ reason }) => reason))]).toEqual(['unsupported']);
  }

  it('are one under way: another trigger gets 409 with its id', async () => {
    scans.proxy.latencyMs = 150;
    const first = await ask<{ scanId: string }>('POST', '/api/schedule/trigger');
    const second = await ask<{ error: string }>('POST', '/api/schedule/trigger');
    expect([second.status, second.body.error]).toEqual([409, expect.stringContaining(first.body.scanId)]);
    scans.proxy.latencyMs = 0;
    await ended();
  });
});
