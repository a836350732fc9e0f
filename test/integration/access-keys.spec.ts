import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fieldsOf, items, startAccessApp, type AccessApp } from './access-client.js';

let access: AccessApp;
let acme: AccessApp['acme'];
let globexAdmin: AccessApp['globexAdmin'];
let ask: AccessApp['ask'];
let auditOf: AccessApp['auditOf'];
beforeAll(async () => {
  access = await startAccessApp();
  ({ acme, globexAdmin, ask, auditOf } = access);
});
afterAll(() => access.app.close());

describe('API keys', () => {
  it('are shown once and listed by their prefix', async () => {
    const body = { name: 'ci', owner: 'Ann@Acme.test', role: 'viewer' };
    const made = await ask(acme.admin, 'POST', '/api-keys', body);
    expect(made.body['key']).toMatch(/^shp_[\w-]{43}$/);
    const list = await ask(acme.admin, 'GET', '/api-keys');
    const { key: _, ...shown } = made.body;
    expect(items(list).find((key) => key['id'] === made.body['id'])).toEqual(shown);
    expect(shown).toMatchObject({
      prefix: String(made.body['key']).slice(0, 12),
      owner: 'ann@acme.test',
      createdBy: 'admin@acme.test',
      lastUsedAt: null,
    });
    const everything = JSON.stringify([list.body, await auditOf(acme.admin)]);
    expect(everything).not.toContain(made.body['key']);
    expect(everything).not.toMatch(/"hash"/);
  });

  it('act within their role', async () => {
    expect((await ask(acme.viewer, 'GET', '/accounts')).status).toBe(200);
    expect((await ask(acme.viewer, 'POST', '/accounts/999999999999/verify')).status).toBe(403);
    expect((await ask(acme.operator, 'POST', '/accounts/999999999999/verify')).status).toBe(404);
    for (const path of ['/api-keys', '/audit-log'])
      expect((await ask(acme.operator, 'GET', path)).status).toBe(403);
    expect((await ask(acme.operator, 'DELETE', '/accounts/999999999999')).status).toBe(403);
  });

  it('naming another tenant get 403, in the query and in the body', async () => {
    expect((await ask(acme.admin, 'GET', '/api-keys?tenantId=globex')).status).toBe(403);
    const body = { tenantId: 'globex', name: 'x', owner: 'x@acme.test', role: 'viewer' };
    expect(await ask(acme.admin, 'POST', '/api-keys', body)).toMatchObject({
      status: 403,
      body: { error_type: 'FORBIDDEN' },
    });
    expect((await ask(acme.admin, 'GET', '/api-keys?tenantId=acme')).status).toBe(200);
  });

  it('stop working when they expire, though they were used a moment ago', async () => {
    const expiresAt = new Date(Date.now() + 1500);
    const body = { name: 'short', owner: 's@acme.test', role: 'viewer', expiresAt: expiresAt.toISOString() };
    const key = String((await ask(acme.admin, 'POST', '/api-keys', body)).body['key']);
    expect((await ask(key, 'GET', '/accounts')).status).toBe(200);
    await new Promise((done) => setTimeout(done, expiresAt.getTime() - Date.now() + 20));
    expect((await ask(key, 'GET', '/accounts')).status).toBe(401);
  });

  it('stop working at once when they are revoked; a second time is no error', async () => {
    const made = await ask(acme.admin, 'POST', '/api-keys', {
      name: 'r',
      owner: 'r@acme.test',
      role: 'viewer',
    });
    const key = String(made.body['key']);
    const path = `/api-keys/${String(made.body['id'])}`;
    expect((await ask(key, 'GET', '/accounts')).status).toBe(200);
    expect((await ask(globexAdmin, 'DELETE', path)).status).toBe(404);
    expect((await ask(key, 'GET', '/accounts')).status).toBe(200);
    expect((await ask(acme.admin, 'DELETE', path)).status).toBe(204);
    expect((await ask(key, 'GET', '/accounts')).status).toBe(401);
    expect((await ask(acme.admin, 'DELETE', path)).status).toBe(204);
    const audit = await auditOf(acme.admin, `&targetId=${String(made.body['id'])}`);
    expect(audit.map((entry) => entry['action'])).toEqual(['api_key.revoked', 'api_key.created']);
    expect((await ask(acme.admin, 'DELETE', '/api-keys/key_none')).status).toBe(404);
  });

  it('show when they were last used', async () => {
    const made = await ask(acme.admin, 'POST', '/api-keys', {
      name: 'u',
      owner: 'u@acme.test',
      role: 'viewer',
    });
    const lastUsed = async () =>
      items(await ask(acme.admin, 'GET', '/api-keys')).find((key) => key['id'] === made.body['id'])?.[
        'lastUsedAt'
      ];
    await ask(String(made.body['key']), 'GET', '/accounts');
    let first = await lastUsed();
    for (let i = 0; first === null && i < 50; i += 1) {
      await new Promise((done) => setTimeout(done, 50)); // no request waits for it
      first = await lastUsed();
    }
    expect(first).toEqual(expect.any(String));
    for (let i = 0; i < 5; i += 1) await ask(String(made.body['key']), 'GET', '/accounts');
    expect(await lastUsed()).toBe(first);
  });

  it('name each bad field', async () => {
    const answer = await ask(acme.admin, 'POST', '/api-keys', {
      owner: 'nobody',
      role: 'root',
      expiresAt: 'soon',
    });
    expect([answer.status, fieldsOf(answer)]).toEqual([400, ['expiresAt', 'name', 'owner', 'role']]);
    for (const expiresAt of ['2020-01-01T00:00:00Z', '0000-01-01T00:00:00Z', '9999-12-31T23:59:59-23:59']) {
      const past = await ask(acme.admin, 'POST', '/api-keys', {
        name: 'p',
        owner: 'p@acme.test',
        role: 'viewer',
        expiresAt,
      });
      expect([past.status, fieldsOf(past)]).toEqual([400, ['expiresAt']]);
    }
  });
});
