import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import { MonitoringSchedule, NextScan, type WantedFrequency } from '../../src/modules/workflows/index.js';
import { notificationRequested } from '../../src/modules/workflows/tasks/facts.js';
import { Subscribes, type Fact } from '../../src/platform/outbox/index.js';
import { idOf, HOME } from '../e2e/emulated-account.js';
import { startScanApp, type ScanApp } from '../e2e/scan-app.js';
import { eventually } from '../support/app.js';
import { workflowClient } from '../support/workflows.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no account to scan: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

interface Output {
  nextScan: { monitoringFrequency: number; updated: boolean; reason: string | null };
  scanJob: { scanJobId: string; scanType: string; status: string };
  changes: {
    since: string;
    until: string;
    opened: { total: number };
    resolved: number;
    byScan: { opened: number; resolved: number };
    hasNewFindings: boolean;
  };
  newFindings?: { total: number; items: { findingId: string; recommendation?: { text: string } }[] };
  thresholds?: {
    crossed: boolean;
    crossings: object[];
    notEvaluated: object[];
  };
  incident?: { started: boolean; executionName?: string };
  reportResults?: { reportUrl: string };
}

const facts: Fact<Record<string, unknown>>[] = [];

@Injectable()
class Listener {
  @Subscribes(notificationRequested, 'test-notifications')
  async notification(fact: Fact<Record<string, unknown>>): Promise<void> {
    facts.push(fact);
    await Promise.resolve();
  }
}

@Module({ providers: [Listener] })
class ListenerModule {}

/** What the emulator answers in full. */
const controls = [
  'ec2_ebs_volume_unattached',
  's3_bucket_unused',
  'iam_user_unused',
  'iam_access_key_unused',
];

async function monitored(modules: NonNullable<Parameters<typeof startScanApp>[2]>) {
  const on = await startScanApp(MOTO_URL ?? '', {}, modules);
  const workflows = workflowClient(on.app, on.keys.operator);
  const pass = async (parameters: object = {}): Promise<Output> => {
    const { executionArn } = await workflows.start('continuous-monitoring', { controls, ...parameters });
    return (await workflows.until(executionArn, 'SUCCEEDED'))['output'] as Output;
  };
  return { on, workflows, pass };
}

