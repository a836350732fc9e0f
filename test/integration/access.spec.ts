import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fieldsOf, items, startAccessApp, type AccessApp } from './access-client.js';

let access: AccessApp;
let acme: AccessApp['acme'];
let globexAdmin: AccessApp['globexAdmin'];
let ask: AccessApp['ask'];
let asPlatform: AccessApp['asPlatform'];
let auditOf: AccessApp['auditOf'];
beforeAll(async () => {
  access = await startAccessApp();
  ({ acme, globexAdmin, ask, asPlatform, auditOf } = access);
});
afterAll(() => access.app.close());

const UNKNOWN = 'shp_thisKeyDoesNotExist_thisKeyDoesNotExist_000';

describe('without a key that holds', () => {
  it.each([
    ['none', {}],
    ['an unknown one', { authorization: `Bearer ${UNKNOWN}` }],
    ['one by another scheme', { authorization: 'Basic YTpi' }],
  ])('answers 401 with the error body: %s', async (_, headers) => {
    const response = await fetch(`${access.app.url}/accounts`, { headers });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await response.json()).toEqual({
      error: expect.any(String) as unknown,
      error_type: 'UNAUTHENTICATED',
      correlation_id: response.headers.get('x-correlation-id'),
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/) as unknown,
    });
  });
});

describe('tenants', () => {
  it('are made and listed by the platform key', async () => {
    const made = await asPlatform('POST', '/tenants', { tenantId: 'my-company', name: 'My Company' });
    expect(made).toMatchObject({ status: 201, body: { tenantId: 'my-company', name: 'My Company' } });
    expect((await asPlatform('GET', '/tenants/my-company')).body).toEqual(made.body);
    const first = await asPlatform('GET', '/tenants?limit=2');
    const rest = await asPlatform('GET', `/tenants?cursor=${String(first.body['nextCursor'])}`);
    const ids = [...items(first), ...items(rest)].map((tenant) => tenant['tenantId']);
    expect(ids).toEqual(expect.arrayContaining(['acme', 'default', 'globex', 'my-company']));
    expect(new Set(ids).size).toBe(ids.length);
    expect(await auditOf(access.app.platformKey, '&tenantId=my-company&action=tenant.created')).toMatchObject(
      [
        {
          action: 'tenant.created',
          targetId: 'my-company',
          actor: 'platform@localhost',
          actorKeyId: 'platform',
        },
      ],
    );
  });

  it('are made once', async () => {
    expect(await asPlatform('POST', '/tenants', { tenantId: 'acme', name: 'Again' })).toMatchObject({
      status: 409,
    });
  });

  it('have ids that fit everywhere', async () => {
    const answer = await asPlatform('POST', '/tenants', { tenantId: 'My Company', nme: 'x' });
    expect(answer.status).toBe(400);
    expect(fieldsOf(answer)).toEqual(['name', 'nme', 'tenantId']);
  });

  it("are no business of a tenant's key, its own included", async () => {
    expect((await ask(acme.admin, 'GET', '/tenants')).status).toBe(403);
    expect((await ask(acme.admin, 'GET', '/tenants/acme')).status).toBe(403);
    expect((await ask(acme.admin, 'POST', '/tenants', { tenantId: 'acme', name: 'x' })).status).toBe(403);
    expect((await asPlatform('GET', '/tenants/nobody')).status).toBe(404);
  });
});

describe('settings', () => {
  it('merge what is given into what is there, over the defaults', async () => {
    const path = '/tenants/acme/settings';
    expect((await ask(acme.admin, 'GET', path)).body).toMatchObject({
      thresholds: { stoppedInstanceDays: 30, unattachedVolumeDays: 7, unusedUserDays: 90 },
      exemptTags: [{ key: 'shepherd:exempt', value: 'true' }],
      allowedNotificationDomains: [],
    });
    await ask(acme.admin, 'PUT', path, { thresholds: { stoppedInstanceDays: 0 } });
    const changed = await ask(acme.admin, 'PUT', path, {
      tenantId: 'acme',
      thresholds: { unusedUserDays: 45 },
      allowedNotificationDomains: ['Acme.example'],
    });
    expect(changed).toMatchObject({
      status: 200,
      body: {
        thresholds: { stoppedInstanceDays: 0, unusedUserDays: 45, unusedAccessKeyDays: 90 },
        allowedNotificationDomains: ['acme.example'],
      },
    });
    expect((await ask(acme.admin, 'GET', path)).body).toEqual(changed.body);
    expect((await ask(globexAdmin, 'GET', '/tenants/globex/settings')).body).toMatchObject({
      thresholds: { stoppedInstanceDays: 30 },
    });
    expect((await ask(acme.admin, 'PUT', path, changed.body)).status).toBe(200);
  });

  it('lose nothing of two changes at once', async () => {
    const path = '/tenants/default/settings';
    const names = ['stoppedInstanceDays', 'idleInstanceDays', 'emptyBucketDays', 'unusedUserDays'];
    await Promise.all(names.map((name) => asPlatform('PUT', path, { thresholds: { [name]: 1 } })));
    expect((await asPlatform('GET', path)).body['thresholds']).toMatchObject(
      Object.fromEntries(names.map((name) => [name, 1])),
    );
  });

  it('name each bad field, and leave no trace of the change', async () => {
    const before = (await auditOf(acme.admin)).length;
    const answer = await ask(acme.admin, 'PUT', '/tenants/acme/settings', {
      thresholds: { unusedUserDays: -1, idleInstanceCpuPercent: 'low', unusedUsrDays: 1 },
      exemptTags: [{ value: 'x' }],
      allowedNotificationDomains: ['not a domain'],
    });
    expect(answer).toMatchObject({ status: 400, body: { error_type: 'INVALID' } });
    expect(fieldsOf(answer)).toEqual([
      'allowedNotificationDomains.0',
      'exemptTags.0.key',
      'thresholds.idleInstanceCpuPercent',
      'thresholds.unusedUserDays',
      'thresholds.unusedUsrDays',
    ]);
    expect(await auditOf(acme.admin)).toHaveLength(before);
  });

  it('of another tenant are not there for a tenant, and are for the platform', async () => {
    expect((await ask(acme.admin, 'GET', '/tenants/globex/settings')).status).toBe(404);
    expect((await ask(acme.admin, 'PUT', '/tenants/globex/settings', {})).status).toBe(404);
    expect((await asPlatform('GET', '/tenants/globex/settings')).status).toBe(200);
    expect((await asPlatform('GET', '/tenants/nobody/settings')).status).toBe(404);
    expect((await asPlatform('PUT', '/tenants/nobody/settings', {})).status).toBe(404);
    const other = await asPlatform('PUT', '/tenants/globex/settings', { tenantId: 'acme' });
    expect([other.status, fieldsOf(other)]).toEqual([400, ['tenantId']]);
  });

  it('are for admins', async () => {
    expect((await ask(acme.operator, 'GET', '/tenants/acme/settings')).status).toBe(403);
  });
});
