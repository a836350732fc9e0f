import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { LinkSigning } from '../../src/modules/access/links/link-signing.js';
import { Config } from '../../src/platform/config/index.js';
import { Logger } from '../../src/platform/telemetry/index.js';
import { startApi } from '../api/support/api.js';
import { idsFor, seedTenant, type Seeded } from '../api/support/seed.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { approvalsOf, ApprovalTestModule } from '../support/approvals.js';
import { approver, linksOf, PUBLIC_URL, ticketIn } from '../support/links.js';

let app: TestApp;
let keys: Awaited<ReturnType<TestApp['tenant']>>;
let on: ReturnType<typeof approvalsOf>;
let by: ReturnType<typeof linksOf>;
const lines: string[] = [];

beforeAll(async () => {
  app = await startTestApp({ PUBLIC_URL }, [ApprovalTestModule]);
  keys = await app.tenant('acme');
  [on, by] = [approvalsOf(app), linksOf(app)];
  for (const level of ['debug', 'info', 'warn', 'error'] as const)
    jest
      .spyOn(Logger.prototype, level)
      .mockImplementation((...said) => void lines.push(JSON.stringify(said)));
});
afterAll(async () => {
  jest.restoreAllMocks();
  await app.close();
});

const statusOf = async (id: string) => (await on.get(id)).status;

describe('a link that many can see', () => {
  it('shows and decides nothing by itself', async () => {
    const { id } = await on.ask({ title: 'A secret question' });
    const path = await by.shared('approval', id);
    const page = await by.look(path);
    expect([page.status, page.body]).toEqual([200, expect.stringContaining('name="key"')]);
    expect(page.body).not.toContain('A secret question');
    expect((await by.send(path, { action: 'approve' })).status).toBe(401);
    expect((await by.use(path, { action: 'approve' })).status).toBe(401);
    expect(await statusOf(id)).toBe('pending');
  });

  it('shows to a key what the key may see, and does what it may do', async () => {
    const { id } = await on.ask({ title: 'A secret question' });
    const path = await by.shared('approval', id);
    const seen = await by.send(path, { key: keys.viewer, action: 'open' });
    expect([seen.status, seen.body]).toEqual([200, expect.stringContaining('A secret question')]);
    expect(seen.body).not.toContain('<button');
    const { ticket } = (await by.use(path, { key: keys.viewer })).body;
    expect((await by.use(path, { ticket, action: 'approve' })).status).toBe(403);
    expect((await by.send(path, { key: keys.operator, action: 'approve' })).status).toBe(403); // and has asked for it
    const opened = await by.send(path, { key: keys.approver, action: 'open' });
    expect(opened.body).not.toContain(keys.approver);
    const done = await by.send(path, { ticket: ticketIn(opened.body), action: 'approve' });
    expect([done.status, done.body]).toEqual([200, expect.stringContaining('You approved it')]);
    expect(await on.get(id)).toMatchObject({ status: 'approved', decisions: [{ decidedBy: approver }] });
    expect(await on.auditOf(id)).toContain(`approval.approved ${approver}`);
  });

  it('takes no key of another tenant, nor a page that was opened for something else', async () => {
    const { viewer: stranger, approver: other } = await app.tenant('globex');
    const [one, two] = [await on.ask(), await on.ask()];
    const [first, second] = [await by.shared('approval', one.id), await by.shared('approval', two.id)];
    for (const key of [stranger, other])
      expect((await by.send(first, { key, action: 'open' })).status).toBe(403);
    const ticket = ticketIn((await by.send(first, { key: keys.approver })).body);
    expect((await by.send(second, { ticket, action: 'approve' })).status).toBe(401);
    await app.database.query(
      `UPDATE api_keys SET revoked_at = now() WHERE owner = $1 AND tenant_id = 'acme'`,
      [approver],
    );
    expect((await by.send(first, { ticket, action: 'approve' })).status).toBe(401); // nor a key that is gone
    await app.database.query(`UPDATE api_keys SET revoked_at = NULL WHERE owner = $1`, [approver]);
    const signing = app.app.get(LinkSigning, { strict: false });
    const link = { tenantId: 'acme', kind: 'approval' as const, id: one.id };
    const past = Math.floor(Date.now() / 1000) - 1;
    const [{ id: keyId } = { id: '' }] = await app.database.query<{ id: string }>(
      `SELECT id FROM api_keys WHERE owner = $1 AND tenant_id = 'acme'`,
      [approver],
    );
    const old = await signing.sign({ type: 'ticket', ...link, keyId, until: past });
    expect((await by.send(first, { ticket: old, action: 'approve' })).status).toBe(410);
    const late = `/links/${await signing.sign({ type: 'shared', ...link, until: past })}`;
    expect([(await by.look(late)).status, (await by.send(late, { key: keys.approver })).status]).toEqual([
      410, 410,
    ]);
    expect([await statusOf(one.id), await statusOf(two.id)]).toEqual(['pending', 'pending']);
  });

  it('asks for the key again that was mistyped, and shows it nowhere', async () => {
    const path = await by.shared('approval', (await on.ask()).id);
    const guess = 'shp_nobody-has-this-key-0123456789';
    const { status, body } = await by.send(path, { key: guess, action: 'open' });
    expect([status, body]).toEqual([401, expect.stringContaining('name="key"')]);
    await by.send(path, { key: keys.viewer, action: 'open' });
    const token = path.replace('/links/', '');
    expect(lines.some((line) => line.includes('/links/[token]'))).toBe(true);
    for (const secret of [token, guess, keys.viewer]) {
      expect(body).not.toContain(secret);
      expect(lines.filter((line) => line.includes(secret))).toEqual([]);
    }
  });

  it('opens an execution', async () => {
    const { executionId } = await on.ask();
    const page = await by.send(await by.shared('execution', executionId), { key: keys.viewer });
    expect([page.status, page.body]).toEqual([200, expect.stringContaining('RUNNING')]);
  });

  it('has no address where the service does not know its own', async () => {
    const to = { kind: 'scan', id: 'scan_1', action: 'open', personalLinkId: null } as const;
    const config = app.app.get(Config);
    const get = config.get.bind(config);
    config.get = ((name: never) => (name === 'PUBLIC_URL' ? undefined : get(name))) as typeof config.get;
    expect(await by.links().urlOf('acme', to)).toBeUndefined();
    config.get = get;
    const url = await by.links().urlOf('acme', { ...to, action: 'suppress' });
    expect(url).toMatch(/^https:\/\/shepherd\.example\.com\/links\/[\w-]+\.[\w-]+\?do=suppress$/);
  });

  it('is limited for each address, as requests without a key are', async () => {
    const strict = await startTestApp({ RATE_LIMIT_PER_ADDRESS: '5', PUBLIC_URL, ROLE: 'api' });
    try {
      const path = await linksOf(strict).shared('scan', 'scan_1', 'default');
      const statuses = await Promise.all(
        Array.from(
          { length: 12 },
          async (_, n) => (await linksOf(strict).send(path, { key: `shp_guess${n}` })).status,
        ),
      );
      expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(7);
      expect(statuses).toContain(401);
    } finally {
      await strict.close();
    }
  });

  it('is in the OpenAPI document, for whoever has no key', async () => {
    const { body } = await app.request<{ paths: Record<string, Record<string, { security?: object[] }>> }>(
      'GET',
      '/docs-json',
      { key: null },
    );
    expect(Object.keys(body.paths['/links/{token}'] ?? {}).sort()).toEqual(['get', 'post']);
    expect(body.paths['/links/{token}']?.['post']?.security).toContainEqual({});
  });
});

