import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { StartingService } from '../../src/modules/schedules/starting.service.js';
import { eventually } from '../support/app.js';
import { type RecordingStarter } from '../support/recording-starter.js';
import { ago, atIn, startScheduleApp, TENANT, type Run, type ScheduleApp } from '../support/schedules.js';

let test: ScheduleApp;
let starter: RecordingStarter;
beforeAll(async () => {
  test = await startScheduleApp();
  ({ starter } = test);
});
afterAll(() => test.app.close());
beforeEach(() => starter.reset());

const database = () => test.app.database;
const times = (runs: Run[]) => runs.map(({ plannedAt }) => plannedAt);

describe('a run', () => {
  it('starts within a second of its time, with the input of specs/1 and its keywords replaced', async () => {
    const { expression, at } = atIn(3);
    const { scheduleId } = await test.create({
      scheduleExpression: expression,
      parameters: {
        scanType: 'comprehensive',
        includeRecommendations: true,
        window: { end: ['until <aws.scheduler.scheduled-time>'] },
        run: '<aws.scheduler.execution-id>/<aws.scheduler.attempt-number>',
      },
    });
    const [run] = await test.runsThat(scheduleId, 'succeeded');
    const [start] = starter.of(scheduleId);
    const iso = at.toISOString().replace('.000', '');
    expect(start).toMatchObject({
      target: { type: 'step-functions', stateMachineName: 'ComplianceScanWorkflow' },
      executionName: run?.runId,
      actor: { tenantId: TENANT, owner: `operator@${TENANT}.test` },
    });
    expect(start?.input).toEqual({
      tenantId: TENANT,
      workflowType: 'compliance-scan',
      parameters: {
        scanType: 'comprehensive',
        includeRecommendations: true,
        window: { end: [`until ${iso}`] },
        run: `${run?.runId ?? ''}/1`,
      },
      metadata: {
        scheduledExecution: true,
        eventTriggered: false,
        scheduleId,
        triggeredAt: iso,
        correlationId: expect.any(String) as unknown,
      },
    });
    const late = (start?.at.getTime() ?? 0) - at.getTime();
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThan(1000);
    expect(run).toMatchObject({ plannedAt: at.toISOString(), dueAt: at.toISOString(), attempt: 1 });
    expect(run?.latenessMs).toBeLessThan(1000);
    expect((await test.get(scheduleId)).nextRunAt).toBeNull();
  });

  it('is one per schedule and time, though two applications look for what is due', async () => {
    const other = await startScheduleApp({ database: database(), starter });
    try {
      const at = ago(-2);
      const ids = await test.insertMany(at, { expression: 'rate(1 day)' }, 300);
      const wakers = setInterval(() => [test, other].forEach(({ wake }) => wake()), 5);
      await eventually(async () => starter.of(...ids).length >= ids.length);
      await new Promise((done) => setTimeout(done, 500));
      clearInterval(wakers);
      const names = starter.of(...ids).map(({ executionName }) => executionName);
      expect(names).toHaveLength(ids.length);
      expect(new Set(starter.of(...ids).map(({ input }) => input.metadata.scheduleId)).size).toBe(ids.length);
      const rows = await database().query<{ id: string }>(
        'SELECT id FROM schedule_runs WHERE schedule_id = ANY($1)',
        [ids],
      );
      expect(rows.map(({ id }) => id).sort()).toEqual(names.sort());
    } finally {
      await other.app.close();
    }
  });

  it('is planned once, though its schedule goes back to a time that it has had', async () => {
    const at = ago(1);
    const id = await test.insert(at, { expression: 'rate(1 day)' });
    await test.runsThat(id, 'succeeded');
    await database().query('UPDATE schedules SET next_run_at = $2 WHERE id = $1', [id, at]);
    await eventually(async () => new Date((await test.get(id)).nextRunAt ?? 0) > new Date());
    await new Promise((done) => setTimeout(done, 200));
    expect(times(await test.runs(id))).toEqual([at.toISOString()]);
    expect(starter.of(id)).toHaveLength(1);
  });

  it('is taken over from a worker that died, as the same execution', async () => {
    starter.manner = 'stay';
    const id = await test.insert(ago(1), { expression: 'rate(1 day)' });
    const [run] = await test.runsThat(id, 'running');
    await eventually(async () => (await leases(id))[0] === null);
    await database().query(
      `UPDATE schedule_runs SET lease_until = app_now() - interval '1 second', execution_id = NULL WHERE id = $1`,
      [run?.runId],
    );
    const [again] = await eventually(async () => {
      const found = await test.runs(id);
      return found[0]?.attempt === 2 && found[0].status === 'running' && found;
    });
    expect(again?.runId).toBe(run?.runId);
    await eventually(async () => starter.of(id).length === 2);
    expect(starter.of(id).map(({ executionName }) => executionName)).toEqual([run?.runId, run?.runId]);
  });

  it('that used up its attempts with its worker fails, and is not started again', async () => {
    starter.manner = 'stay';
    const id = await test.insert(ago(1), { expression: 'rate(1 day)', max_attempts: 1 });
    for (let attempt = 1; attempt <= 4; attempt++) {
      await eventually(async () => starter.of(id).length === attempt);
      await eventually(async () => (await leases(id))[0] === null);
      await died(id);
    }
    const [run] = await test.runsThat(id, 'failed');
    expect(run?.error).toMatch(/its worker died in attempt 4/);
    expect(new Set(starter.of(id).map(({ executionName }) => executionName))).toEqual(new Set([run?.runId]));
    expect(starter.of(id)).toHaveLength(4);
  });

  it('that calls what cannot be asked whether it was called has its attempts and no more', async () => {
    const target = { type: 'sns', topicArn: 'arn:aws:sns:eu-west-1:999999999999:alerts' };
    const id = await test.insert(ago(-60), { expression: 'rate(1 day)', max_attempts: 1, target });
    await database().query(
      `INSERT INTO schedule_runs (id, tenant_id, schedule_id, planned_at, due_at, cause, status, attempt, started_at,
                                  next_attempt_at, lease_until, requested_by, requested_by_key, correlation_id)
       SELECT 'run_of_' || id, tenant_id, id, app_now(), app_now(), 'schedule', 'running', 1, app_now(), app_now(),
              app_now(), 'x', 'x', 'x' FROM schedules WHERE id = $1`,
      [id],
    );
    test.wake();
    const [run] = await test.runsThat(id, 'failed');
    expect(run).toMatchObject({ attempt: 1, error: 'its worker died in attempt 1, the last one' });
  });

  it('is given back by a worker that stops before it has begun to start it', async () => {
    const stopping = await startScheduleApp();
    const its = stopping.app.database;
    const letGo = stopping.starter.hang();
    const ids = await stopping.insertMany(ago(1), { expression: 'rate(1 day)' }, 100);
    await eventually(async () => stopping.starter.starts.length === 64); // as many as it starts at once
    const starting = stopping.app.app.get(StartingService, { strict: false });
    const stop = starting.stop.bind(starting);
    starting.stop = () => {
      const stopped = stop();
      letGo(); // what has begun ends only then
      return stopped;
    };
    await stopping.app.app.close();
    const begun = new Set(stopping.starter.of(...ids).map(({ executionName }) => executionName));
    expect(begun.size).toBe(64);
    const rows = await its.query<{ id: string; status: string; attempt: number }>(
      'SELECT id, status, attempt FROM schedule_runs WHERE schedule_id = ANY($1)',
      [ids],
    );
    const left = rows.filter(({ id }) => !begun.has(id));
    expect(left).toHaveLength(36);
    expect(left.every(({ status, attempt }) => status === 'queued' && attempt === 0)).toBe(true);
    await its.drop();
  });

  it('is held by its worker while the start takes its time', async () => {
    const letGo = starter.hang();
    const id = await test.insert(ago(1), { expression: 'rate(1 day)' });
    await eventually(async () => starter.of(id).length === 1);
    expect((await test.runs(id))[0]).toMatchObject({ status: 'running', attempt: 1, endedAt: null });
    letGo();
    await test.runsThat(id, 'succeeded');
    expect(starter.of(id)).toHaveLength(1);
  });
});

