import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SlackClients } from '../../src/modules/notifications/senders/slack-client.js';
import { newId } from '../../src/shared/ids.js';
import {
  type ChannelApp,
  messageOf,
  type Receiver,
  startChannelApp,
  startReceiver,
} from '../support/channels.js';

type Json = Record<string, unknown>;

let app: ChannelApp;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
  app = await startChannelApp();
  app.app.get<SlackClients>(SlackClients, { strict: false }).url = `${receiver.url}/api/`;
}, 90_000);
afterAll(async () => {
  await app?.close();
  await receiver?.close();
});
beforeEach(() => {
  receiver.received.length = 0;
});

describe("Slack's bot", () => {
  const bot = () => app.make({ type: 'slack', config: { botToken: 'xoxb-12345678-x', channel: '#alerts' } });
  const calls = () =>
    receiver.received.map(({ path, headers, body }) => ({
      ...{ method: path.replace('/api/', ''), token: headers.authorization },
      ...(Object.fromEntries(new URLSearchParams(body)) as Record<string, string>),
    })) as Record<string, string>[];
  let ts = 0;
  beforeEach(() => {
    receiver.reply = () => {
      const answer = {
        ok: true,
        channel: 'C42',
        ts: `17.${(ts += 1)}`,
        message: { text: 'x'.repeat(20_000) },
      };
      return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(answer) };
    };
  });
  const error = (named: string) => () => ({ body: JSON.stringify({ ok: false, error: named }) });

  it('writes to its channel, with an id by which a repetition shows', async () => {
    const deliveryId = newId('dlv');
    const sent = await app.send(await bot(), { deliveryId });
    expect(sent).toEqual({ channelType: 'slack', providerId: `17.${ts}` });
    const [call] = calls();
    expect(call).toMatchObject({
      method: 'chat.postMessage',
      channel: '#alerts',
      token: 'Bearer xoxb-12345678-x',
    });
    expect(JSON.parse(call?.['metadata'] ?? '')).toMatchObject({
      event_payload: { delivery_id: deliveryId, attempt: 1 },
    });
    expect(call).not.toHaveProperty('thread_ts');
  });

  it('replies in the thread of the first message of a key, which then says what came last', async () => {
    const channel = await bot();
    const { providerId: root } = await app.send(channel, { threadKey: 'incident:1' });
    await app.send(channel, { threadKey: 'incident:1', message: messageOf({ title: 'It is contained' }) });
    await app.send(channel, { threadKey: 'incident:1', message: messageOf({ title: 'It is over' }) });
    await app.send(channel, { threadKey: 'incident:2' });
    const made = calls();
    expect(
      made.map(({ method, channel: place, thread_ts, ts: of }) => [method, place, thread_ts ?? of]),
    ).toEqual([
      ['chat.postMessage', '#alerts', undefined],
      ['chat.postMessage', 'C42', root],
      ['chat.update', 'C42', root],
      ['chat.postMessage', 'C42', root],
      ['chat.update', 'C42', root],
      ['chat.postMessage', '#alerts', undefined],
    ]);
    const blocks = JSON.parse(made[4]?.['blocks'] ?? '') as Json[];
    expect(JSON.stringify(blocks.at(-1))).toContain('2 updates, the last one: It is over');
    expect(JSON.stringify(blocks)).toContain('A bucket is public'); // the first message is still there
  });

  it('does not write twice what was written before a crash', async () => {
    const channel = await bot();
    const threadKey = 'incident:3';
    for (const deliveryId of [newId('dlv'), newId('dlv')]) {
      await app.send(channel, { threadKey, deliveryId });
      await app.send(channel, { threadKey, deliveryId, attempt: 2 });
    }
    expect(calls().filter(({ method }) => method === 'chat.postMessage')).toHaveLength(2);
  });

  it('begins anew where the first message is gone, or the channel is another', async () => {
    const channel = await bot();
    await app.send(channel, { threadKey: 'k' });
    const ok = receiver.reply;
    receiver.reply = (one) => (one.body.includes('thread_ts') ? error('thread_not_found')() : ok(one));
    const { providerId } = await app.send(channel, { threadKey: 'k' });
    receiver.reply = ok;
    await app.send(channel, { threadKey: 'k' });
    expect(
      calls()
        .filter(({ method }) => method === 'chat.postMessage')
        .at(-1),
    ).toMatchObject({ thread_ts: providerId });
    await app.ask('PUT', `/channels/${String(channel['id'])}`, { config: { channel: '#others' } });
    await app.send(channel, { threadKey: 'k' });
    expect(calls().at(-1)).toMatchObject({ method: 'chat.postMessage', channel: '#others' });
    expect(calls().at(-1)).not.toHaveProperty('thread_ts');
  });

  it('has sent the reply also where the first message cannot be changed', async () => {
    const channel = await bot();
    await app.send(channel, { threadKey: 'u' });
    const ok = receiver.reply;
    receiver.reply = (one) => (one.path.endsWith('update') ? error('cant_update_message')() : ok(one));
    expect((await app.send(channel, { threadKey: 'u' })).providerId).toBe(`17.${ts}`);
  });

  it.each([
    ['invalid_auth', 'dead'],
    ['channel_not_found', 'dead'],
    ['not_in_channel', 'dead'],
    ['invalid_blocks', 'refused'],
    ['internal_error', 'retry'],
  ])('that is answered %s is %s', async (named, kind) => {
    receiver.reply = error(named);
    expect(await app.failure(await bot())).toMatchObject({ kind, message: `Slack answered: ${named}` });
    expect(receiver.received).toHaveLength(1);
  });

  it('waits as long as Slack asks', async () => {
    receiver.reply = () => ({ status: 429, headers: { 'retry-after': '30' } });
    expect(await app.failure(await bot())).toMatchObject({ kind: 'retry', retryAfterMs: 30_000 });
    receiver.reply = () => ({ status: 503 });
    expect((await app.failure(await bot())).kind).toBe('retry');
  });
});
