import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SessionsService } from '../../src/modules/access/sessions/sessions.service.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { browserOf } from '../support/sessions.js';

let app: TestApp;
let keys: Awaited<ReturnType<TestApp['tenant']>>;
let browser: ReturnType<typeof browserOf>;
beforeAll(async () => {
  app = await startTestApp();
  keys = await app.tenant('acme');
  browser = browserOf(app);
});
afterAll(() => app.close());

const actionsOf = async (): Promise<string[]> => {
  const { body } = await app.request<{ items: { action: string; targetType: string }[] }>(
    'GET',
    '/audit-log?limit=500',
    { key: keys.admin },
  );
  return body.items.filter(({ targetType }) => targetType === 'session').map(({ action }) => action);
};

describe('a session', () => {
  it('is started by a key, in a cookie that no script can read', async () => {
    const answer = await browser.signIn({ key: keys.viewer });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ owner: 'viewer@acme.test', role: 'viewer', tenantId: 'acme' });
    expect(answer.headers.get('set-cookie')).toMatch(
      /^shepherd_session=shs_[\w-]{43}; Path=\/; Expires=[^;]+ GMT; HttpOnly; SameSite=Strict$/,
    );
    const session = browser.sessionOf(answer);
    const seen = await browser.as(session, 'GET', '/session');
    expect([seen.status, seen.body]).toEqual([200, answer.body]);
    const ends = new Date(String(seen.body['expiresAt'])).getTime() - Date.now();
    expect(Math.round(ends / 60_000)).toBe(12 * 60);
    expect((await browser.as(session, 'GET', '/findings')).status).toBe(200);
    expect(await actionsOf()).toEqual(['session.started']);
  });

  it('behind TLS has a cookie for TLS alone', async () => {
    const secure = await startTestApp({ PUBLIC_URL: 'https://shepherd.acme.test' });
    const { headers } = await browserOf(secure).signIn({ key: secure.platformKey });
    expect(headers.get('set-cookie')).toMatch(
      /^__Host-shepherd_session=shs_[^;]+; Path=\/; .*; HttpOnly; Secure; SameSite=Strict$/,
    );
    const cookie = (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    expect((await secure.request('GET', '/session', { key: null, headers: { cookie } })).status).toBe(200);
    await secure.close();
  });

  it('changes something only where its CSRF token comes with it', async () => {
    const session = await browser.signedIn({ key: keys.admin });
    const change = { name: 'by-a-page', role: 'viewer', owner: 'x@acme.test' };
    const other = await browser.signedIn({ key: keys.admin });
    for (const token of ['', 'x', other.csrfToken, `${session.csrfToken}x`]) {
      const forged = await browser.as(session, 'POST', '/api-keys', change, { 'x-csrf-token': token });
      expect([forged.status, forged.body['error_type']]).toEqual([403, 'FORBIDDEN']);
    }
    expect((await browser.as(session, 'POST', '/api-keys', change)).status).toBe(201);
  });

  it('may do what its key may, and no more', async () => {
    const session = await browser.signedIn({ key: keys.viewer });
    expect((await browser.as(session, 'GET', '/api-keys')).status).toBe(403);
    expect((await browser.as(session, 'GET', '/findings?tenantId=other')).status).toBe(403);
  });

  it('ends when it is signed out, a second time too', async () => {
    const session = await browser.signedIn({ key: keys.viewer });
    const ended = await browser.as(session, 'DELETE', '/session');
    expect([ended.status, ended.headers.get('set-cookie')]).toEqual([
      204,
      expect.stringContaining('shepherd_session=; Path=/; Expires=Thu, 01 Jan 1970'),
    ]);
    const after = await browser.as(session, 'GET', '/session');
    expect([after.status, after.body['error']]).toEqual([401, 'This session has ended: sign in again']);
    expect((await actionsOf()).filter((action) => action === 'session.ended')).toHaveLength(1);
  });

  it('ends with its key', async () => {
    const body = { name: 'short', role: 'viewer', owner: 'x@acme.test' };
    const made = await app.request<{ id: string; key: string }>('POST', '/api-keys', {
      key: keys.admin,
      body,
    });
    const session = await browser.signedIn({ key: made.body.key });
    expect((await browser.as(session, 'GET', '/session')).status).toBe(200);
    await app.request('DELETE', `/api-keys/${made.body.id}`, { key: keys.admin });
    expect((await browser.as(session, 'GET', '/session')).status).toBe(401);
  });

  it('ends with its time, and is deleted', async () => {
    const session = await browser.signedIn({ key: keys.operator });
    await app.database.query(
      `UPDATE sessions SET expires_at = app_now() - interval '1 second' WHERE tenant_id = 'acme'`,
    );
    expect((await browser.as(session, 'GET', '/session')).status).toBe(401);
    await app.app.get(SessionsService).clean();
    expect(await app.database.query('SELECT id FROM sessions')).toEqual([]);
  });

  it('is none that is shown as a key, and a key is none that is shown as a session', async () => {
    const { cookie } = await browser.signedIn({ key: keys.viewer });
    const token = cookie.split('=')[1] ?? '';
    expect((await app.request('GET', '/session', { key: token })).status).toBe(401);
    const headers = { cookie: `shepherd_session=${keys.viewer}` };
    expect((await app.request('GET', '/session', { key: null, headers })).status).toBe(401);
    expect((await browser.signIn({ key: token })).status).toBe(401);
  });

  it('is kept in hashes alone, at most a hundred of a key', async () => {
    const session = await browser.signedIn({ key: keys.operator });
    const code = await browser.code(keys.operator);
    const rows = JSON.stringify(await app.database.query('SELECT * FROM sessions'));
    for (const secret of [session.cookie.split('=')[1] ?? '?', code, keys.operator])
      expect(rows).not.toContain(secret);
    await Promise.all(Array.from({ length: 110 }, () => browser.signedIn({ key: keys.approver })));
    await browser.signedIn({ key: keys.approver });
    const [count] = await app.database.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM sessions GROUP BY key_id ORDER BY n DESC LIMIT 1`,
    );
    expect(count?.n).toBe(100);
  });

  it('of the platform key acts on the tenant that is named', async () => {
    const session = await browser.signedIn({ key: app.platformKey });
    expect((await browser.as(session, 'GET', '/session')).body).toMatchObject({
      ...{ role: 'platform', tenantId: 'default', keyId: 'platform' },
    });
    expect((await browser.as(session, 'GET', '/session?tenantId=acme')).body['tenantId']).toBe('acme');
    expect((await browser.as(session, 'GET', '/tenants')).status).toBe(200);
  });
});

describe('a sign-in link', () => {
  it('signs in once, whoever comes at the same time', async () => {
    const code = await browser.code(keys.operator);
    const answers = await Promise.all(Array.from({ length: 5 }, () => browser.signIn({ key: code })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 401, 401, 401, 401]);
    const one = answers.find(({ status }) => status === 201);
    expect(one?.body).toMatchObject({ owner: 'operator@acme.test', role: 'operator', tenantId: 'acme' });
    expect((await browser.signIn({ key: code })).body['error']).toMatch(/was used, or has expired/);
  });

  it('ends after an hour, and with its key', async () => {
    const code = await browser.code(keys.operator);
    await app.database.query(
      `UPDATE sessions SET expires_at = expires_at - interval '1 hour' WHERE started_at IS NULL`,
    );
    expect((await browser.signIn({ key: code })).status).toBe(401);
    const body = { name: 'short', role: 'viewer', owner: 'x@acme.test' };
    const made = await app.request<{ id: string; key: string }>('POST', '/api-keys', {
      key: keys.admin,
      body,
    });
    const another = await browser.code(made.body.key);
    await app.request('DELETE', `/api-keys/${made.body.id}`, { key: keys.admin });
    expect((await browser.signIn({ key: another })).status).toBe(401);
  });

  it('may be made by a session too, for the same key', async () => {
    const session = await browser.signedIn({ key: keys.viewer });
    const made = await browser.as(session, 'POST', '/session/links');
    expect(made.status).toBe(201);
    const code = String(made.body['url']).split('#sign-in=')[1] ?? '';
    expect((await browser.signIn({ key: code })).body).toMatchObject({ owner: 'viewer@acme.test' });
  });

  it('or a key is wanted', async () => {
    for (const body of [{}, { key: '' }, { key: 1 }, { key: keys.viewer, other: 1 }])
      expect((await browser.signIn(body)).status).toBe(400);
  });
});

describe('keys that are guessed by signing in', () => {
  it('lock the address, as those in a header do; an old session is no guess', async () => {
    const strict = await startTestApp({ KEY_FAILURE_LIMIT: '5' });
    const by = browserOf(strict);
    const cookie = `shepherd_session=shs_${'x'.repeat(43)}`;
    for (let i = 0; i < 10; i += 1)
      expect((await by.as({ cookie, csrfToken: '' }, 'GET', '/session')).status).toBe(401);
    const statuses: number[] = [];
    for (let i = 0; i < 7; i += 1) statuses.push((await by.signIn({ key: `wrong-${i}` })).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect((await by.signIn({ key: strict.platformKey })).status).toBe(201);
    await strict.close();
  });
});
