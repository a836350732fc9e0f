import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/database/index.js';
import { Outbound } from '../../src/platform/outbound/index.js';
import { newId } from '../../src/shared/ids.js';
import { type ChannelApp, type Receiver, startChannelApp, startReceiver } from '../support/channels.js';

type Json = Record<string, unknown>;
const SECRET = `whsec_${Buffer.alloc(24, 5).toString('base64')}`;

let app: ChannelApp;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
  app = await startChannelApp({
    SLACK_WEBHOOK_URL: `${receiver.url}/operator`,
    WEBHOOK_ALLOWED_ADDRESSES: '127.0.0.1',
  });
}, 90_000);
afterAll(async () => {
  await app?.close();
  await receiver?.close();
});
beforeEach(() => {
  receiver.received.length = 0;
  receiver.reply = () => ({});
});

const slackHook = () => app.make({ type: 'slack', config: { webhookUrl: `${receiver.url}/services/T/B/x` } });
const webhook = (path = '/in') =>
  app.make({ type: 'webhook', config: { url: `${receiver.url}${path}`, secret: SECRET } });

describe('a signed webhook', () => {
  it('is what standardwebhooks.com says, with an id that each attempt has again', async () => {
    const channel = await webhook();
    const deliveryId = newId('dlv');
    await app.send(channel, { deliveryId, threadKey: 'finding:1' });
    await app.send(channel, { deliveryId, attempt: 2 });
    const [first, second] = receiver.received;
    if (first === undefined) throw new Error('nothing was sent');
    const { headers, body } = first;
    const at = Number(headers['webhook-timestamp']);
    expect(Math.abs(at - Date.now() / 1000)).toBeLessThan(60);
    const digest = createHmac('sha256', Buffer.alloc(24, 5))
      .update(`${deliveryId}.${at}.${body}`)
      .digest('base64');
    expect(headers).toMatchObject({
      ...{ 'webhook-id': deliveryId, 'webhook-signature': `v1,${digest}` },
      ...{ 'content-type': 'application/json', 'x-shepherd-attempt': '1' },
    });
    expect(JSON.parse(body)).toMatchObject({
      ...{ type: 'notification.finding', timestamp: '2026-11-21T12:00:00.000Z' },
      data: {
        tenantId: 'acme',
        deliveryId,
        threadKey: 'finding:1',
        correlationId: 'corr-1',
        title: 'A bucket is public',
      },
    });
    expect([second?.headers['webhook-id'], second?.headers['x-shepherd-attempt']]).toEqual([deliveryId, '2']);
  });

  it.each([
    [200, undefined],
    [202, undefined],
    [204, undefined],
    ...[301, 307, 400, 401, 403, 404, 413].map((status) => [status, 'refused'] as const),
    ...[408, 425, 429, 500, 502, 503, 504].map((status) => [status, 'retry'] as const),
    [410, 'dead'],
  ])('that is answered %d is %s', async (status, kind) => {
    receiver.reply = () => ({
      status,
      body: status === 204 ? '' : 'because',
      headers: { location: '/inside' },
    });
    const channel = await webhook();
    if (kind === undefined) await app.send(channel);
    else expect((await app.failure(channel)).kind).toBe(kind);
    expect(receiver.received.map(({ path }) => path)).toEqual(['/in']); // no redirect is followed, nothing is sent twice
  });

  it('waits as long as the receiver asks, and says what it said, in short', async () => {
    const channel = await webhook();
    receiver.reply = () => ({
      status: 429,
      headers: { 'retry-after': '17' },
      body: `slow\r\n\u0007down ${'x'.repeat(50_000)}`,
    });
    const failure = await app.failure(channel);
    expect(failure).toMatchObject({ kind: 'retry', retryAfterMs: 17_000 });
    expect(failure.message).toMatch(/^127\.0\.0\.1:\d+ answered 429: slow down x+…$/);
    expect(failure.message.length).toBeLessThan(400);
    receiver.reply = () => ({
      status: 503,
      headers: { 'retry-after': new Date(Date.now() + 90_000).toUTCString() },
    });
    const { retryAfterMs = 0 } = await app.failure(channel);
    expect(Math.abs(retryAfterMs - 90_000)).toBeLessThan(5_000);
    receiver.reply = () => ({ status: 503, headers: { 'retry-after': '99999999999' } });
    expect((await app.failure(channel)).retryAfterMs).toBe(86_400_000);
  });

  it('whose receiver repeats the address tells nobody what is secret of it', async () => {
    const path = '/hooks/0123456789abcdef?token=s%2Becret-token';
    receiver.reply = () => ({ status: 404, body: `Cannot POST ${path} (0123456789abcdef, s+ecret-token)` });
    const { message } = await app.failure(await webhook(path));
    expect(message).toMatch(/answered 404: Cannot POST \[secret\] \(\[secret\], \[secret\]\)$/);
    const config = { webhookUrl: `${receiver.url}/services/T0/B0/secret-of-slack` };
    receiver.reply = () => ({ status: 404, body: 'no such path: \\/T0\\/B0\\/secret-of-slack' });
    const said = (await app.failure(await app.make({ type: 'slack', config }))).message;
    expect(said).toMatch(/^Slack answered 404: no such path/);
    expect(said).not.toContain('secret-of-slack');
  });

  it('whose receiver says nothing, or is not there, is tried again', async () => {
    const channel = await webhook();
    receiver.reply = () => ({ hang: true });
    const failed = await app
      .deliver(app.outgoing({ channelId: String(channel['id']) }), AbortSignal.timeout(300))
      .catch(String);
    expect(failed).toMatch(/no answer in time/);
    const nobody = await app.make({
      type: 'webhook',
      config: { url: 'http://127.0.0.1:1/x', secret: SECRET },
    });
    expect(await app.failure(nobody)).toMatchObject({
      kind: 'retry',
      message: '127.0.0.1:1 could not be reached: ECONNREFUSED',
    });
  });

  it('whose name leads inside by now is stopped as it is sent', async () => {
    const outbound = app.app.get<Outbound>(Outbound, { strict: false });
    const before = Reflect.get(outbound, 'resolve') as unknown;
    const inside = (_host: string, done: (error: null, all: object[]) => void) =>
      done(null, [{ address: '10.0.0.1', family: 4 }]);
    const url = 'https://hooks.example.com/x';
    const channels = [
      await app.make({ type: 'webhook', config: { url, secret: SECRET } }),
      await app.make({ type: 'slack', config: { webhookUrl: url } }),
    ];
    Reflect.set(outbound, 'resolve', inside);
    const failures = [await app.failure(channels[0] ?? {}), await app.failure(channels[1] ?? {})];
    Reflect.set(outbound, 'resolve', before);
    const message = 'hooks.example.com does not lead to a public address';
    expect(failures).toEqual([1, 2].map(() => expect.objectContaining({ kind: 'dead', message }) as unknown));
  });

  it('whose secret cannot be read says that it is to be given anew', async () => {
    const channel = await webhook();
    const other = await webhook();
    await app.database.query(
      `UPDATE notification_channels SET secret = (SELECT secret FROM notification_channels WHERE id = $2) WHERE id = $1`,
      [channel['id'], other['id']],
    );
    expect(await app.failure(channel)).toMatchObject({
      ...{ kind: 'dead', message: 'The secret of the channel cannot be read: give it anew (PUT)' },
    });
    const config = { url: `${receiver.url}/in`, secret: SECRET };
    expect((await app.ask('PUT', `/channels/${String(channel['id'])}`, { config })).status).toBe(200);
    await app.send(channel);
  });

  it('whose channel is gone is refused', async () => {
    expect(await app.failure({ id: 'chn_0' })).toMatchObject({
      kind: 'refused',
      message: 'The channel was deleted',
    });
  });
});

