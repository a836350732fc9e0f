import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { EmfPrinter } from '../../src/platform/emf/index.js';
import { EmfTurnStore } from '../../src/platform/emf/emf-turn.store.js';
import { Database } from '../../src/platform/database/index.js';
import { forCloudWatch, Logger } from '../../src/platform/telemetry/index.js';
import { emulatedAccount, giveCredentials, HOME, type EmulatedAccount } from '../e2e/emulated-account.js';
import { scanClient } from '../e2e/scan-client.js';
import { eventually, startTestApp } from '../support/app.js';
import { createTestDatabase } from '../support/database.js';
import { emfLine, emfLinesIn, told } from '../support/emf-schema.js';
import { startFaultProxy, type FaultProxy } from '../support/fault-proxy.mjs';
import { startHttpReceiver, type HttpReceiver } from '../support/http-receiver.js';
import { servicesOn, type ServicesOn } from '../support/services-on.js';
import { startTcpGate } from '../support/tcp-gate.js';

const SHARED = process.env['SHARED_DIR'] ?? resolve(import.meta.dirname, '../../../shared');
const SPEC_1 = resolve(SHARED, 'specs/1-eventbridge-scheduler.md');
const SPEC_3 = resolve(SHARED, 'specs/3-patching-automation.md');
const areThere = existsSync(SPEC_1) && existsSync(SPEC_3);
const reason = areThere ? '' : ' (skipped: ../shared is not there)';
const withSpecs = areThere ? it : it.skip;
const MOTO_URL = process.env['MOTO_URL'];
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

/** As specs/1 prints them, counts all, and as specs/3 does, with unit and dimensions. */
const OF_SPEC_1 = [
  ...[
    'SchedulesCreated',
    'SchedulesExecuted',
    'SchedulesFailed',
    'EventsProcessed',
    'EventsProcessingFailed',
  ],
  ...['WorkflowsTriggered', 'NotificationsSent'],
];
/** By which ECS scales, and what alarms look at. */
const GAUGES = ['JobsPending', 'EventLagSeconds', 'WorkersAlive', 'DeadLetters'];
const COMMON = ['Environment', 'Service'];
const OF_SPEC_3: Record<string, { unit: string; labels: string[] }> = {
  ComplianceScore: { unit: 'Percent', labels: COMMON },
  ViolationsCount: { unit: 'Count', labels: COMMON },
  FindingsBySeverity: { unit: 'Count', labels: [...COMMON, 'Severity'] },
  TotalVulnerabilities: { unit: 'Count', labels: COMMON },
  CriticalVulnerabilities: { unit: 'Count', labels: COMMON },
  PatchableVulnerabilities: { unit: 'Count', labels: COMMON },
  Failures: { unit: 'Count', labels: [...COMMON, 'FailureType'] },
};

describe('the metrics of the specs', () => {
  withSpecs(`are the ones that these print${reason}`, () => {
    const first = readFileSync(SPEC_1, 'utf8').split('### CloudWatch Metrics')[1]?.split('\n###')[0] ?? '';
    expect([...first.matchAll(/^- \*\*(\w+)\*\*/gm)].map(([, name]) => name)).toEqual(OF_SPEC_1);
    const third = readFileSync(SPEC_3, 'utf8').split('## CloudWatch Metrics')[1]?.split('\n---')[0] ?? '';
    const printed = [...third.matchAll(/^- \*\*(\w+)\*\*.*\n +- Dimensions: (.*)\n +- Unit: (\w+)/gm)].map(
      ([, name, labels, unit]) => [name, { unit, labels: labels?.split(', ') }],
    );
    expect(Object.fromEntries(printed)).toEqual(OF_SPEC_3);
  });

  it('are declared where they are counted, with these units and dimensions', async () => {
    await import('../../src/app.module.js');
    const declared = new Map(
      forCloudWatch.declared().map(({ name, unit, labels }) => [name, { unit, labels }]),
    );
    for (const name of OF_SPEC_1)
      expect([name, declared.get(name)]).toEqual([name, { unit: 'Count', labels: COMMON }]);
    for (const [name, as] of Object.entries(OF_SPEC_3))
      expect([name, declared.get(name)]).toEqual([name, as]);
  });
});

