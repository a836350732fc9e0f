import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ScansService } from '../../src/modules/scanning/index.js';
import { eventually } from '../support/app.js';
import { startScheduleApp, TENANT, type Json, type Run, type ScheduleApp } from '../support/schedules.js';

// Scans that never end by themselves: AWS takes the connection and says nothing.
let test: ScheduleApp;
let aws: Server;
const sockets = new Set<Socket>();
const variables = { ...process.env };
beforeAll(async () => {
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
  aws = createServer((socket) => sockets.add(socket.on('error', () => undefined)));
  await new Promise<void>((ready) => aws.listen(0, '127.0.0.1', ready));
  const { port } = aws.address() as AddressInfo;
  test = await startScheduleApp({ real: true, env: { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` } });
  const account = { accountId: '211122223333', roleArn: 'arn:aws:iam::211122223333:role/Inventory' };
  expect((await test.ask('POST', '/accounts', account, test.keys.admin)).status).toBe(201);
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  aws.close();
  await test.app.close();
  process.env = variables;
});
beforeEach(async () => {
  for (const { id } of await openScans()) await test.app.database.query(END_SCAN, [id]);
  await test.app.database.query(`UPDATE schedule_runs SET status = 'cancelled', ended_at = app_now()
                                  WHERE status IN ('queued', 'running')`);
});
const END_SCAN = `UPDATE scans SET status = 'completed', ended_at = app_now() WHERE id = $1`;

const openScans = () =>
  test.app.database.query<{ id: string; requestKey: string | null }>(
    `SELECT id, request_key AS "requestKey" FROM scans WHERE tenant_id = $1 AND status IN ('queued', 'running')`,
    [TENANT],
  );
const isOpen = async (scanId: unknown) => (await openScans()).some(({ id }) => id === scanId);

const full = { target: { type: 'scan' }, parameters: { scanType: 'full' } };
const schedule = async (overlapPolicy: string, values: Json = {}) =>
  (await test.create({ ...full, overlapPolicy, ...values })).scheduleId;

async function runNow(id: string): Promise<string> {
  const asked = await test.ask<Run>('POST', `/schedules/${id}/run-now`, {});
  expect(asked.status).toBe(202);
  return asked.body.runId;
}
const runOf = async (id: string, runId: string) =>
  (await test.runs(id)).find((run) => run.runId === runId) ?? ({} as Run);
const underWay = (id: string, runId: string) =>
  eventually(async () => {
    const run = await runOf(id, runId);
    return run.status === 'running' && run['executionId'] !== null && run;
  });

describe('a run that replaces another one by cancel_running', () => {
  it('cancels the scan that the replaced one has started for itself', async () => {
    const id = await schedule('cancel_running');
    const first = await underWay(id, await runNow(id));
    const second = await underWay(id, await runNow(id));
    expect(second['executionId']).not.toBe(first['executionId']);
    expect(await isOpen(first['executionId'])).toBe(false);
    expect(await runOf(id, first.runId)).toMatchObject({
      status: 'cancelled',
      reason: `replaced by ${second.runId} (overlapPolicy cancel_running)`,
    });
  });

  it("leaves a person's scan alone, and joins it", async () => {
    const asked = await test.ask<{ scanId: string }>('POST', '/scans', { scanType: 'full' });
    const { scanId } = asked.body;
    const [replacing, waiting] = [await schedule('cancel_running'), await schedule('skip')];
    const first = await underWay(replacing, await runNow(replacing));
    const other = await underWay(waiting, await runNow(waiting));
    expect([first['executionId'], other['executionId']]).toEqual([scanId, scanId]);
    const second = await underWay(replacing, await runNow(replacing));
    expect(second['executionId']).toBe(scanId);
    expect(await isOpen(scanId)).toBe(true);
    expect(await runOf(replacing, first.runId)).toMatchObject({ status: 'cancelled' });
    expect(await runOf(waiting, other.runId)).toMatchObject({ status: 'running' });
  });

  it('leaves a scan of its own alone that another schedule has joined', async () => {
    const [replacing, waiting] = [await schedule('cancel_running'), await schedule('skip')];
    const first = await underWay(replacing, await runNow(replacing));
    const other = await underWay(waiting, await runNow(waiting));
    expect(other['executionId']).toBe(first['executionId']);
    const second = await underWay(replacing, await runNow(replacing));
    expect(second['executionId']).toBe(first['executionId']);
    expect(await isOpen(first['executionId'])).toBe(true);
    expect(await runOf(waiting, other.runId)).toMatchObject({ status: 'running' });
  });

  it('leaves a scan alone that another schedule is just about to join', async () => {
    const [replacing, waiting] = [await schedule('cancel_running'), await schedule('skip')];
    const first = await underWay(replacing, await runNow(replacing));
    const held = holdStart();
    const joining = await runNow(waiting);
    await held.reached;
    const second = await runNow(replacing);
    await underWay(replacing, second);
    held.letGo();
    const other = await underWay(waiting, joining);
    expect(other['executionId']).toBe(first['executionId']);
    expect(await isOpen(first['executionId'])).toBe(true);
  });
});

describe('a run that is replaced while its attempt is in the air', () => {
  it('does not cancel the scan that its replacement has joined', async () => {
    const id = await schedule('cancel_running');
    const held = holdStart();
    const first = await runNow(id);
    await held.reached; // its scan is there, its row does not say so
    const second = await underWay(id, await runNow(id));
    expect((await openScans()).map(({ requestKey }) => requestKey)).toEqual([first]);
    held.letGo();
    await new Promise((done) => setTimeout(done, 1000));
    expect(await isOpen(second['executionId'])).toBe(true);
    expect((await runOf(id, second.runId)).status).toBe('running');
    expect((await runOf(id, first)).status).toBe('cancelled');
  });

  it('is one of several that are asked for at once, and one of them runs', async () => {
    const id = await schedule('cancel_running');
    const runs = await Promise.all(Array.from({ length: 6 }, () => runNow(id)));
    await eventually(async () => {
      const open = (await test.runs(id)).filter(({ endedAt }) => endedAt === null);
      return open.length === 1 && open[0]?.['executionId'] !== null;
    });
    await new Promise((done) => setTimeout(done, 1000));
    const now = await test.runs(id);
    const running = now.filter(({ status }) => status === 'running');
    expect(now.filter(({ status }) => status === 'cancelled')).toHaveLength(runs.length - 1);
    expect((await openScans()).map((scan) => scan.id)).toEqual(running.map((run) => run['executionId']));
  });
});

/** Holds the next start of a scan once it is made, before its run learns of it. */
function holdStart() {
  const scans = test.app.app.get(ScansService, { strict: false });
  const start = scans.start.bind(scans);
  let letGo = () => undefined as void;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  const reached = new Promise<void>((resolve) => {
    scans.start = async (...given) => {
      scans.start = start;
      const started = await start(...given);
      resolve();
      await held;
      return started;
    };
  });
  return { reached, letGo };
}
