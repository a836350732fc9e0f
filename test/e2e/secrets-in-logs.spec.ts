import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SecretKey } from '../../src/platform/secrets/secret-key.js';
import { eventually } from '../support/app.js';
import { leaksIn, spellingsOf } from '../support/leaks.js';
import {
  ask,
  base64Key,
  DATA_DIR,
  databaseUrl,
  environment,
  leaks,
  note,
  secret,
  secrets,
  seen,
  startWorld,
  stopWorld,
  textOf,
  world,
} from './leak-world.js';
import { startService } from './service-process.js';

/**
 * Every kind of secret that the service meets, in a process that logs all it can, while what it talks to refuses, echoes
 * and goes away. (The emulator knows no permissions: denials are those of the proxy before it.)
 */

const withEmulator = process.env['MOTO_URL'] === undefined ? describe.skip : describe;

withEmulator('secrets', () => {
  beforeAll(startWorld, 120_000);
  afterAll(stopWorld);

  it('are used, refused and echoed in all the ways that there are', async () => {
    await ask('POST', '/tenants', {
      body: { tenantId: 'acme', name: 'Acme' },
      key: secret('previous platform key'),
    });
    const keyBody = { tenantId: 'acme', name: 'a', role: 'admin', owner: 'a@acme.test' };
    const made = await ask('POST', '/api-keys', { body: keyBody, isShown: true });
    const admin = textOf(made.body['key']);
    const revoked = await ask('POST', '/api-keys', { body: { ...keyBody, name: 'b' }, isShown: true });
    const seer = await ask('POST', '/api-keys', { body: { ...keyBody, role: 'viewer' }, isShown: true });
    const viewer = textOf(seer.body['key']);
    Object.assign(secrets, {
      'key of a viewer': viewer,
      'API key': admin,
      'revoked API key': textOf(revoked.body['key']),
    });
    await ask('DELETE', `/api-keys/${textOf(revoked.body['id'])}?tenantId=acme`);
    expect((await ask('GET', '/accounts', { key: secret('revoked API key') })).status).toBe(401);

    await accounts(admin);
    await channels(admin);
    await links(admin);
    await files(admin);
    await badRequests(admin);
    await outage(admin);
    for (const path of [
      ...[
        '/audit-log?limit=500',
        '/notifications/deliveries?limit=500',
        '/notifications/channels',
        '/api-keys',
      ],
      ...['/dead-letters', '/events/health', '/workflows/metrics', '/secret-keys', '/health', '/metrics'],
      ...['/schedules', '/findings/exports', '/log-level'],
    ])
      for (const key of [viewer, admin, secret('platform key')]) await ask('GET', path, { key });
    await ask('GET', '/accounts', { key: viewer }); // admins see external ids: roles are made with them
    note('audit log of default', JSON.stringify((await ask('GET', '/audit-log?limit=500')).body));
  }, 180_000);

  it('are in no line of the log, nor of what it writes when it stops', async () => {
    const errors = () => world.service.output().match(/"level":"(WARN|ERROR)"/g)?.length ?? 0;
    expect(errors()).toBeGreaterThan(5); // enough went wrong for this to mean something
    expect(world.service.output()).toContain('"level":"DEBUG"');
    world.service.kill('SIGTERM');
    await world.service.exit;
    note('log', world.service.output());
    expect(leaks(/^log$/)).toEqual([]);
  }, 60_000);

  it('are in no trace', () => {
    expect(world.collector.posted.length).toBeGreaterThan(0);
    // texts of the protocol stand in it as they are
    note('traces', world.collector.posted.map(({ body }) => body).join('\n'));
    expect(leaks(/^traces$/)).toEqual([]);
  });

  it('are in no answer: not of errors, nor in the audit log, deliveries, metrics and health', () => {
    expect(seen.filter(({ where }) => / \([45]\d\d\)$/.test(where)).length).toBeGreaterThan(20);
    expect(leaks(/^a/)).toEqual([]);
  });

  it('are in nothing that a process writes which cannot start', async () => {
    const { port } = world.gate;
    const wrong: Record<string, Record<string, string>> = {
      'a database that is not there': { DATABASE_URL: databaseUrl(1) },
      'a database of another name': { DATABASE_URL: `${databaseUrl(port)}_none` },
      'a Redis that is not there': { REDIS_URL: `redis://:${secret('Redis password')}@127.0.0.1:1` },
      'bad variables': {
        SHEPHERD_API_KEY: secret('Slack webhook of a channel').slice(0, 20),
        SECRETS_KEY: secret('key of secrets').slice(0, 30),
        SECRETS_KEY_PREVIOUS: `${secret('previous key of secrets')},${secret('key of secrets').slice(0, 30)}`,
        SMTP_URL: `https://u:${encodeURIComponent(secret('SMTP password'))}@h`,
        REDIS_URL: `http://:${secret('Redis password')}@h`,
        SLACK_WEBHOOK_URL: `ftp://h/${secret('Slack webhook of the environment')}`,
        DATABASE_URL: `mysql://u:${encodeURIComponent(secret('database password'))}@h`,
      },
      'another key of secrets': { SECRETS_KEY: base64Key(), SECRETS_KEY_PREVIOUS: '' },
    };
    const parts = { 'part of a key': secret('key of secrets').slice(0, 30) };
    for (const [name, env] of Object.entries(wrong)) {
      const one = startService(DATA_DIR, { ...environment(), ...env, DEBUG: 'true' });
      // it ends, or waits for what is not there, and has said so
      const waits = eventually(() => Promise.resolve(one.output().length > 0), 90_000).then(
        () => new Promise((done) => setTimeout(done, 10_000)),
      );
      await Promise.race([one.exit, waits]);
      one.kill('SIGKILL');
      await one.exit;
      note(`start with ${name}`, one.output());
      expect([name, one.output().length > 0]).toEqual([name, true]);
      expect(leaksIn(one.output(), parts)).toEqual([]);
    }
    expect(leaks(/^start with /)).toEqual([]);
  }, 300_000);

  it('would be found in whatever spelling', () => {
    const text = 'pass word/+&ü-of-something';
    const forms = [
      text,
      encodeURIComponent(text),
      JSON.stringify({ text }),
      ...['', 'x', 'xx'].map((before) => Buffer.from(`${before}${text}:y`).toString('base64')),
      Buffer.from(`\0user\0${text}`).toString('base64url'),
      Buffer.from(text).toString('hex'),
    ];
    for (const form of forms)
      expect([form, leaksIn(`a ${form} b`, { it: text })]).toEqual([form, [expect.any(String)]]);
    expect(leaksIn('a pass b', { it: text })).toEqual([]);
    expect(spellingsOf(text).every((one) => one.length >= 12)).toBe(true);
  });
});
/** Accounts that cannot be entered, and one that can but may do nothing. */
async function accounts(key: string): Promise<void> {
  const accountId = String(3e11 + Math.floor(Math.random() * 1e11));
  const roleArn = `arn:aws:iam::${accountId}:role/Any`;
  const body = { accountId, name: 'a', roleArn, externalId: secret('external id') };
  const { body: account } = await ask('POST', '/accounts', { key, body, isShown: true });
  const id = textOf(account['id']);
  for (const rules of [
    [{ match: { service: 'sts' }, fault: 'deny' as const }],
    [{ fault: 'error500' as const }],
    [{ match: { service: 'ec2' }, fault: 'deny' as const }],
  ]) {
    world.proxy.rules = rules;
    await ask('POST', `/accounts/${id}/verify`, { key });
  }
  await ask('POST', '/scans', { key, body: { accountIds: [accountId], regions: ['us-east-1'] } });
  await ask('POST', '/accounts', { key, body: { ...body, externalId: `${secret('external id')} ` } });
  world.proxy.rules = [];
}

