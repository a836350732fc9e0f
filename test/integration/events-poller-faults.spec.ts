import { gzipSync } from 'node:zlib';
import { S3 } from '@aws-sdk/client-s3';
import { SQS } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { EventIntake } from '../../src/modules/events/event-intake.service.js';
import { EventPoisonStore } from '../../src/modules/events/event-poison.store.js';
import { eventually, startTestApp, type TestApp } from '../support/app.js';
import { depthOf, EVENT_ACCOUNT, EVENT_REGION, recordOf } from '../support/event-messages.js';
import { startFaultProxy, type FaultProxy } from '../support/fault-proxy.mjs';

const MOTO_URL = process.env['MOTO_URL'];
const describeIf = MOTO_URL === undefined ? describe.skip : describe;

const MAX_RECEIVES = 2;
const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** One worker, one queue whose messages come again after a second, and faults between them. */
describeIf('messages with events, when things fail (needs MOTO_URL)', () => {
  const variables = { ...process.env };
  const name = `faults-${process.pid}-${Date.now()}`;
  let [sqs, s3, proxy, app] = [] as unknown as [SQS, S3, FaultProxy, TestApp];
  let [main, dlq] = ['', ''];
  let intake: EventIntake;
  let takeReally: EventIntake['take'];

  beforeAll(async () => {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
    const aws = { region: EVENT_REGION, endpoint: MOTO_URL ?? '' };
    [sqs, s3] = [new SQS(aws), new S3({ ...aws, forcePathStyle: true })];
    proxy = await startFaultProxy({ target: MOTO_URL ?? '' });
    const make = async (QueueName: string, Attributes: Record<string, string> = {}) =>
      (await sqs.createQueue({ QueueName, Attributes })).QueueUrl ?? '';
    dlq = await make(`${name}-dead`);
    main = await make(name, { VisibilityTimeout: '1' });
    await s3.createBucket({ Bucket: name, CreateBucketConfiguration: { LocationConstraint: EVENT_REGION } });
    app = await startTestApp({
      ...{ AWS_REGION: EVENT_REGION, AWS_ENDPOINT_URL: proxy.url, AWS_MAX_ATTEMPTS: '1' },
      ...{ EVENTS_QUEUE_URL: main, EVENTS_DLQ_URL: dlq, EVENTS_MAX_RECEIVES: String(MAX_RECEIVES) },
    });
    const { admin } = await app.tenant('acme');
    await app.request('POST', '/accounts', {
      key: admin,
      body: { accountId: EVENT_ACCOUNT, regions: [EVENT_REGION] },
    });
    intake = app.app.get(EventIntake, { strict: false });
    takeReally = intake.take.bind(intake);
  }, 60_000);
  afterEach(() => {
    proxy.rules = [];
    intake.take = takeReally;
  });
  afterAll(async () => {
    await app.close();
    await proxy.close();
    sqs.destroy();
    s3.destroy();
    process.env = variables;
  }, 60_000);

  let made = 0;
  const record = (values: object = {}) => recordOf(`${name}-${(made += 1)}`, values);
  const send = async (body: unknown) => {
    const MessageBody = typeof body === 'string' ? body : JSON.stringify(body);
    return (await sqs.sendMessage({ QueueUrl: main, MessageBody })).MessageId ?? '';
  };
  const isTaken = async (eventId: string) =>
    (await app.database.query('SELECT 1 FROM events WHERE event_id = $1', [eventId])).length === 1;
  const poisonOf = async (messageId: string) =>
    (
      await app.database.query<{ status: string; receive_count: number }>(
        'SELECT status, receive_count FROM poison_messages WHERE message_id = $1',
        [messageId],
      )
    )[0];
  const poisonRows = async () =>
    (await app.database.query<{ n: number }>('SELECT count(*)::int AS n FROM poison_messages'))[0]?.n;
  const counted = async (column: string) =>
    Number(
      (
        await app.database.query<{ n: string }>(`SELECT coalesce(sum(${column}), 0) AS n FROM event_counts`)
      )[0]?.n,
    );
  const depth = (url: string) => depthOf(sqs, url);
  const empty = () => eventually(async () => (await depth(main)) === 0, 25_000);

  it('are held while they are in work, however long that takes', async () => {
    const one = record();
    let [begun, ended] = [0, 0];
    intake.take = async (events) => {
      begun += 1;
      await sleep(3_500); // more than three times as long as SQS would wait
      ended += 1;
      return takeReally(events);
    };
    await send(one);
    await eventually(() => isTaken(one.eventID));
    await empty();
    expect([begun, ended]).toEqual([1, 1]);
    expect(proxy.count({ service: 'sqs', action: 'ChangeMessageVisibilityBatch' })).toBeGreaterThan(5);
  }, 40_000);

  it('stay while the database is away, are no poison, and are taken when it is back', async () => {
    const poison = await poisonRows();
    const one = record();
    intake.take = () =>
      Promise.reject(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }));
    await send(one);
    await sleep(2_500);
    expect(await depth(main)).toBe(1);
    intake.take = takeReally;
    await eventually(() => isTaken(one.eventID), 25_000);
    await empty();
    expect(await poisonRows()).toBe(poison);
  }, 60_000);

  it('come when SQS is back', async () => {
    proxy.rules = [{ match: { service: 'sqs', action: 'ReceiveMessage' }, fault: 'reset' }];
    const one = record();
    await sleep(200);
    await send(one);
    const before = proxy.count({ service: 'sqs', action: 'ReceiveMessage', fault: 'reset' });
    await sleep(3_000);
    const tries = proxy.count({ service: 'sqs', action: 'ReceiveMessage', fault: 'reset' }) - before;
    expect(tries).toBeLessThan(5); // with pauses between
    proxy.rules = [];
    await eventually(() => isTaken(one.eventID), 25_000);
    await empty();
  }, 60_000);

  it('that SQS does not delete are duplicates, counted as such', async () => {
    const duplicates = await counted('duplicate');
    const one = record();
    // until it has come again: where a message was slow, the first delete may be that of another one
    proxy.rules = [{ match: { service: 'sqs', action: 'DeleteMessageBatch' }, fault: 'error500' }];
    await send(one);
    await eventually(() => isTaken(one.eventID));
    await eventually(async () => (await counted('duplicate')) > duplicates, 25_000);
    proxy.rules = [];
    await empty();
  }, 40_000);

  it('that name a file which S3 does not give now wait for it', async () => {
    const poison = await poisonRows();
    const one = record();
    const Key = `AWSLogs/${EVENT_ACCOUNT}/CloudTrail/${EVENT_REGION}/x.json.gz`;
    await s3.putObject({ Bucket: name, Key, Body: gzipSync(JSON.stringify({ Records: [one] })) });
    proxy.rules = [{ match: { service: 's3', action: 'GetObject' }, fault: 'throttle' }];
    await send({ s3Bucket: name, s3ObjectKey: [Key] });
    await eventually(async () => proxy.count({ service: 's3', fault: 'throttle' }) > MAX_RECEIVES + 1);
    expect(await depth(main)).toBe(1);
    proxy.rules = [];
    await eventually(() => isTaken(one.eventID));
    await empty();
    expect(await poisonRows()).toBe(poison);
  }, 60_000);

  it('that name a file which is denied are given up', async () => {
    proxy.rules = [{ match: { service: 's3' }, fault: 'deny' }];
    const id = await send({ s3Bucket: name, s3ObjectKey: ['CloudTrail/denied.json.gz'] });
    await eventually(async () => (await poisonOf(id))?.status === 'dead');
    const [row] = await app.database.query<{ reason: string }>(
      'SELECT reason FROM poison_messages WHERE message_id = $1',
      [id],
    );
    expect(row?.reason).toMatch(/AccessDenied/);
    await empty();
  }, 60_000);

  it('are kept by their row alone where the dead-letter queue takes nothing', async () => {
    proxy.rules = [{ match: { service: 'sqs', action: 'SendMessage' }, fault: 'deny' }];
    const before = await depth(dlq);
    const id = await send('no JSON');
    await eventually(async () => (await poisonOf(id))?.receive_count === MAX_RECEIVES + 1);
    expect((await poisonOf(id))?.status).toBe('received'); // it may take it yet
    await eventually(async () => (await poisonOf(id))?.status === 'dead', 25_000);
    expect((await poisonOf(id))?.receive_count).toBe(2 * MAX_RECEIVES);
    await empty();
    expect(await depth(dlq)).toBe(before);
  }, 60_000);

  it('are counted once and end though the worker dies after any step', async () => {
    const poison = await counted('poison');
    const store = app.app.get(EventPoisonStore, { strict: false });
    const [see, bury] = [store.see.bind(store), store.bury.bind(store)];
    const died = new Error('the process died');
    let deaths = 0;
    store.see = async (...args) => {
      const rows = await see(...args);
      if (deaths++ === 0) throw died;
      return rows;
    };
    store.bury = async (ids) => {
      if (deaths++ < 6) throw died; // before the row says so, yet the dead-letter queue has it
      await bury(ids);
      if (deaths++ < 9) throw died; // before the deletion
    };
    const id = await send('no JSON either');
    await eventually(async () => (await poisonOf(id))?.status === 'dead', 40_000);
    await empty();
    Object.assign(store, { see, bury });
    expect(deaths).toBeGreaterThan(6);
    expect(await counted('poison')).toBe(poison + 1);
  }, 90_000);
});
