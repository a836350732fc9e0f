import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChannelApp, type Receiver, startChannelApp, startReceiver } from '../support/channels.js';
import { fieldsOf, items, type Json } from './access-client.js';

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

describe('a channel', () => {
  it('is made, read, changed and deleted, and the audit log says by whom', async () => {
    const made = await make(slack());
    expect(made).toEqual({
      ...{ id: expect.stringMatching(/^chn_[0-9a-f]{32}$/), tenantId: 'acme', name: 'Alerts', type: 'slack' },
      ...{ config: { host: 'hooks.slack.com' }, hasSecret: true, secretHint: 'Hook', enabled: true },
      ...{ origin: 'api', pausedAt: null, pausedReason: null },
      ...{ createdBy: 'admin@acme.test', savedBy: 'admin@acme.test' },
      ...{ createdAt: expect.any(String), updatedAt: expect.any(String) },
    });
    const path = `/channels/${String(made['id'])}`;
    expect((await ask('GET', path, undefined, app.keys.viewer)).body).toEqual(made);
    const changed = await ask('PUT', path, { name: 'Others', enabled: false });
    expect(changed).toEqual({
      status: 200,
      body: { ...made, name: 'Others', enabled: false, updatedAt: expect.any(String) },
    });
    expect((await ask('DELETE', path)).status).toBe(204);
    expect((await ask('GET', path)).status).toBe(404);
    expect((await ask('PUT', path, {})).status).toBe(404);
    expect((await ask('DELETE', path)).status).toBe(404);
    expect((await ask('POST', `${path}/resume`)).status).toBe(404);
    const log = await auditOf(made['id']);
    expect(log.map(({ action, actor }) => [action, actor])).toEqual([
      ['notification_channel.deleted', 'admin@acme.test'],
      ['notification_channel.changed', 'admin@acme.test'],
      ['notification_channel.created', 'admin@acme.test'],
    ]);
    expect(log[1]?.['before']).toMatchObject({ name: 'Alerts', enabled: true });
  });

  it('shows its secret to nobody: not in an answer, the audit log, nor the database', async () => {
    const bot = { botToken: 'xoxb-123456-verysecret', channel: '#alerts' };
    const hook = { url: 'https://hooks.example.com/in?token=verysecret', secret: 'verysecret-verysecret' };
    const made = [
      await make({ name: 'secret 1', type: 'slack', config: bot }),
      await make({ name: 'secret 2', type: 'webhook', config: hook }),
    ];
    expect(made.map(({ config, secretHint }) => [config, secretHint])).toEqual([
      [{ channel: '#alerts' }, 'cret'],
      [{ host: 'hooks.example.com' }, 'cret'],
    ]);
    const path = `/channels/${String(made[0]?.['id'])}`;
    const seen = [
      ...made,
      await ask('GET', '/channels?limit=500'),
      await ask('PUT', path, { config: { botToken: 'xoxb-999999-verysecret' } }),
      await ask('PUT', path, { config: { botToken: 'verysecret' } }), // refused
      await auditOf(made[0]?.['id']),
      await auditOf(made[1]?.['id']),
      await app.database.query('SELECT * FROM notification_channels'),
      await app.database.query('SELECT * FROM audit_log'),
    ];
    expect(JSON.stringify(seen)).not.toContain('verysecret');
    const [row] = await app.database.query<{ secret: string }>(
      `SELECT secret FROM notification_channels WHERE name = 'secret 2'`,
    );
    expect(row?.secret).toMatch(/^s1\.[0-9a-f]{8}\./);
  });

  it('keeps the secret that a change leaves out, and is another place with a new one', async () => {
    const url = `${receiver.url}/one`;
    const { id } = await make({ name: 'kept', type: 'webhook', config: { url, secret: 'a'.repeat(16) } });
    const path = `/channels/${String(id)}`;
    expect((await ask('PUT', path, { config: { secret: 'b'.repeat(16) } })).body['secretHint']).toBe('bbbb');
    expect((await ask('POST', '/test', { channel: 'kept' })).body).toMatchObject({ ok: true }); // by the url of before
    const bot = await make({
      name: 'bot',
      type: 'slack',
      config: { botToken: 'xoxb-12345678', channel: 'C1' },
    });
    const to = (config: Json) => ask('PUT', `/channels/${String(bot['id'])}`, { config });
    expect((await to({ channel: 'C2' })).body).toMatchObject({
      config: { channel: 'C2' },
      secretHint: '5678',
    });
    expect((await to({ webhookUrl: HOOK })).body).toMatchObject({ config: { host: 'hooks.slack.com' } });
    expect(fieldsOf(await to({ channel: 'C3' }))).toEqual(['config.botToken']);
  });

  it('has a name of its own in its tenant, in whatever case', async () => {
    const first = await make(slack({ name: 'Ops' }));
    const second = await make(slack({ name: 'Ops 2' }));
    expect((await ask('POST', '/channels', slack({ name: 'OPS' }))).status).toBe(409);
    expect((await ask('PUT', `/channels/${String(second['id'])}`, { name: 'oPS' })).status).toBe(409);
    expect((await ask('PUT', `/channels/${String(first['id'])}`, { name: 'ops' })).status).toBe(200);
    const atOnce = await Promise.all([1, 2, 3].map(() => ask('POST', '/channels', slack({ name: 'race' }))));
    expect(atOnce.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect((await ask('POST', '/channels', slack({ name: 'Ops' }), globex.admin)).status).toBe(201);
  });

  it('is listed by type, by whether it is on, and page by page', async () => {
    const all = items(await ask('GET', '/channels?limit=500', undefined, app.keys.viewer));
    expect(all.length).toBeGreaterThan(4);
    const hooks = items(await ask('GET', '/channels?type=webhook'));
    expect(hooks.map(({ type }) => type)).toEqual(hooks.map(() => 'webhook'));
    expect(hooks.length).toBeGreaterThan(0);
    await ask('PUT', `/channels/${String(all[0]?.['id'])}`, { enabled: false });
    expect(items(await ask('GET', '/channels?enabled=false')).map(({ id }) => id)).toEqual([all[0]?.['id']]);
    const page = await ask('GET', '/channels?limit=2');
    const next = await ask('GET', `/channels?limit=2&cursor=${String(page.body['nextCursor'])}`);
    expect([...items(page), ...items(next)].map(({ id }) => id)).toEqual(all.slice(0, 4).map(({ id }) => id));
  });

  it('belongs to its tenant, and is for admins to change', async () => {
    const { id } = await make(slack({ name: 'mine' }));
    const path = `/channels/${String(id)}`;
    expect((await ask('GET', path, undefined, globex.admin)).status).toBe(404);
    expect((await ask('PUT', path, { enabled: false }, globex.admin)).status).toBe(404);
    expect((await ask('DELETE', path, undefined, globex.admin)).status).toBe(404);
    expect((await ask('POST', '/test', { channel: String(id) }, globex.admin)).status).toBe(400);
    for (const key of [app.keys.viewer, app.keys.operator, app.keys.approver]) {
      expect((await ask('POST', '/channels', slack({ name: 'x' }), key)).status).toBe(403);
      expect((await ask('PUT', path, {}, key)).status).toBe(403);
      expect((await ask('DELETE', path, undefined, key)).status).toBe(403);
      expect((await ask('POST', `${path}/resume`, undefined, key)).status).toBe(403);
    }
    expect((await ask('POST', '/test', { channel: 'mine' }, app.keys.viewer)).status).toBe(403);
  });
});

describe('a bad channel', () => {
  const bad: [string, Json, string[]][] = [
    ['no type', { name: 'x' }, ['type']],
    ['another type', { name: 'x', type: 'pager', config: {} }, ['type']],
    ['nothing', { name: 'x', type: 'slack', config: {} }, ['config.webhookUrl']],
    [
      'both ways',
      slack({ config: { webhookUrl: HOOK, channel: 'C1' } }),
      ['config.botToken', 'config.webhookUrl'],
    ],
    ['half a bot', slack({ config: { botToken: 'xoxb-12345678' } }), ['config.channel']],
    [
      'no token',
      slack({ config: { botToken: 'password', channel: '!' } }),
      ['config.botToken', 'config.channel'],
    ],
    ['no https', slack({ config: { webhookUrl: 'ftp://hooks.slack.com/x' } }), ['config.webhookUrl']],
    ['metadata', slack({ config: { webhookUrl: 'https://169.254.169.254/latest' } }), ['config.webhookUrl']],
    ['this machine', slack({ config: { webhookUrl: 'https://[::1]/x' } }), ['config.webhookUrl']],
    ['a word too many', slack({ config: { webhookUrl: HOOK, colour: 'red' } }), ['config.colour']],
    ['an address as a name', slack({ name: 'ops@acme.test' }), ['name']],
    ['an id as a name', slack({ name: 'chn_1' }), ['name']],
    ['no addresses', { name: 'x', type: 'email', config: { to: [] } }, ['config.to']],
    [
      'another domain',
      { name: 'x', type: 'email', config: { to: ['a@acme.test', 'b@x.test'] } },
      ['config.to.1'],
    ],
    ['no address', { name: 'x', type: 'email', config: { to: ['acme.test'] } }, ['config.to.0']],
    ['no topic', { name: 'x', type: 'sns', config: { topicArn: 'topic' } }, ['config.topicArn']],
    [
      'a password',
      { name: 'x', type: 'webhook', config: { url: 'https://a:b@x.test/', secret: 'a'.repeat(16) } },
      ['config.url'],
    ],
    [
      'a short secret',
      { name: 'x', type: 'webhook', config: { url: 'https://x.test/', secret: 'short' } },
      ['config.secret'],
    ],
    ['no secret', { name: 'x', type: 'webhook', config: { url: 'https://x.test/' } }, ['config.secret']],
    [
      'a bad bus',
      { name: 'x', type: 'eventbridge', config: { eventBusName: 'a b', region: 'x', accountId: '1' } },
      ['config.accountId', 'config.eventBusName', 'config.region'],
    ],
  ];
  it.each(bad)('(%s) is refused, and each field is named', async (_what, body, fields) => {
    const answer = await ask('POST', '/channels', body);
    expect([answer.status, fieldsOf(answer)]).toEqual([400, fields]);
  });

  it('does not come about by a change', async () => {
    const { id } = await make({ name: 'mail', type: 'email', config: { to: ['A@acme.test'] } });
    const to = (body: Json) => ask('PUT', `/channels/${String(id)}`, body);
    expect(fieldsOf(await to({ config: { to: ['a@evil.test'] } }))).toEqual(['config.to.0']);
    expect(fieldsOf(await to({ config: { webhookUrl: HOOK } }))).toEqual(['config.webhookUrl']);
    expect(fieldsOf(await to({ type: 'slack' }))).toEqual(['type']);
    expect(fieldsOf(await to({ colour: 'red' }))).toEqual(['colour']);
    expect((await ask('GET', `/channels/${String(id)}`)).body['config']).toEqual({ to: ['a@acme.test'] });
  });
});