it('takes no namespace of AWS, and says why', async () => {
  const start = startTestApp({ METRICS_NAMESPACE: 'AWS/PatchingAutomation/Microservices' });
  await expect(start).rejects.toThrow(
    /METRICS_NAMESPACE .*must not begin with AWS\/, which AWS keeps for itself/,
  );
});

it("tells what every process reads alike by one of them, and by another when that one's connection breaks", async () => {
  const database = await createTestDatabase();
  const [one, other] = [new Database(database.url, 2), new Database(database.url, 2)];
  const [first, second] = [new EmfTurnStore(one), new EmfTurnStore(other)];
  try {
    expect([await first.isOurs(), await second.isOurs(), await first.isOurs()]).toEqual([true, false, true]);
    await database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    expect(await eventually(() => second.isOurs())).toBe(true);
    expect(await first.isOurs()).toBe(false);
    await second.leave();
    expect(await first.isOurs()).toBe(true);
  } finally {
    await Promise.all([first.leave(), second.leave()]);
    await Promise.all([one.close(), other.close()]);
    await database.drop();
  }
}, 30_000);

it('waits for no database that says nothing, and leaves the turn to others as soon as that knows', async () => {
  const made = await createTestDatabase();
  const at = new URL(made.url);
  const gate = await startTcpGate(at.hostname, Number(at.port));
  at.port = String(gate.port);
  const [behind, other] = [new Database(at.href, 2), new Database(made.url, 2)];
  const [first, second] = [new EmfTurnStore(behind), new EmfTurnStore(other)];
  try {
    expect(await first.isOurs()).toBe(true);
    gate.freeze();
    const began = Date.now();
    expect(await first.isOurs()).toBe(false); // and what it has counted itself is printed then
    expect(Date.now() - began).toBeLessThan(12_000);
    await gate.shut(); // the server hears that the connection is gone
    expect(await eventually(() => second.isOurs(), 20_000)).toBe(true);
  } finally {
    await gate.close();
    await Promise.all([first.leave(), second.leave()]);
    await Promise.all([behind.close(), other.close()]);
    await made.drop();
  }
}, 60_000);

it('prints once a minute what its queue and its workers are like, for the dashboards and for autoscaling', async () => {
  const app = await startTestApp({ METRICS_EMF: 'true' });
  const lines: object[] = [];
  const print = jest.spyOn(Logger.prototype, 'print').mockImplementation((line) => void lines.push(line));
  try {
    await app.app.get(EmfPrinter, { strict: false }).everyMinute();
    const all = told(lines.map((line) => emfLine.parse(line)));
    const gauges = all.filter(({ name }) => GAUGES.includes(name));
    expect(gauges.map(({ name }) => name).sort()).toEqual([...GAUGES].sort());
    for (const { dimensions } of gauges)
      expect(dimensions).toEqual({ Environment: 'dev', Service: 'compliance-shepherd' });
  } finally {
    print.mockRestore();
    await app.close();
  }
}, 30_000);