/** Channels of which none takes anything. */
async function channels(key: string): Promise<void> {
  const { port } = new URL(world.receiver.url);
  const configs: [string, Record<string, unknown>][] = [
    [
      'slack',
      { webhookUrl: `https://127.0.0.1:${port}/services/T1/B1/${secret('Slack webhook of a channel')}` },
    ],
    ['slack', { botToken: secret('Slack bot token'), channel: 'C0123456789' }],
    [
      'webhook',
      {
        url: `https://127.0.0.1:${port}/${secret('path of a webhook')}?token=${secret('query of a webhook')}`,
        secret: secret('signing key of a webhook'),
      },
    ],
    ['email', { to: ['a@acme.test'] }],
  ];
  for (const [at, [type, config]] of configs.entries()) {
    const made = await ask('POST', '/notifications/channels', {
      key,
      body: { name: `c${at}`, type, config },
    });
    await ask('POST', '/notifications/test', { key, body: { channel: `c${at}` } });
    // the same with a mistake, of which the answer tells
    const bad = Object.fromEntries(
      Object.entries(config).map(([name, value]) => [name, `${textOf(value)} \u0000`]),
    );
    await ask('POST', '/notifications/channels', { key, body: { name: 'bad', type, config: bad } });
    await ask('PATCH', `/notifications/channels/${textOf(made.body['id'])}`, { key, body: { config: bad } });
  }
  for (const channel of ['slack', 'email']) {
    await ask('POST', '/notifications/test', { body: { channel } });
    await ask('POST', '/notifications/send-alert', { body: { channel } });
  }
  expect(world.receiver.posted.length).toBeGreaterThan(0);
}

