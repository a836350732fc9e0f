import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fieldsOf, items, startAccessApp, type AccessApp, type Json } from './access-client.js';

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

describe('AWS accounts', () => {
  const roleArn = 'arn:aws:iam::210987654321:role/ComplianceShepherdReadRole';

  it('are registered, read by either id, changed and removed', async () => {
    const made = await ask(acme.admin, 'POST', '/accounts', {
      accountId: '210987654321',
      roleArn,
      externalId: 'secret-between-us',
      regions: ['eu-west-1', 'eu-west-1'],
    });
    expect(made).toMatchObject({
      status: 201,
      body: {
        id: expect.stringMatching(/^acc_/) as unknown,
        accountId: '210987654321',
        name: '210987654321',
        partition: 'aws',
        roleArn,
        externalId: 'secret-between-us',
        regions: ['eu-west-1'],
        verification: null,
      },
    });
    for (const ref of [String(made.body['id']), '210987654321']) {
      expect((await ask(acme.admin, 'GET', `/accounts/${ref}`)).body).toEqual(made.body);
    }
    const forViewers = (await ask(acme.viewer, 'GET', '/accounts/210987654321')).body;
    expect(forViewers).toMatchObject({ hasExternalId: true });
    expect(JSON.stringify(forViewers)).not.toContain('secret-between-us');

    const changed = await ask(acme.admin, 'PUT', '/accounts/210987654321', {
      name: 'Prod',
      regions: 'all enabled',
    });
    expect(changed.body).toMatchObject({
      name: 'Prod',
      roleArn,
      hasExternalId: true,
      regions: 'all enabled',
    });
    expect(items(await ask(acme.viewer, 'GET', '/accounts'))).toHaveLength(1);
    expect((await ask(acme.admin, 'DELETE', '/accounts/210987654321')).status).toBe(204);
    expect((await ask(acme.admin, 'GET', '/accounts/210987654321')).status).toBe(404);
    expect((await ask(acme.admin, 'DELETE', '/accounts/210987654321')).status).toBe(404);

    const audit = await auditOf(acme.admin, `&targetId=${String(made.body['id'])}`);
    expect(audit.map((entry) => entry['action'])).toEqual([
      'account.removed',
      'account.changed',
      'account.created',
    ]);
    expect(audit[1]).toMatchObject({
      actor: 'admin@acme.test',
      targetType: 'account',
      before: { name: '210987654321', regions: ['eu-west-1'] },
      after: { name: 'Prod', regions: 'all enabled', roleArn },
    });
    expect(JSON.stringify(audit)).not.toContain('secret-between-us');
  });

  it('belong to one tenant, and do not tell which; the refused change leaves no audit entry', async () => {
    const body = { accountId: '333333333333', regions: null };
    expect(await ask(acme.admin, 'POST', '/accounts', body)).toMatchObject({
      status: 201,
      body: { regions: 'all enabled' },
    });
    const [own, others] = [
      await ask(acme.admin, 'POST', '/accounts', body),
      await ask(globexAdmin, 'POST', '/accounts', body),
    ];
    expect([own.status, others.status]).toEqual([409, 409]);
    expect(others.body['error']).toBe(own.body['error']);
    expect(JSON.stringify(others.body)).not.toContain('acme');
    expect(await auditOf(acme.admin, '&action=account.created&targetType=account')).toHaveLength(2);
    expect(await auditOf(globexAdmin, '&action=account.created')).toHaveLength(0);
  });

  it('change together with their audit entry or not at all', async () => {
    const account = (await ask(acme.admin, 'GET', '/accounts/333333333333')).body;
    const { query } = access.app.database;
    await query("ALTER TABLE audit_log ADD CONSTRAINT refused CHECK (action <> 'account.changed') NOT VALID");
    expect((await ask(acme.admin, 'PUT', '/accounts/333333333333', { name: 'new' })).status).toBe(500);
    expect((await ask(acme.admin, 'GET', '/accounts/333333333333')).body).toEqual(account);
    await query('ALTER TABLE audit_log DROP CONSTRAINT refused');
    expect((await ask(acme.admin, 'PUT', '/accounts/333333333333', { name: 'new' })).status).toBe(200);
  });

  it('of another tenant are not there', async () => {
    const { body } = await ask(acme.admin, 'GET', '/accounts/333333333333');
    for (const ref of ['333333333333', String(body['id'])]) {
      expect((await ask(globexAdmin, 'GET', `/accounts/${ref}`)).status).toBe(404);
      expect((await ask(globexAdmin, 'PUT', `/accounts/${ref}`, { name: 'mine' })).status).toBe(404);
      expect((await ask(globexAdmin, 'DELETE', `/accounts/${ref}`)).status).toBe(404);
      expect((await ask(globexAdmin, 'POST', `/accounts/${ref}/verify`)).status).toBe(404);
    }
    expect((await ask(acme.admin, 'GET', '/accounts/333333333333')).body).toEqual(body);
    expect(items(await ask(globexAdmin, 'GET', '/accounts'))).toEqual([]);
    expect(await auditOf(globexAdmin, '&targetType=account')).toEqual([]);
  });

  it('name each bad field', async () => {
    const create = await ask(acme.admin, 'POST', '/accounts', {
      accountId: '12345',
      roleArn: 'arn:aws:iam::1:user/x',
      externalId: '?',
      regions: ['eu-west-1', 'moon'],
      name: '',
      role: 'x',
    });
    expect(create.status).toBe(400);
    expect(fieldsOf(create)).toEqual(['accountId', 'externalId', 'name', 'regions.1', 'role', 'roleArn']);
    const foreign = await ask(acme.admin, 'POST', '/accounts', { accountId: '444444444444', roleArn });
    expect([foreign.status, fieldsOf(foreign)]).toEqual([400, ['roleArn']]);
    const moved = await ask(acme.admin, 'PUT', '/accounts/333333333333', { accountId: '444444444444' });
    expect([moved.status, fieldsOf(moved)]).toEqual([400, ['accountId']]);
    const other = await ask(acme.admin, 'PUT', '/accounts/333333333333', { roleArn });
    expect([other.status, fieldsOf(other)]).toEqual([400, ['roleArn']]);
  });
});