withEmulator('a process with METRICS_EMF (needs MOTO_URL)', () => {
  let account: EmulatedAccount;
  let proxy: FaultProxy;
  let slack: HttpReceiver;
  let services: ServicesOn;

  beforeAll(async () => {
    giveCredentials();
    account = await emulatedAccount(MOTO_URL ?? '');
    proxy = await startFaultProxy({ target: MOTO_URL ?? '' });
    slack = await startHttpReceiver();
    services = await servicesOn({
      ...{
        AWS_ENDPOINT_URL: proxy.url,
        AWS_CALLS_PER_SECOND: '500',
        METRICS_EMF: 'true',
        ENVIRONMENT: 'prod',
      },
      ...{ METRICS_NAMESPACE: 'Own/Name', SLACK_WEBHOOK_URL: `${slack.url}/services/x` },
    });
  }, 60_000);
  afterAll(async () => {
    await services?.close();
    await slack?.close();
    await proxy?.close();
    account?.close();
  }, 40_000);

  it('has printed every metric of the specs by its end, after each of them has happened', async () => {
    const service = await services.start({});
    const ask = <T>(method: string, path: string, body?: unknown) =>
      services.ask<T>(service.at, method, path, body);
    const scans = scanClient(async (method, path, body) => ({
      ...{ status: 200, headers: new Headers(), body: await ask(method, path, body) },
    }));
    const { accountId, roleArn } = account;
    await ask('POST', '/accounts', { accountId, roleArn, regions: [HOME] });
    await ask('POST', `/accounts/${accountId}/verify`);
    await account.ec2(HOME).createSecurityGroup({ GroupName: 'open', Description: 'x' });
    const at = new Date(Date.now() + 10_000).toISOString().slice(0, 19);
    const once = { scheduleType: 'compliance-scan', scheduleExpression: `at(${at})`, timezone: 'UTC' };
    const machine = { type: 'step-functions', stateMachineName: 'ComplianceScanWorkflow' };
    const nowhere = { type: 'lambda', functionName: `arn:aws:lambda:${HOME}:${accountId}:function:none` };
    await ask('POST', '/schedules', { ...once, target: machine, parameters: { scanType: 'cost' } });
    await ask('POST', '/schedules', { ...once, target: nowhere, maxAttempts: 1 });
    await ask('POST', '/events/trigger', {
      eventType: 'manual-scan',
      tenantId: 'default',
      processImmediately: true,
    });
    const bad = { eventType: 'manual-remediation', tenantId: 'default', processImmediately: true };
    await ask('POST', '/events/trigger', { ...bad, parameters: { findingIds: ['fnd_0'] } }).catch(
      () => undefined,
    );
    for (const kind of ['compliance', 'vulnerabilities']) {
      const { scanId } = await ask<{ scanId: string }>('POST', `/scans/${kind}`, {});
      await scans.ended(scanId, 60_000);
    }
    proxy.rules = [{ fault: 'deny' }];
    const { scanId } = await ask<{ scanId: string }>('POST', '/scans/compliance', {});
    await scans.ended(scanId, 60_000);
    const runs = () => services.database.query<{ status: string }>('SELECT status FROM schedule_runs');
    await eventually(async () => {
      const states = (await runs()).map(({ status }) => status);
      return states.length >= 2 && states.every((status) => status === 'succeeded' || status === 'failed');
    }, 120_000);
    await eventually(() => Promise.resolve(slack.posted.length > 0), 60_000);

    service.kill('SIGTERM');
    expect((await service.exit).code).toBe(0);
    const all = told(emfLinesIn(service.output()));
    const names = new Set(all.map(({ name }) => name));
    expect([...OF_SPEC_1, ...Object.keys(OF_SPEC_3)].filter((name) => !names.has(name))).toEqual([]);
    for (const { namespace, dimensions } of all) {
      expect(namespace).toBe('Own/Name');
      expect(dimensions).toMatchObject({ Environment: 'prod', Service: expect.any(String) });
    }
    const created = all.filter(({ name }) => name === 'SchedulesCreated');
    expect(created[0]).toMatchObject({ unit: 'Count', dimensions: { Service: 'scheduler' } });
    const [row] = await services.database.query<{ count: number }>('SELECT count(*)::int FROM schedules');
    const sum = created.reduce((total, { value }) => total + Number(value), 0);
    expect(sum).toBe(row?.count); // each was told once, though it may have printed several times
    const [failure] = all.filter(({ name }) => name === 'Failures');
    expect(failure).toMatchObject({
      sets: [[...COMMON, 'FailureType'], COMMON],
      dimensions: { Service: 'compliance-scanner', FailureType: 'denied' },
    });
  }, 300_000);
});