describe('what links of messages open', () => {
  let api: TestApp;
  let acme: Seeded;
  let roles: typeof keys;
  let of: ReturnType<typeof linksOf>;
  beforeAll(async () => {
    api = (await startApi()).app;
    of = linksOf(api);
    acme = await seedTenant(api, 'acme', 1);
    roles = await api.tenant('acme'); // more keys of it
  }, 60_000);
  afterAll(() => api.close());

  it('suppresses a finding with a reason', async () => {
    const [id = ''] = idsFor(acme, '/findings');
    const path = await of.signed('finding', id);
    const { body } = await of.send(path, { key: roles.operator, action: 'open' });
    expect(body).toContain('name="reason"');
    const ticket = ticketIn(body);
    expect((await of.send(path, { ticket, action: 'suppress', reason: '', until: '' })).status).toBe(400);
    const done = await of.send(path, { ticket, action: 'suppress', reason: 'known', until: '2099-01-31' });
    expect([done.status, done.body]).toEqual([200, expect.stringContaining('until 2099-01-31')]);
    expect((await api.request('GET', `/findings/${id}`, { key: roles.viewer })).body).toMatchObject({
      suppressed: { reason: 'known', by: 'operator@acme.test', until: '2099-01-31T23:59:59.999Z' },
    });
  });

  it.each([
    ['scan', '/scans'],
    ['finding', '/findings'],
    ['approval', '/approvals'],
    ['incident', '/incidents'],
    ['schedule', '/schedules'],
    ['remediation', '/remediations'],
    ['report', '/reports'],
  ] as const)('opens a %s', async (kind, list) => {
    const [id = ''] = idsFor(acme, list);
    const path = await of.signed(kind, id);
    const page = await of.send(path, { key: roles.viewer, action: 'open' });
    expect([page.status, page.body]).toEqual([200, expect.stringContaining('mark11')]);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    if (kind === 'report') expect(page.headers.get('content-security-policy')).toContain('sandbox');
    else expect(await of.use(path, { key: roles.viewer })).toMatchObject({ status: 200, body: { kind, id } });
    const gone = await of.send(await of.signed(kind, `${id.slice(0, -4)}0000`), { key: roles.viewer });
    expect(gone.status).toBe(404);
  });

  it('acknowledges an incident', async () => {
    const incidents = idsFor(acme, '/incidents');
    const open = await Promise.all(
      incidents.map(
        async (id) => (await of.use(await of.signed('incident', id), { key: roles.operator })).body,
      ),
    );
    const one = open.find(({ can }) => (can as string[]).includes('acknowledge'));
    if (one === undefined) throw new Error('one is not acknowledged');
    const path = await of.signed('incident', one['id'] as string);
    expect((await of.send(path, { key: roles.viewer, action: 'acknowledge' })).status).toBe(403);
    expect((await of.send(path, { key: roles.operator, action: 'acknowledge' })).status).toBe(200);
    expect((await of.send(path, { key: roles.operator, action: 'acknowledge' })).status).toBe(409);
    const { body } = await api.request('GET', `/incidents/${one['id'] as string}`, { key: roles.viewer });
    expect(body).toMatchObject({ acknowledgedBy: 'operator@acme.test' });
  });
});
