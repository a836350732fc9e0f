import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { S3 } from '@aws-sdk/client-s3';
import { SNS } from '@aws-sdk/client-sns';
import { SQS } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventQueues } from '../../src/modules/events/event-queues.service.js';
import { registry } from '../../src/platform/telemetry/index.js';
import { eventually, startTestApp, type TestApp } from '../support/app.js';
import { depthOf, EVENT_ACCOUNT, EVENT_REGION, onBus, recordOf } from '../support/event-messages.js';

const MOTO_URL = process.env['MOTO_URL'];
const describeIf = MOTO_URL === undefined ? describe.skip : describe;

const MAX_RECEIVES = 3;
const CREATED = { eventSource: 's3.amazonaws.com', eventName: 'CreateBucket', readOnly: false };
const LONG_NAME = randomBytes(5_000).toString('hex');

interface Poison {
  id: string;
  queue_url: string;
  message_id: string;
  reason: string;
  body: string;
  receive_count: number;
  status: string;
}

interface Letters {
  items: { id: string; source: string; messageId: string; reason: string; body: string; status: string }[];
  nextCursor: string | null;
}

/**
 * The worker on the emulator's queues, topics and buckets. What the emulator cannot prove: it manages about eleven
 * messages a second, has no limits of SQS's or S3's to run into, and denies nothing.
 */