const died = (id: string) =>
  database().query(
    `UPDATE schedule_runs SET lease_until = app_now() - interval '1 second' WHERE schedule_id = $1`,
    [id],
  );
const leases = async (id: string) =>
  (
    await database().query<{ lease: Date | null }>(
      `SELECT lease_until AS lease FROM schedule_runs WHERE schedule_id = $1 AND status = 'running'`,
      [id],
    )
  ).map(({ lease }) => lease);

describe('a flexible window', () => {
  it('puts each run off inside it, and always by the same', async () => {
    const at = ago(-1);
    const values = { expression: 'rate(1 day)', flexible_window_minutes: 15 };
    const ids = await test.insertMany(at, values, 40);
    const planned = await eventually(async () => {
      const rows = await dueTimes(ids);
      return rows.length === 40 && rows;
    });
    const offsets = planned.map(({ due }) => (due.getTime() - at.getTime()) / 1000);
    expect(Math.min(...offsets)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...offsets)).toBeLessThan(15 * 60);
    expect(new Set(offsets).size).toBeGreaterThan(30);
    await database().query('DELETE FROM schedule_runs WHERE schedule_id = ANY($1)', [ids]);
    await database().query('UPDATE schedules SET next_run_at = $2 WHERE id = ANY($1)', [ids, at]);
    const again = await eventually(async () => {
      const rows = await dueTimes(ids);
      return rows.length === 40 && rows;
    });
    expect(again).toEqual(planned);
    const early = starter.of(...ids).filter(({ at: started, input }) => {
      const due = planned.find(({ id }) => id === input.metadata.scheduleId)?.due;
      return due === undefined || started < due;
    });
    expect(early).toEqual([]);
  });
});

