import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EngineReconcileService } from '../../src/modules/schedules/engine-reconcile.service.js';
import { registry } from '../../src/platform/telemetry/index.js';
import { eventually } from '../support/app.js';
import { DLQ, KEY, REGION, ROLE, startEngineApp, type EngineApp } from './schedule-engine-app.js';

const MOTO_URL = process.env['MOTO_URL'];
const describeIf = MOTO_URL === undefined ? describe.skip : describe;

const DAY_MS = 86_400_000;

/** What the emulator cannot prove of it: see schedule-engine-app.ts. */
describeIf('schedules kept by EventBridge Scheduler (needs MOTO_URL)', () => {
  let test: EngineApp;

  beforeAll(async () => {
    test = await startEngineApp(MOTO_URL ?? '');
  });
  afterAll(() => test.close());

  const reconcile = () => test.app.app.get(EngineReconcileService, { strict: false }).reconcile();
  const drifts = async (kind: string) => {
    const metric = await registry.getSingleMetric('shepherd_schedule_drift_total')?.get();
    return metric?.values.find(({ labels }) => labels['kind'] === kind)?.value ?? 0;
  };

  describe('the write-through', () => {
    it('gives AWS a schedule with all that it needs to fire into the queue', async () => {
      const endDate = new Date(Date.now() + 30 * DAY_MS);
      const id = await test.inSync({ flexibleTimeWindowMinutes: 15, endDate: endDate.toISOString() });
      const found = await test.inAws(id);
      expect(found).toMatchObject({
        State: 'ENABLED',
        ScheduleExpression: 'cron(0 6 * * ? *)',
        ScheduleExpressionTimezone: 'Europe/Berlin',
        FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
        ActionAfterCompletion: 'NONE',
        KmsKeyArn: KEY,
        Target: {
          Arn: `arn:aws:sqs:${REGION}:123456789012:${test.environment}`,
          RoleArn: ROLE,
          RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 },
          DeadLetterConfig: { Arn: DLQ },
        },
      });
      expect(found?.EndDate?.getTime()).toBe(endDate.getTime());
      expect(JSON.parse(found?.Target?.Input ?? '')).toEqual({
        scheduleId: id,
        tenantId: 'acme',
        version: 1,
        scheduledTime: '<aws.scheduler.scheduled-time>',
        executionId: '<aws.scheduler.execution-id>',
        attempt: '<aws.scheduler.attempt-number>',
      });
    });

    it('follows a change, a pause, a resumption and a deletion', async () => {
      const id = await test.inSync();
      await test.ask('PUT', `/schedules/${id}`, {
        scheduleExpression: 'cron(30 7 ? * MON *)',
        timezone: 'UTC',
      });
      await eventually(async () => (await test.inAws(id))?.ScheduleExpression === 'cron(30 7 ? * MON *)');
      expect(await test.inAws(id)).toMatchObject({
        ScheduleExpressionTimezone: 'UTC',
        FlexibleTimeWindow: { Mode: 'OFF' },
      });
      await test.ask('POST', `/schedules/${id}/pause`, { reason: 'moving house' });
      await eventually(async () => (await test.inAws(id))?.State === 'DISABLED');
      await test.ask('POST', `/schedules/${id}/resume`);
      await eventually(async () => (await test.inAws(id))?.State === 'ENABLED');
      expect(await test.synced(id)).toMatchObject({ name: 'eventbridge', error: null });
      await test.remove(id ?? '');
      await eventually(async () => (await test.inAws(id)) === undefined);
    });

    it('keeps a rate to its own grid', async () => {
      const id = await test.inSync({ cronExpression: undefined, scheduleExpression: 'rate(3 hours)' });
      const [row] = await test.app.database.query<{ anchor: Date }>(
        'SELECT anchor FROM schedules WHERE id = $1',
        [id],
      );
      await test.ask('PUT', `/schedules/${id}`, { description: 'saved again' });
      await eventually(async () => (await test.inAws(id))?.Target?.Input?.includes('"version":2'));
      const startMs = (await test.inAws(id))?.StartDate?.getTime() ?? 0;
      expect((startMs - Math.ceil((row?.anchor.getTime() ?? 0) / 1000) * 1000) % (3 * 3_600_000)).toBe(0);
    });

    it('keeps the schedules of two tenants in two groups', async () => {
      const id = await test.create({}, test.globex);
      await eventually(async () => (await test.inAws(id, 'globex')) !== undefined);
      expect(await test.inAws(id, 'acme')).toBeUndefined();
    });

    it('shows what AWS said to a schedule that it did not take, and tries again', async () => {
      test.proxy.rules = [{ match: { service: 'scheduler' }, fault: 'deny' }];
      const id = await test.create();
      const { error } = await eventually(async () => {
        const engine = await test.engineOf(id);
        return engine.state === 'error' && engine;
      });
      expect(error).toMatch(/AccessDenied/);
      test.proxy.rules = [];
      await test.engine.syncPending();
      expect(await test.engineOf(id)).toMatchObject({ state: 'in_sync', error: null });
      expect(await test.inAws(id)).toBeDefined();
    });

    it('ends with the newest version in AWS although an older one arrives last', async () => {
      const id = await test.inSync();
      test.proxy.latencyMs = 400;
      const older = test.engine.sync('acme', id); // has read its row by the time of the change below
      await new Promise((done) => setTimeout(done, 150));
      await test.app.database.query(
        `UPDATE schedules SET timezone = 'Asia/Tokyo', version = version + 1 WHERE id = $1`,
        [id],
      );
      test.proxy.latencyMs = 0;
      await older;
      expect((await test.inAws(id))?.ScheduleExpressionTimezone).toBe('Asia/Tokyo');
      expect((await test.engineOf(id)).state).toBe('in_sync');
    });
  });

  describe('the reconciler', () => {
    it('leaves alone what is as it should be', async () => {
      const id = await test.inSync();
      const before = (await test.inAws(id))?.LastModificationDate;
      const counts = await Promise.all(['missing', 'changed', 'unknown'].map(drifts));
      await reconcile();
      await reconcile();
      expect(await Promise.all(['missing', 'changed', 'unknown'].map(drifts))).toEqual(counts);
      expect((await test.inAws(id))?.LastModificationDate).toEqual(before);
    });

    it('puts back what was changed in AWS', async () => {
      const id = await test.inSync();
      await test.aws.updateSchedule({
        GroupName: test.groupOf('acme'),
        Name: id,
        Target: (await test.inAws(id))?.Target,
        FlexibleTimeWindow: { Mode: 'OFF' },
        ScheduleExpression: 'cron(0 23 * * ? *)',
        State: 'DISABLED',
      });
      const count = await drifts('changed');
      await reconcile();
      expect(await drifts('changed')).toBe(count + 1);
      expect(await test.inAws(id)).toMatchObject({
        ScheduleExpression: 'cron(0 6 * * ? *)',
        State: 'ENABLED',
      });
      expect(await test.engineOf(id)).toMatchObject({ state: 'in_sync', error: null });
    });

    it('makes anew what was deleted in AWS, and shows the drift while AWS does not take it', async () => {
      const id = await test.inSync();
      await test.aws.deleteSchedule({ GroupName: test.groupOf('acme'), Name: id });
      test.proxy.rules = [{ match: { service: 'scheduler', action: `PUT /schedules/${id}` }, fault: 'deny' }];
      const count = await drifts('missing');
      await reconcile();
      expect(await drifts('missing')).toBe(count + 1);
      expect((await test.engineOf(id)).state).toBe('error');
      test.proxy.rules = [];
      await test.engine.syncPending();
      expect(await test.inAws(id)).toMatchObject({ State: 'ENABLED' });
    });

    it('makes a group anew that was deleted in AWS', async () => {
      await test.inSync({}, test.globex);
      await test.inSync({}, test.globex);
      const names = async () => {
        const { Schedules = [] } = await test.aws.listSchedules({ GroupName: test.groupOf('globex') });
        return Schedules.map(({ Name }) => Name).sort();
      };
      const before = await names();
      await test.aws.deleteScheduleGroup({ Name: test.groupOf('globex') });
      expect(await names()).toEqual([]);
      await reconcile();
      expect(await names()).toEqual(before);
    });

    it('deletes what AWS alone knows, in the groups of its own tenants only', async () => {
      const id = await test.inSync();
      const copy = await test.inAws(id);
      const input = {
        Name: 'by-hand',
        ScheduleExpression: 'rate(1 hour)',
        FlexibleTimeWindow: { Mode: 'OFF' as const },
        Target: { Arn: copy?.Target?.Arn, RoleArn: ROLE },
      };
      await test.aws.createSchedule({ ...input, GroupName: test.groupOf('acme') });
      await test.aws.createSchedule({ ...input, Name: `theirs-${test.environment}` });
      const count = await drifts('unknown');
      await reconcile();
      expect(await drifts('unknown')).toBe(count + 1);
      expect(await test.inAws('by-hand')).toBeUndefined();
      expect(await test.inAws(id)).toBeDefined();
      expect(await test.aws.getSchedule({ Name: `theirs-${test.environment}` })).toBeDefined();
    });
  });
});