describe("Slack's incoming webhook", () => {
  it('gets the blocks', async () => {
    const sent = await app.send(await slackHook());
    expect(sent).toEqual({ channelType: 'slack', providerId: null });
    const [one] = receiver.received;
    const body = JSON.parse(one?.body ?? '') as { text: string; blocks: Json[] };
    expect([one?.path, body.text]).toEqual([
      '/services/T/B/x',
      expect.stringContaining('A bucket is public'),
    ]);
    expect(body.blocks.length).toBeGreaterThan(0);
    expect(body.text).toContain('&lt;b&gt;now&lt;/b&gt;'); // Slack reads marks there, and none in the blocks
  });

  it.each([
    [404, 'no_service', 'dead'],
    [403, 'action_prohibited', 'dead'],
    [410, 'channel_is_archived', 'dead'],
    [400, 'invalid_blocks', 'refused'],
    [429, 'rate_limited', 'retry'],
    [500, 'rollup_error', 'retry'],
  ])('that answers %d %s is %s', async (status, body, kind) => {
    receiver.reply = () => ({ status, body, headers: { 'retry-after': '3' } });
    const failure = await app.failure(await slackHook());
    expect(failure).toMatchObject({ kind, message: `Slack answered ${status}: ${body}` });
    if (status === 429) expect(failure.retryAfterMs).toBe(3_000);
    expect(receiver.received).toHaveLength(1);
  });

  it("of the operator's own may be anywhere", async () => {
    const [row] = await app.database.query<Json>(
      `SELECT id FROM notification_channels WHERE environment_key = 'slack'`,
    );
    await app.send(row ?? {}, { tenantId: 'default' });
    expect(receiver.received.map(({ path }) => path)).toEqual(['/operator']);
  });
});

describe('whatever else goes wrong', () => {
  it('is worth another attempt, and nothing but a SendFailure', async () => {
    const channel = await webhook();
    const database = app.app.get(Database);
    const withTenant = database.withTenant.bind(database);
    database.withTenant = () => Promise.reject(new Error('the database is away'));
    const failure = await app.failure(channel);
    database.withTenant = withTenant;
    expect(failure).toMatchObject({ kind: 'retry', message: 'the database is away' });
  });
});