const dueTimes = (ids: string[]) =>
  database().query<{ id: string; due: Date }>(
    'SELECT schedule_id AS id, due_at AS due FROM schedule_runs WHERE schedule_id = ANY($1) ORDER BY 1',
    [ids],
  );

describe('actionAfterCompletion DELETE', () => {
  it('deletes the schedule after its last run has ended', async () => {
    const { scheduleId } = await test.create({
      scheduleExpression: atIn(1).expression,
      actionAfterCompletion: 'DELETE',
    });
    await test.runsThat(scheduleId, 'succeeded');
    await test.retain();
    expect((await test.ask('GET', `/schedules/${scheduleId}`)).status).toBe(404);
  });

  it('deletes one that has no time left when it is saved', async () => {
    const past = { scheduleExpression: 'at(1999-12-31T23:59:59)' };
    const over = await test.create({ ...past, actionAfterCompletion: 'DELETE' });
    const kept = await test.create(past);
    const off = await test.create({ ...past, actionAfterCompletion: 'DELETE', enabled: false });
    const changed = await test.create({ actionAfterCompletion: 'DELETE' });
    expect((await test.ask('PUT', `/schedules/${changed.scheduleId}`, past)).status).toBe(200);
    const resumed = await test.create({ actionAfterCompletion: 'DELETE' });
    await test.ask('POST', `/schedules/${resumed.scheduleId}/pause`, { reason: 'x' });
    await test.ask('PUT', `/schedules/${resumed.scheduleId}`, past);
    await test.retain();
    const statusOf = async ({ scheduleId }: { scheduleId: string }) =>
      (await test.ask('GET', `/schedules/${scheduleId}`)).status;
    expect(await Promise.all([over, kept, off, changed, resumed].map(statusOf))).toEqual([
      ...[404, 200, 200, 404, 200],
    ]);
    await test.ask('POST', `/schedules/${resumed.scheduleId}/resume`, {});
    await test.retain();
    expect(await statusOf(resumed)).toBe(404);
  });

  it('waits for a run that is under way', async () => {
    starter.manner = 'stay';
    const { scheduleId } = await test.create({
      scheduleExpression: atIn(1).expression,
      actionAfterCompletion: 'DELETE',
    });
    const [run] = await test.runsThat(scheduleId, 'running');
    await test.retain();
    await test.get(scheduleId);
    await eventually(async () => (await leases(scheduleId))[0] === null);
    await starter.end(TENANT, run?.runId ?? '');
    await test.retain();
    expect((await test.ask('GET', `/schedules/${scheduleId}`)).status).toBe(404);
  });
});