withEmulator('continuous-monitoring (needs MOTO_URL)', () => {
  let on: ScanApp;
  let workflows: ReturnType<typeof workflowClient>;
  let pass: (parameters?: object) => Promise<Output>;
  let volume: string;

  beforeAll(async () => {
    ({ on, workflows, pass } = await monitored([ListenerModule]));
    volume = await on.account.volume(HOME, 10);
    await on.account.user('bob');
  });
  afterAll(async () => on?.close());

  it('finds in its first pass what its scan has opened, and tells of it', async () => {
    const output = await pass({
      notificationTargets: ['ops'],
      alertThresholds: { newFindings: 3, scoreDrop: 5 },
    });
    expect(output.scanJob).toMatchObject({ scanType: 'incremental', status: 'COMPLETED' });
    expect(output.changes).toMatchObject({
      ...{ opened: { total: 3 }, resolved: 0, byScan: { opened: 3, resolved: 0 }, hasNewFindings: true },
      worstSeverity: 'high',
    });
    expect(output.newFindings?.items).toHaveLength(3);
    expect(output.newFindings?.items.every(({ recommendation }) => recommendation !== undefined)).toBe(true);
    expect(output.thresholds).toEqual({
      crossed: true,
      crossings: [{ threshold: 'newFindings', limit: 3, actual: 3 }],
      notEvaluated: [
        {
          threshold: 'scoreDrop',
          reason: 'Scores are kept by framework: which one should not drop is not said yet',
        },
      ],
      severity: 'high',
    });
    expect(output.incident).toMatchObject({ started: true, workflowType: 'incident-response' });
    expect(output.reportResults).toBeUndefined();
    const told = await eventually(
      () => Promise.resolve(facts.length >= 2 && facts.map(({ payload }) => payload)), // of the pass and of the incident
    );
    expect(told).toContainEqual(
      expect.objectContaining({ subject: 'Continuous monitoring: 3 new findings', targets: ['ops'] }),
    );
    expect(told).toContainEqual(
      expect.objectContaining({
        subject: expect.stringMatching(/^Incident, high: compliance-threshold/),
        targets: ['ops'],
      }),
    );
  });

  it('sees in the next pass what has changed since, and by whomever it was seen', async () => {
    const quiet = await pass();
    expect(quiet.changes).toMatchObject({ opened: { total: 0 }, resolved: 0, hasNewFindings: false });
    expect([quiet.newFindings, quiet.thresholds]).toEqual([undefined, undefined]);
    await on.account.ec2(HOME).deleteVolume({ VolumeId: idOf(volume) });
    await on.account.volume(HOME, 20);
    await on.scan({ controls }); // not by the pass itself
    const next = await pass({ includeRecommendations: false });
    expect(next.changes.since).toBe(quiet.changes.until);
    expect(next.changes).toMatchObject({
      ...{ opened: { total: 1 }, resolved: 1, byScan: { opened: 0, resolved: 0 } },
      worstSeverity: 'low',
    });
    expect(next.newFindings?.items.some((one) => 'recommendation' in one)).toBe(false);
    expect(next.thresholds?.crossed).toBe(false);
    expect(next.incident).toBeUndefined();
  });

  it('scans as it is asked to, and writes a report where one is wanted', async () => {
    const output = await pass({ monitoringType: 'full', generateReport: true });
    expect(output.scanJob.scanType).toBe('full');
    const { status, body } = await on.app.request<string>('GET', output.reportResults?.reportUrl ?? '', {
      key: on.keys.viewer,
    });
    expect([status, body]).toEqual([200, expect.stringContaining('<h1>Continuous monitoring</h1>')]);
  });

  it('says why its schedule keeps its rate, and sets it where it can', async () => {
    expect((await pass()).nextScan).toMatchObject({
      updated: false,
      reason: expect.stringContaining('default') as unknown,
    });
    const { nextScan } = await pass({ monitoringFrequency: 3600 });
    expect(nextScan).toMatchObject({ monitoringFrequency: 3600, updated: true }); // the tenant's own schedule
    const asked: unknown[] = [];
    class Recording extends MonitoringSchedule {
      setFrequency(actor: { owner: string }, wanted: WantedFrequency) {
        asked.push([actor.owner, wanted]);
        return Promise.resolve({ unchanged: null });
      }
    }
    on.app.app.get(NextScan, { strict: false }).connect(new Recording());
    const metadata = { scheduleId: 'sch_1' };
    const { executionArn } = await workflows.start(
      'continuous-monitoring',
      { monitoringFrequency: 900 },
      { metadata },
    );
    const { output } = await workflows.until(executionArn, 'SUCCEEDED');
    expect((output as Output).nextScan).toEqual({ monitoringFrequency: 900, updated: true, reason: null });
    expect(asked).toEqual([['operator@acme.test', { seconds: 900, scheduleId: 'sch_1' }]]);
  });

  it('fails as its scan does', async () => {
    on.proxy.rules = [{ match: { service: 's3' }, fault: 'deny' }];
    const { executionArn } = await workflows.start('continuous-monitoring', { services: ['S3'] });
    expect(await workflows.until(executionArn, 'FAILED')).toMatchObject({ error: 'ScanFailed' });
    on.proxy.rules = [];
  });
});

withEmulator('continuous-monitoring and incidents (needs MOTO_URL)', () => {
  let on: ScanApp;
  let workflows: ReturnType<typeof workflowClient>;
  let pass: (parameters?: object) => Promise<Output>;
  let volume: string;
  beforeAll(async () => {
    ({ on, workflows, pass } = await monitored([]));
    volume = await on.account.volume(HOME, 10);
  });
  afterAll(async () => on?.close());

  it('starts it once a threshold is crossed', async () => {
    const output = await pass({ alertThresholds: { newFindings: 1 } });
    expect(output.thresholds).toMatchObject({ crossed: true });
    expect(output.incident).toMatchObject({ started: true, workflowType: 'incident-response' });
    const items = await eventually(async () => {
      const page = await on.get<{ items: Record<string, unknown>[] }>('/incidents');
      return page.items.length > 0 && page.items;
    });
    expect(items).toEqual([
      expect.objectContaining({
        ...{ incidentType: 'compliance-threshold', severity: 'low', response: 'standard', status: 'open' },
        ...{ autoRemediate: false, requestedBy: 'operator@acme.test' },
        findingIds: output.newFindings?.items.map(({ findingId }) => findingId),
        resourceArns: [volume],
      }),
    ]);
    const response = await workflows.status(String(items[0]?.['executionArn']));
    expect(response).toMatchObject({
      status: 'RUNNING', // until somebody has acknowledged it
      executionName: output.incident?.executionName,
      input: {
        parameters: {
          incidentType: 'compliance-threshold',
          description: 'newFindings: 1, with a limit of 1',
        },
        metadata: { source: 'continuous-monitoring', scanJobId: output.scanJob.scanJobId },
      },
    });
  });

  it('starts none where nothing is too much', async () => {
    await on.account.volume(HOME, 10);
    const output = await pass({ alertThresholds: { newFindings: 2 } });
    expect(output.thresholds).toMatchObject({ crossed: false });
    expect(output.incident).toBeUndefined();
  });
});