describeIf('messages with events (needs MOTO_URL)', () => {
  const variables = { ...process.env };
  const name = `events-${process.pid}-${Date.now()}`;
  const aws = { region: EVENT_REGION, endpoint: MOTO_URL ?? '' };
  let sqs: SQS;
  let sns: SNS;
  let s3: S3;
  let app: TestApp;
  /** With a dead-letter queue, without one, and the dead-letter queue. */
  let [main, alone, dlq] = ['', '', ''];

  beforeAll(async () => {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
    [sqs, sns, s3] = [new SQS(aws), new SNS(aws), new S3({ ...aws, forcePathStyle: true })];
    const make = async (suffix: string, Attributes: Record<string, string> = {}) =>
      (await sqs.createQueue({ QueueName: `${name}-${suffix}`, Attributes })).QueueUrl ?? '';
    dlq = await make('dead');
    const redrive = { deadLetterTargetArn: await arnOf(dlq), maxReceiveCount: 50 };
    main = await make('main', { VisibilityTimeout: '1', RedrivePolicy: JSON.stringify(redrive) });
    alone = await make('alone', { VisibilityTimeout: '1' });
    await s3.createBucket({ Bucket: name, CreateBucketConfiguration: { LocationConstraint: EVENT_REGION } });
    app = await startTestApp({
      ...{ AWS_REGION: EVENT_REGION, EVENTS_QUEUE_URL: `${main}, ${alone}`, LOG_LEVEL: 'ERROR' },
      ...{ EVENTS_MAX_RECEIVES: String(MAX_RECEIVES), EVENTS_RECEIVERS: '2', ENVIRONMENT: 'test' },
    });
    const { admin } = await app.tenant('acme');
    const body = { accountId: EVENT_ACCOUNT, name: 'acme', regions: [EVENT_REGION] };
    expect((await app.request('POST', '/accounts', { key: admin, body })).status).toBe(201);
  }, 60_000);
  afterAll(async () => {
    await app.close();
    for (const client of [sqs, sns, s3]) client.destroy();
    process.env = variables;
  }, 60_000);

  const arnOf = async (url: string) =>
    (await sqs.getQueueAttributes({ QueueUrl: url, AttributeNames: ['QueueArn'] })).Attributes?.[
      'QueueArn'
    ] ?? '';
  let made = 0;
  const record = (values: object = {}) => recordOf(`${name}-${(made += 1)}`, values);
  const send = async (url: string, body: unknown) => {
    const MessageBody = typeof body === 'string' ? body : JSON.stringify(body);
    return (await sqs.sendMessage({ QueueUrl: url, MessageBody })).MessageId ?? '';
  };
  const put = (key: string, text: string | Uint8Array) =>
    s3.putObject({ Bucket: name, Key: key, Body: typeof text === 'string' ? gzipSync(text) : text });
  const key = (file: string) =>
    `AWSLogs/${EVENT_ACCOUNT}/CloudTrail/${EVENT_REGION}/2025/11/05/${file}.json.gz`;
  const s3Notice = (file: string) => ({
    Records: [
      {
        ...{ eventSource: 'aws:s3', awsRegion: EVENT_REGION, eventName: 'ObjectCreated:Put' },
        s3: { bucket: { name }, object: { key: key(file).replaceAll('=', '%3D') } },
      },
    ],
  });
  const taken = async (eventId: string) => {
    const rows = await app.database.query<{ disposition: string }>(
      'SELECT disposition FROM events WHERE event_id = $1',
      [eventId],
    );
    return rows[0]?.disposition;
  };
  const poisonOf = async (messageId: string) =>
    (await app.database.query<Poison>('SELECT * FROM poison_messages WHERE message_id = $1', [messageId]))[0];
  const dead = (messageId: string) =>
    eventually(async () => {
      const row = await poisonOf(messageId);
      return row?.status === 'dead' && row;
    }, 25_000);
  const counted = async (column: string) => {
    const [row] = await app.database.query<{ n: string | null }>(
      `SELECT sum(${column}) AS n FROM event_counts`,
    );
    return Number(row?.n ?? 0);
  };
  const depth = (url: string) => depthOf(sqs, url);
  const empty = (url: string) => eventually(async () => (await depth(url)) === 0, 25_000);
  const letters = async (query = 'source=sqs&limit=500') =>
    (await app.request<Letters>('GET', `/dead-letters?${query}`)).body;

  it('are taken in each form, and deleted', async () => {
    const [bus, bare, ...bundle] = [record(), record(), record(), record()];
    await send(main, onBus(bus));
    await send(alone, bare);
    await send(main, { Records: bundle });
    for (const { eventID } of [bus, bare, ...bundle])
      expect(await eventually(() => taken(eventID))).toBe('ignored');
    await Promise.all([empty(main), empty(alone)]);
  }, 40_000);

  it('are taken through SNS, wrapped and raw', async () => {
    const topic = (await sns.createTopic({ Name: name })).TopicArn ?? '';
    const raw = (await sns.createTopic({ Name: `${name}-raw` })).TopicArn ?? '';
    const Endpoint = await arnOf(main);
    await sns.subscribe({ TopicArn: topic, Protocol: 'sqs', Endpoint });
    const Attributes = { RawMessageDelivery: 'true' };
    await sns.subscribe({ TopicArn: raw, Protocol: 'sqs', Endpoint, Attributes });
    const [first, second] = [record(), record()];
    await sns.publish({ TopicArn: topic, Message: JSON.stringify(onBus(first)) });
    await sns.publish({ TopicArn: raw, Message: JSON.stringify(onBus(second)) });
    for (const { eventID } of [first, second]) await eventually(() => taken(eventID));
    await empty(main);
  }, 40_000);

  it('that name files of CloudTrail bring every record of them', async () => {
    const records = Array.from({ length: 450 }, () => record());
    const bad = { ...record(), eventTime: 7 };
    await put(key('good=1'), JSON.stringify({ Records: [...records.slice(0, 449), bad, records[449]] }));
    const messageId = await send(main, s3Notice('good=1'));
    await eventually(() => taken(records[449]?.eventID ?? ''));
    for (const { eventID } of records.slice(0, 3)) expect(await taken(eventID)).toBe('ignored');
    await empty(main);
    const row = await poisonOf(`${messageId}#449`);
    expect(row).toMatchObject({
      status: 'dead',
      reason: expect.stringMatching(/^invalid: eventTime/) as unknown,
    });
    expect(JSON.parse(row?.body ?? '')).toEqual(bad);
  }, 40_000);

  it('that name files which cannot be read are given up after some receives, with the reason', async () => {
    await put(key('cut'), gzipSync(JSON.stringify({ Records: [record()] })).subarray(0, 40));
    await put(key('text'), 'hello');
    const [missing, cut, text, nowhere] = await Promise.all([
      ...['missing', 'cut', 'text'].map((file) => send(main, s3Notice(file))),
      send(main, { s3Bucket: `${name}-nowhere`, s3ObjectKey: ['x.json.gz'] }),
    ]);
    expect((await dead(missing ?? '')).reason).toMatch(/^file: s3:.*missing.*NoSuchKey/);
    expect((await dead(cut ?? '')).reason).toMatch(/^file: s3:.*cut.*(Z_|too early)/);
    expect((await dead(text ?? '')).reason).toMatch(/no file of CloudTrail/);
    expect((await dead(nowhere ?? '')).reason).toMatch(/NoSuchBucket/);
    await empty(main);
  }, 60_000);

  describe('that are no events', () => {
    it('stop none of the others, and end in the dead-letter queue with their reason', async () => {
      const before = { poison: await counted('poison'), dlq: await depth(dlq) };
      const good = record();
      const bad = {
        text: await send(main, 'this is no JSON'),
        fields: await send(main, { ...record(), eventTime: undefined }),
        forged: await send(main, onBus(record({ recipientAccountId: '999988887777' }))),
        types: await send(main, onBus({ ...record(), eventSource: 7 } as never)),
        form: await send(main, { hello: 'world' }),
        // reads well, and gives an ARN that no index of PostgreSQL takes
        stored: await send(main, record({ ...CREATED, requestParameters: { bucketName: LONG_NAME } })),
      };
      await send(main, onBus(good));
      expect(await eventually(() => taken(good.eventID))).toBe('ignored');
      expect((await dead(bad.text)).reason).toMatch(/^not_json/);
      expect((await dead(bad.fields)).reason).toMatch(/^invalid: eventTime/);
      expect((await dead(bad.forged)).reason).toMatch(/^invalid: detail\.recipientAccountId/);
      expect((await dead(bad.types)).reason).toMatch(/^invalid: eventSource/);
      expect((await dead(bad.form)).reason).toMatch(/^no_event/);
      expect(await dead(bad.stored)).toMatchObject({
        receive_count: MAX_RECEIVES,
        reason: expect.stringMatching(/^not_stored/) as unknown,
      });
      await empty(main);
      expect(await counted('poison')).toBe(before.poison + 6); // once each, not with each receive
      expect(await depth(dlq)).toBe(before.dlq + 6);
      const copies = await peek(20);
      const copy = copies.find(({ Body }) => Body === 'this is no JSON');
      expect(copy?.MessageAttributes).toMatchObject({
        Reason: { StringValue: expect.stringMatching(/^not_json/) as unknown },
        SourceMessageId: { StringValue: bad.text },
      });
    }, 60_000);

    it('are kept by their rows where there is no dead-letter queue', async () => {
      const id = await send(alone, 'nor is this');
      expect(await dead(id)).toMatchObject({ queue_url: alone, body: 'nor is this' });
      await empty(alone);
    }, 40_000);

    it('are noted apart where the rest of their message is good', async () => {
      const good = record();
      const id = await send(main, { Records: [good, { eventName: 'x' }] });
      await eventually(() => taken(good.eventID));
      expect(await dead(`${id}#1`)).toMatchObject({ receive_count: 1, body: '{"eventName":"x"}' });
      await empty(main);
    }, 40_000);

    it('are counted as what SQS took and we gave up', async () => {
      const metric = await registry.getSingleMetric('shepherd_events_messages_total')?.get();
      const of = (outcome: string) =>
        metric?.values.find(({ labels }) => labels['outcome'] === outcome)?.value ?? 0;
      expect(of('dead')).toBeGreaterThanOrEqual(8);
      expect(of('received')).toBeGreaterThan(of('deleted'));
    });
  });

  describe('that nobody owns', () => {
    it('are refused and counted by account', async () => {
      const refused = await counted('refused');
      const foreign = record({ recipientAccountId: '999988887777' });
      await send(main, foreign);
      await eventually(async () => (await counted('refused')) === refused + 1);
      expect(await taken(foreign.eventID)).toBeUndefined();
      await empty(main);
    }, 40_000);
  });

  describe('that were given up', () => {
    it('are listed newest first, in pages, for the platform key alone', async () => {
      const { items } = await letters();
      expect(items.length).toBeGreaterThanOrEqual(8);
      expect(items[0]).toMatchObject({ source: 'sqs', status: 'dead', body: expect.any(String) as unknown });
      const ids = items.map(({ id }) => id);
      expect(ids).toEqual([...ids].sort().reverse());
      const first = await letters('source=sqs&limit=3');
      const second = await letters(`source=sqs&limit=3&cursor=${first.nextCursor ?? ''}`);
      expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids.slice(0, 6));
      const { admin } = await app.tenant('acme');
      expect((await app.request('GET', '/dead-letters?source=sqs', { key: admin })).status).toBe(403);
      expect((await app.request('GET', '/dead-letters?source=sqs&tenantId=acme')).status).toBe(400);
      expect((await app.request('GET', '/dead-letters?source=nowhere')).status).toBe(400);
      expect((await letters('source=jobs')).items.every(({ source }) => source === 'jobs')).toBe(true);
    }, 40_000);

    it('are sent to their queue again once, and leave the dead-letter queue', async () => {
      const fixed = record();
      await put(key('late'), 'hello');
      const id = await send(main, s3Notice('late'));
      const row = await dead(id);
      await empty(main);
      await put(key('late'), JSON.stringify({ Records: [fixed] }));
      const before = await depth(dlq);
      const both = await Promise.all([1, 2].map(() => app.request('POST', `/dead-letters/${row.id}/retry`)));
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(
        await app.database.query(
          `SELECT tenant_id, actor, after->>'messageId' AS of FROM audit_log
            WHERE action = 'dead_letter.retried' AND target_id = $1`,
          [row.id],
        ),
      ).toEqual([{ tenant_id: 'default', actor: 'platform@localhost', of: id }]);
      expect(await eventually(() => taken(fixed.eventID))).toBe('ignored');
      expect(await depth(dlq)).toBe(before - 1);
      expect(
        (await peek(before)).some(({ MessageAttributes: of }) => of?.['SourceMessageId']?.StringValue === id),
      ).toBe(false);
      expect((await poisonOf(id))?.status).toBe('redriven');
      expect((await app.request('POST', `/dead-letters/${row.id}/retry`)).status).toBe(409);
      expect((await app.request('POST', `/dead-letters/psn_${'0'.repeat(32)}/retry`)).status).toBe(404);
      await empty(main);
    }, 60_000);

    it('by SQS itself are listed with the others, and sent again once', async () => {
      const lost = record();
      const id = await send(dlq, onBus(lost)); // as SQS moves it: without attributes of ours
      const item = (await letters()).items.find(({ messageId }) => messageId === id);
      expect(item).toMatchObject({
        id: `sqs:${id}`,
        reason: expect.stringMatching(/^SQS moved it/) as unknown,
      });
      const again = async () => (await app.request('POST', `/dead-letters/${item?.id ?? ''}/retry`)).status;
      expect(await again()).toBe(200);
      expect(await eventually(() => taken(lost.eventID))).toBe('ignored');
      expect(await again()).toBe(409);
      expect((await letters()).items.map(({ messageId }) => messageId)).not.toContain(id);
      expect((await app.request('POST', '/dead-letters/sqs:nobody/retry')).status).toBe(404);
    }, 60_000);
  });

  it('show how deep their queues are', async () => {
    const queues = app.app.get(EventQueues, { strict: false });
    expect(await queues.depths()).toEqual([
      expect.objectContaining({ queueUrl: main, dlqUrl: dlq, visible: 0, dlqDepth: await depth(dlq) }),
      expect.objectContaining({ queueUrl: alone, dlqUrl: null, dlqDepth: null, delayed: 0 }),
    ]);
  });

  /** What lies in the dead-letter queue, given back at once. */
  async function peek(count: number) {
    const found = [];
    while (found.length < count) {
      const { Messages = [] } = await sqs.receiveMessage({
        ...{ QueueUrl: dlq, MaxNumberOfMessages: 10, VisibilityTimeout: 30, MessageAttributeNames: ['All'] },
      });
      if (Messages.length === 0) break;
      found.push(...Messages);
    }
    for (const { ReceiptHandle } of found)
      await sqs.changeMessageVisibility({ QueueUrl: dlq, ReceiptHandle, VisibilityTimeout: 0 });
    return found;
  }
});