/** Links that open, links that do not, and keys that are typed into them. */
async function links(key: string): Promise<void> {
  const signing = new SecretKey(Buffer.from(secret('key of secrets'), 'base64'));
  const until = Math.floor(Date.now() / 1000) + 3600;
  const signed = (fields: unknown[]) => {
    const text = Buffer.from(JSON.stringify(fields)).toString('base64url');
    return `${text}.${signing.sign('link', text)}`;
  };
  const link = signed(['shared', 'acme', 'scan', 'scn_none', until]);
  const used = signed(['personal', 'acme', 'lnk_none']);
  // who has the signature has the link
  Object.assign(secrets, {
    'link token': link.split('.')[1] ?? '',
    'personal link': used.split('.')[1] ?? '',
  });
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  for (const token of [link, used, `${used.slice(0, -1)}_`]) {
    await ask('GET', `/links/${token}`);
    await ask('GET', `//links//${token}?do=approve`);
    await ask('POST', `/links/${token}`, { body: { key } });
    await ask('POST', `/links/${token}`, { body: { key: `${key}x`, ticket: signed(['ticket']) } });
    await ask('POST', `/links/${token}`, {
      headers: form,
      body: `key=${encodeURIComponent(key)}&action=approve`,
    });
  }
  await fetch(`${world.url}/LINKS/${link}`);
}

/** A file of S3, whose address lets whoever has it in. */
async function files(key: string): Promise<void> {
  const row = [
    { format: 'html', contentType: 'text/html', key: 'acme/reports/rpt_1.html', bytes: 1, sha256: null },
  ];
  await world.database.query(
    `INSERT INTO reports (id, tenant_id, kind, status, title, subject, created_by, files)
     VALUES ('rpt_1', 'acme', 'assessment', 'ready', 't', 's', 'c', $1)`,
    [JSON.stringify(row)],
  );
  const answer = await ask('GET', '/reports/rpt_1/download?redirect=true', { key, isShown: true });
  expect(answer.status).toBe(302);
  const signature = new URL(answer.headers.get('location') ?? '').searchParams.get('X-Amz-Signature');
  secrets['signature of a file'] = signature ?? '';
  world.proxy.rules = [{ match: { service: 's3' }, fault: 'deny' }];
  await ask('GET', '/reports/rpt_1/download?redirect=false', { key });
  world.proxy.rules = [];
}

/** Keys where none belongs. */
async function badRequests(key: string): Promise<void> {
  const scheme = (value: string) => ({ headers: { authorization: value } });
  await ask('GET', '/accounts', scheme(`Basic ${Buffer.from(`x:${key}`).toString('base64')}`));
  await ask('GET', '/queues', scheme(`Basic ${Buffer.from(`x:${key}x`).toString('base64')}`));
  await ask('GET', '/accounts', scheme(key));
  await ask('GET', '/accounts', { key: `${key}x` });
  await ask('GET', `/accounts?apiKey=${key}&limit=x`, { key });
  await ask('GET', `/nowhere?key=${key}`, { key });
  await ask('GET', `/accounts/${key}`, { key });
  await ask('DELETE', `/api-keys/${key}`, { key });
  for (const id of [key, `${key} `]) await ask('GET', '/scans', { key, headers: { 'x-correlation-id': id } });
  for (const body of [
    `{"name": ${key}}`,
    `{"key": "${key}"`,
    `${key}`,
    JSON.stringify({ name: key, [key]: key, tenantId: 'acme' }),
    JSON.stringify({ accountId: key }),
    JSON.stringify({ tenantId: key, accountId: '123456789012' }),
  ])
    await ask('POST', '/accounts', { key, body });
  // an answer to what is no HTTP
  const socket = connect(Number(new URL(world.url).port), '127.0.0.1');
  socket.end(`GET / HTTP/1.1\r\nauthorization: Bearer ${key}\r\nno header ${key}\r\n\r\n`);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  note('answer of no HTTP (400)', Buffer.concat(chunks).toString());
}

/** The database goes away for a while. */
async function outage(key: string): Promise<void> {
  world.gate.shut();
  const statuses = [];
  for (const path of ['/scans', '/notifications/deliveries', '/health', '/health/ready'])
    statuses.push((await ask('GET', path, { key })).status);
  expect(statuses).toContain(503);
  await ask('POST', '/notifications/test', { key, body: { channel: 'c2' } });
  await new Promise((done) => setTimeout(done, 3000));
  world.gate.isOpen = true;
  await eventually(async () => (await ask('GET', '/scans', { key })).status === 200, 30_000);
}
