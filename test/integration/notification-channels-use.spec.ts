import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Channels } from '../../src/modules/notifications/channels.service.js';
import { Database } from '../../src/platform/database/index.js';
import { type ChannelApp, type Receiver, startChannelApp, startReceiver } from '../support/channels.js';
import { fieldsOf, type Json } from './access-client.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL nobody says which account is ours: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;
const HOME = '123456789012'; // of the emulator's credentials
const HOOK = 'https://hooks.slack.com/services/T00000000/B00000000/SeCrEtOfHook';
const slack = (more: Json = {}): Json => ({
  ...{ name: 'Alerts', type: 'slack', config: { webhookUrl: HOOK } },
  ...more,
});

let app: ChannelApp;
let receiver: Receiver;
let globex: Awaited<ReturnType<ChannelApp['tenant']>>;
beforeAll(async () => {
  receiver = await startReceiver();
  app = await startChannelApp();
  globex = await app.tenant('globex');
}, 90_000);
afterAll(async () => {
  await app?.close();
  await receiver?.close();
});
const ask: ChannelApp['ask'] = (...given) => app.ask(...given);
const make: ChannelApp['make'] = (given) => app.make(given);
const auditOf: ChannelApp['auditOf'] = async (id) => app.auditOf(id);

describe('a pause', () => {
  const pause = (id: unknown, reason: string) =>
    app.app
      .get(Database)
      .withTenant('acme', (tx) => app.app.get(Channels).pause(tx, 'acme', String(id), reason));

  it('keeps its first reason, says so, and ends when somebody resumes the channel', async () => {
    const { id } = await make(slack({ name: 'paused' }));
    await pause(id, 'Slack answered 404: no_service');
    await pause(id, 'another');
    const paused = (await ask('GET', `/channels/${String(id)}`)).body;
    expect(paused).toMatchObject({
      pausedAt: expect.any(String),
      pausedReason: 'Slack answered 404: no_service',
    });
    await ask('PUT', `/channels/${String(id)}`, { name: 'paused still' });
    expect((await ask('GET', `/channels/${String(id)}`)).body['pausedAt']).toBe(paused['pausedAt']);
    const resumed = await ask('POST', `/channels/${String(id)}/resume`);
    expect(resumed).toMatchObject({ status: 200, body: { pausedAt: null, pausedReason: null } });
    expect((await ask('GET', `/channels/${String(id)}`)).body['pausedAt']).toBeNull();
    await ask('POST', `/channels/${String(id)}/resume`); // nothing more to tell
    const actions = (await auditOf(id)).map(({ action, actor }) => [action, actor]);
    expect(actions).toEqual([
      ['notification_channel.resumed', 'admin@acme.test'],
      ['notification_channel.changed', 'admin@acme.test'],
      ['notification_channel.paused', 'compliance-shepherd'],
      ['notification_channel.created', 'admin@acme.test'],
    ]);
  });

  it('ends when the channel leads elsewhere, also by a secret that nobody sees, and not by the same again', async () => {
    const { id } = await make(slack({ name: 'moves' }));
    await pause(id, 'x');
    const to = async (webhookUrl: string) =>
      (await ask('PUT', `/channels/${String(id)}`, { config: { webhookUrl } })).body['pausedAt'];
    expect(await to(HOOK)).not.toBeNull();
    expect(await to(HOOK.replace('SeCrEtOf', 'AnotherOf'))).toBeNull();
  });
});

describe('a test', () => {
  it('sends a message at once, also to a paused channel, and says what the receiver said', async () => {
    const url = `${receiver.url}/hook`;
    const { id } = await make({ name: 'Tried', type: 'webhook', config: { url, secret: 'a'.repeat(16) } });
    receiver.received.length = 0;
    const sent = await ask('POST', '/test', { channel: 'tried' }, app.keys.operator);
    expect(sent).toEqual({
      status: 200,
      body: {
        ...{ ok: true, channelId: id, deliveryId: expect.stringMatching(/^dlv_/), providerId: null },
        ...{ error: null, wouldRetry: false },
      },
    });
    expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({ type: 'notification.test' });
    const dead = { webhookUrl: 'http://127.0.0.1:1/x' };
    const gone = await make(slack({ name: 'gone', config: dead }));
    expect((await ask('POST', '/test', { channel: String(gone['id']) })).body).toMatchObject({
      ...{ ok: false, error: 'Slack could not be reached: ECONNREFUSED', wouldRetry: true },
    });
    expect(fieldsOf(await ask('POST', '/test', { channel: 'nobody' }))).toEqual(['channel']);
    expect(fieldsOf(await ask('POST', '/test', {}))).toEqual(['channel']);
  });
});

/** The emulator's credentials are of the account 123456789012. */
withEmulator('a channel in AWS (needs MOTO_URL)', () => {
  const topic = (account: string) => ({
    ...{ name: `topic ${account}`, type: 'sns' },
    config: { topicArn: `arn:aws:sns:eu-west-1:${account}:alerts` },
  });
  const bus = (more: Json = {}) => ({
    name: 'bus',
    type: 'eventbridge',
    config: { eventBusName: 'alerts', ...more },
  });

  it('lies in an account of the tenant that the service has got into', async () => {
    expect(fieldsOf(await ask('POST', '/channels', topic(HOME)))).toEqual(['config.topicArn']);
    expect(fieldsOf(await ask('POST', '/channels', bus()))).toEqual(['config.accountId']);
    const roleArn = 'arn:aws:iam::211122223333:role/Inventory';
    await app.request('POST', '/accounts', {
      key: app.keys.admin,
      body: { accountId: '211122223333', roleArn },
    });
    const unverified = await ask('POST', '/channels', topic('211122223333'));
    expect([fieldsOf(unverified), JSON.stringify(unverified.body)]).toEqual([
      ['config.topicArn'],
      expect.stringContaining('is not verified'),
    ]);
    await app.request('POST', '/accounts', { body: { tenantId: 'acme', accountId: HOME } });
    expect((await ask('POST', '/channels', topic(HOME))).status).toBe(201);
    expect((await ask('POST', '/channels', bus())).body).toMatchObject({
      config: { eventBusName: 'alerts', region: 'us-east-1', accountId: HOME }, // what was left out is written down
      hasSecret: false,
    });
    expect(fieldsOf(await ask('POST', '/channels', topic(HOME), globex.admin))).toEqual(['config.topicArn']);
  });
});