describe('the audit log', () => {
  it('is read in pages, newest first, each entry once', async () => {
    const all = await auditOf(acme.admin);
    const paged: Json[] = [];
    let cursor = '';
    do {
      const page = await ask(acme.admin, 'GET', `/audit-log?limit=3${cursor}`);
      paged.push(...items(page));
      const next = page.body['nextCursor'];
      cursor = typeof next === 'string' ? `&cursor=${next}` : '';
    } while (cursor !== '');
    expect(paged).toEqual(all);
    // by id: two entries of one millisecond may have got their times in another order
    const ids = all.map((entry) => String(entry['id']));
    expect(ids).toEqual([...ids].sort().reverse());
  });

  it('is filtered by who, what and when', async () => {
    const all = await auditOf(acme.admin);
    const at = String(all[2]?.['at']);
    const mine = all.filter((entry) => entry['actor'] === 'platform@localhost');
    expect(mine.length).toBeGreaterThan(0);
    expect(await auditOf(acme.admin, '&actor=platform@localhost')).toEqual(mine);
    const before = (entry: Json) => String(entry['at']) < at;
    expect(await auditOf(acme.admin, `&until=${at}`)).toEqual(all.filter(before));
    expect(await auditOf(acme.admin, `&since=${at}`)).toEqual(all.filter((entry) => !before(entry)));
  });

  it('names each bad field', async () => {
    const answer = await ask(
      acme.admin,
      'GET',
      '/audit-log?limit=0&since=yesterday&until=0000-01-01T00:00:00Z',
    );
    expect([answer.status, fieldsOf(answer)]).toEqual([400, ['limit', 'since', 'until']]);
    const cursor = await ask(acme.admin, 'GET', '/audit-log?cursor=nonsense');
    expect([cursor.status, fieldsOf(cursor)]).toEqual([400, ['cursor']]);
  });
});
