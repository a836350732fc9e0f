import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Links } from '../../src/modules/access/index.js';
import { Repeater } from '../../src/platform/queue/repeater.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const [OLD_SECRETS, NEW_SECRETS] = [key(1), key(2)];
const [OLD_KEY, NEW_KEY] = [
  'platform-key-before-the-change-0123456789',
  'platform-key-after-the-change-0123456789',
];
const PUBLIC_URL = 'https://shepherd.test';

interface Keys {
  current: { key: string; secrets: number } | null;
  retired: { key: string; secrets: number; emptiedAt: string | null; isHere: boolean }[];
  left: number;
  resealed: number;
}

let database: TestDatabase;
let app: TestApp;
let admin: string;
let link: string;

const restarted = async (env: Record<string, string>) => {
  await app.close();
  app = await startTestApp({ PUBLIC_URL, ...env }, [], database);
};
const made = (name: string) =>
  app.request('POST', '/notifications/channels', {
    key: admin,
    body: {
      name,
      type: 'webhook',
      config: { url: 'https://example.com/hook', secret: 'a-secret-of-the-hook' },
    },
  });

beforeAll(async () => {
  database = await createTestDatabase();
  const env = { PUBLIC_URL, SECRETS_KEY: OLD_SECRETS, SHEPHERD_API_KEY: OLD_KEY };
  app = await startTestApp(env, [], database);
  await app.request('POST', '/tenants', { key: OLD_KEY, body: { tenantId: 'acme', name: 'Acme' } });
  const body = { tenantId: 'acme', name: 'a', role: 'admin', owner: 'a@acme.test' };
  admin = (await app.request<{ key: string }>('POST', '/api-keys', { key: OLD_KEY, body })).body.key;
  expect((await made('one')).status).toBe(201);
  const to = { kind: 'scan', id: 'scn_x', action: 'open', personalLinkId: null } as const;
  link = (await app.app.get(Links).urlOf('acme', to))?.slice(PUBLIC_URL.length) ?? '';
  await restarted({
    ...{ SECRETS_KEY: NEW_SECRETS, SECRETS_KEY_PREVIOUS: OLD_SECRETS },
    ...{ SHEPHERD_API_KEY: NEW_KEY, SHEPHERD_API_KEY_PREVIOUS: OLD_KEY },
  });
}, 120_000);
afterAll(async () => {
  await app.close();
  await database.drop();
});

describe('the key of secrets, replaced', () => {
  it('is a matter of the platform alone', async () => {
    for (const [method, path] of [
      ['GET', '/secret-keys'],
      ['POST', '/secret-keys/rotate'],
    ] as const)
      expect((await app.request(method, path, { key: admin })).status).toBe(403);
  });

  it('seals anew what it finds without being asked, and shows that nothing is left', async () => {
    await app.app.get(Repeater).run('secrets.reseal'); // what it does each minute
    const { body: state } = await app.request<Keys>('GET', '/secret-keys', { key: NEW_KEY });
    expect(state).toMatchObject({
      current: { secrets: 1 },
      retired: [{ secrets: 0, emptiedAt: expect.any(String), isHere: true }],
      left: 0,
    });
    expect((await made('two')).status).toBe(201);
    const again = await app.request<Keys>('POST', '/secret-keys/rotate', { key: NEW_KEY });
    expect([again.status, again.body]).toEqual([
      200,
      expect.objectContaining({
        resealed: 0,
        left: 0,
        unreadable: 0,
        current: { ...state.current, secrets: 2 },
      }),
    ]);
    const refused = await app.request('POST', '/secret-keys/rotate', {
      key: NEW_KEY,
      body: { newDataKey: true },
    });
    expect([refused.status, refused.body]).toEqual([
      409,
      expect.objectContaining({ error_type: 'CONFLICT' }),
    ]);
  });

  it('is in the audit log: the key in that of the first tenant, what was sealed anew in that of its own', async () => {
    const log = async (tenant: string, action: string) =>
      (
        await app.request<{ items: { actor: string; after: unknown }[] }>(
          'GET',
          `/audit-log?tenantId=${tenant}&action=${action}`,
          { key: NEW_KEY },
        )
      ).body.items;
    expect(await log('default', 'secret_key.replaced')).toHaveLength(1);
    expect(await log('acme', 'secrets.resealed')).toMatchObject([
      { actor: 'compliance-shepherd', after: { of: 'notification_channels', count: 1 } },
    ]);
  });

  it('leaves links alone that were sent before it, as long as the old one is given', async () => {
    expect(link).toMatch(/^\/links\//);
    expect((await app.request('GET', link, { key: null })).status).toBe(200);
    await restarted({ SECRETS_KEY: NEW_SECRETS, SHEPHERD_API_KEY: NEW_KEY });
    expect((await app.request('GET', link, { key: null })).status).toBe(404);
  });
});

describe('the platform key, replaced', () => {
  it('leaves the old one good as long as that is given, counts who uses it, and then refuses it', async () => {
    await restarted({
      SECRETS_KEY: NEW_SECRETS,
      SHEPHERD_API_KEY: NEW_KEY,
      SHEPHERD_API_KEY_PREVIOUS: OLD_KEY,
    });
    const uses = async () =>
      Number(
        /^shepherd_previous_platform_key_uses_total (\d+)$/m.exec(
          (await app.request<string>('GET', '/metrics', { key: NEW_KEY })).body,
        )?.[1] ?? 0,
      );
    const before = await uses();
    const status = async (shown: string) => (await app.request('GET', '/tenants', { key: shown })).status;
    expect([await status(NEW_KEY), await status(OLD_KEY)]).toEqual([200, 200]);
    expect((await uses()) - before).toBe(1);
    await restarted({ SECRETS_KEY: NEW_SECRETS, SHEPHERD_API_KEY: NEW_KEY });
    expect([await status(NEW_KEY), await status(OLD_KEY)]).toEqual([200, 401]);
    expect(await status(admin)).toBe(403); // keys of tenants are what they were
  });
});
