import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FireQueue } from '../../src/modules/schedules/aws/fire-queue.js';
import { eventually } from '../support/app.js';
import { startEngineApp, type EngineApp } from './schedule-engine-app.js';

const MOTO_URL = process.env['MOTO_URL'];
const describeIf = MOTO_URL === undefined ? describe.skip : describe;

const HOUR_MS = 3_600_000;

/** What the emulator cannot prove of it: see schedule-engine-app.ts. */
describeIf('a fire of EventBridge Scheduler (needs MOTO_URL)', () => {
  let test: EngineApp;

  beforeAll(async () => {
    test = await startEngineApp(MOTO_URL ?? '');
  });
  afterAll(() => test.close());

  interface Run {
    planned_at: Date;
    due_at: Date;
    cause: string;
    status: string;
    reason: string | null;
  }
  /** As AWS fills in the Input that it has for the schedule. */
  const fire = async (id: string, scheduledTime: Date, input?: string) => {
    const text = input ?? (await test.inAws(id))?.Target?.Input;
    if (text === undefined) throw new Error(`${id} is not in AWS`);
    const body = text
      .replace('<aws.scheduler.scheduled-time>', scheduledTime.toISOString().replace('.000Z', 'Z'))
      .replace('<aws.scheduler.execution-id>', 'd32c5kddcf5bb8c3')
      .replace('<aws.scheduler.attempt-number>', '1');
    await test.sqs.sendMessage({ QueueUrl: test.queueUrl, MessageBody: body });
  };
  const runsOf = (id: string) =>
    test.app.database.query<Run>('SELECT * FROM schedule_runs WHERE schedule_id = $1 ORDER BY planned_at', [
      id,
    ]);
  const queueIsEmpty = () =>
    eventually(async () => {
      const AttributeNames = [
        'ApproximateNumberOfMessages' as const,
        'ApproximateNumberOfMessagesNotVisible' as const,
      ];
      const { Attributes = {} } = await test.sqs.getQueueAttributes({
        QueueUrl: test.queueUrl,
        AttributeNames,
      });
      return Object.values(Attributes).every((count) => count === '0');
    });
  /** The minute that has begun; where it nearly ends, the next one, lest the fire is taken for a late one. */
  const thisMinute = async () => {
    const leftMs = 60_000 - (Date.now() % 60_000);
    if (leftMs < 5_000) await new Promise((done) => setTimeout(done, leftMs));
    return new Date(Math.floor(Date.now() / 60_000) * 60_000);
  };
  const hoursAgo = (hours: number) => new Date((Math.floor(Date.now() / HOUR_MS) - hours) * HOUR_MS);
  const everyMinute = { cronExpression: '* * * * ? *' };

  it('is one run, although its message comes twice', async () => {
    const id = await test.inSync(everyMinute);
    const at = await thisMinute();
    await fire(id, at);
    await fire(id, at);
    await queueIsEmpty();
    expect(await runsOf(id)).toMatchObject([{ planned_at: at, due_at: at, cause: 'schedule' }]);
    const [row] = await test.app.database.query<{ next_run_at: Date }>(
      'SELECT next_run_at FROM schedules WHERE id = $1',
      [id],
    );
    expect(row?.next_run_at.getTime()).toBeGreaterThan(at.getTime());
    const started = () => runsOf(id).then(([run]) => run?.status !== 'queued');
    await eventually(started, 3_000);
  });

  it('of a paused, disabled, deleted or unknown schedule, or of another tenant, is dropped', async () => {
    const four = await Promise.all([1, 2, 3, 4].map(() => test.inSync(everyMinute)));
    const [paused = '', disabled = '', deleted = '', foreign = ''] = four;
    const input = async (id: string) => (await test.inAws(id))?.Target?.Input ?? '';
    const kept = await input(deleted);
    await test.ask('POST', `/schedules/${paused}/pause`, { reason: 'x' });
    await test.ask('PUT', `/schedules/${disabled}`, { enabled: false });
    await test.remove(deleted);
    const at = await thisMinute();
    await fire(paused, at);
    await fire(disabled, at);
    await fire(deleted, at, kept);
    await fire('', at, kept.replace(deleted, 'sch_unknown'));
    await fire('', at, (await input(foreign)).replace('acme', 'globex'));
    await queueIsEmpty();
    for (const id of four) expect(await runsOf(id)).toEqual([]);
  });

  it('that AWS made before it learned of other times is dropped, and one of a time that is left is not', async () => {
    const id = await test.inSync(everyMinute);
    const old = (await test.inAws(id))?.Target?.Input ?? '';
    await test.ask('PUT', `/schedules/${id}`, {
      cronExpression: '* * * * ? *',
      description: 'the same times',
    });
    const at = await thisMinute();
    await fire(id, at, old);
    await queueIsEmpty();
    expect(await runsOf(id)).toHaveLength(1);
    await test.ask('PUT', `/schedules/${id}`, { cronExpression: '0 6 1 1 ? 2099' });
    await fire(id, new Date(at.getTime() - 60_000), old);
    await queueIsEmpty();
    expect(await runsOf(id)).toHaveLength(1);
  });

  it('that waited in the queue follows the misfire policy', async () => {
    const id = await test.inSync({ cronExpression: '0 * * * ? *' });
    for (const hours of [3, 2]) await fire(id, hoursAgo(hours));
    await queueIsEmpty();
    expect(await runsOf(id)).toMatchObject([
      { status: 'skipped', reason: expect.stringMatching(/missed.*run_once/) as unknown },
      { status: 'skipped', reason: expect.stringMatching(/missed.*run_once/) as unknown },
    ]);
  });

  it('is on time until the end of its flexible window', async () => {
    const id = await test.inSync({ cronExpression: '0 * * * ? *', flexibleTimeWindowMinutes: 600 });
    const at = hoursAgo(4);
    const sent = Date.now();
    await fire(id, at);
    await queueIsEmpty();
    const [run] = await runsOf(id);
    expect(run).toMatchObject({ planned_at: at, cause: 'schedule' });
    expect(run?.reason ?? '').not.toMatch(/missed/);
    expect(run?.due_at.getTime()).toBeGreaterThanOrEqual(sent - 1_000);
  });

  it('that is the last one completes its schedule, and AWS learns of it', async () => {
    const time = new Date(Math.floor(Date.now() / 1000) * 1000 + 3_000);
    const scheduleExpression = `at(${time.toISOString().slice(0, 19)})`;
    const id = await test.inSync({ cronExpression: undefined, scheduleExpression, timezone: 'UTC' });
    await fire(id, time);
    await queueIsEmpty();
    expect(await runsOf(id)).toHaveLength(1);
    const [row] = await test.app.database.query(
      'SELECT completed_at, next_run_at FROM schedules WHERE id = $1',
      [id],
    );
    expect(row).toMatchObject({ completed_at: expect.any(Date) as unknown, next_run_at: null });
    await test.engine.syncPending();
    expect((await test.inAws(id))?.State).toBe('DISABLED');
  });

  it('keeps the others going when a message is no fire, which stays for the redrive policy', async () => {
    const id = await test.inSync(everyMinute);
    await test.sqs.sendMessage({ QueueUrl: test.queueUrl, MessageBody: 'not a fire' });
    const at = await thisMinute();
    await fire(id, at);
    await eventually(async () => (await runsOf(id)).length === 1);
    const { Attributes } = await test.sqs.getQueueAttributes({
      QueueUrl: test.queueUrl,
      AttributeNames: ['ApproximateNumberOfMessagesNotVisible'],
    });
    expect(Attributes?.ApproximateNumberOfMessagesNotVisible).toBe('1');
    await test.sqs.purgeQueue({ QueueUrl: test.queueUrl });
  });
  it('is no longer waited for when the process is to stop', async () => {
    const queue = test.app.app.get(FireQueue, { strict: false });
    const started = performance.now();
    await expect(queue.receive(AbortSignal.timeout(300))).rejects.toThrow(/abort/i);
    expect(performance.now() - started).toBeLessThan(2_000); // of 20 s
  });
});
