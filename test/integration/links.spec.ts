import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Approvers } from '../../src/modules/access/index.js';
import { LinkSigning } from '../../src/modules/access/links/link-signing.js';
import { LinkStore } from '../../src/modules/access/links/links.store.js';
import { Database } from '../../src/platform/database/index.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { approvalsOf, ApprovalTestModule } from '../support/approvals.js';
import { approver, linksOf, PUBLIC_URL } from '../support/links.js';

let app: TestApp;
let keys: Awaited<ReturnType<TestApp['tenant']>>;
let on: ReturnType<typeof approvalsOf>;
let by: ReturnType<typeof linksOf>;

beforeAll(async () => {
  app = await startTestApp({ PUBLIC_URL }, [ApprovalTestModule]);
  keys = await app.tenant('acme');
  on = approvalsOf(app);
  by = linksOf(app);
});
afterAll(() => app.close());

const statusOf = async (id: string) => (await on.get(id)).status;

describe('a link that was mailed to an approver', () => {
  it('shows what is asked, by whom, what will be done and until when, and does nothing by that', async () => {
    const details = { changes: [{ resourceArn: 'arn:aws:s3:::logs', words: ['public access is blocked'] }] };
    const { id } = await on.ask({ title: 'Close the bucket?', details, requestedBy: 'rita@acme.test' });
    const { path } = await by.personal(id);
    for (const method of ['GET', 'GET', 'HEAD', 'OPTIONS'])
      expect(
        (await app.request(method, `${path}?do=approve&utm_source=mail`, { key: null })).status,
      ).toBeLessThan(405);
    const page = await by.look(path);
    expect(page.status).toBe(200);
    for (const text of ['Close the bucket?', 'operator@acme.test', 'rita@acme.test', 'arn:aws:s3:::logs'])
      expect(page.body).toContain(text);
    expect(page.body).toContain('public access is blocked');
    expect(page.body).toMatch(/Decide until<\/dt>\s*<dd>\s*<time/);
    expect(page.body.match(/<button/g)).toHaveLength(2);
    expect(await statusOf(id)).toBe('pending');
    expect(await app.database.query('SELECT FROM links WHERE used_at IS NOT NULL')).toEqual([]);
  });

  it('is kept out of frames, caches and indexes, and loads and runs nothing', async () => {
    const { id } = await on.ask();
    const { headers, body } = await by.look((await by.personal(id)).path);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; frame-ancestors 'none'/,
    );
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-robots-tag')).toContain('noindex');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(body).not.toMatch(/<script|<img|<link|https?:\/\/|style="/);
  });

  it('decides in the name of its person, once; the audit log says how', async () => {
    const { id, executionId } = await on.ask();
    const { path, linkId } = await by.personal(id);
    const done = await by.send(path, { action: 'approve', comment: 'inside the window' });
    expect([done.status, done.body]).toEqual([200, expect.stringContaining('You approved it')]);
    expect(done.body).not.toContain('<button');
    expect(await on.get(id)).toMatchObject({
      status: 'approved',
      decisions: [{ decision: 'approved', decidedBy: approver, comment: 'inside the window' }],
    });
    expect(await on.ended(executionId)).toMatchObject({
      status: 'SUCCEEDED',
      output: { decision: 'approved' },
    });
    const { body } = await app.request<{ items: { action: string; actor: string; after: unknown }[] }>(
      'GET',
      `/audit-log?targetId=${id}`,
      { key: keys.admin },
    );
    expect(body.items.find(({ action }) => action === 'approval.approved')).toMatchObject({
      actor: approver,
      after: { status: 'approved', comment: 'inside the window', via: `link ${linkId}` },
    });
    for (const again of [await by.send(path, { action: 'reject' }), await by.look(path)])
      expect([again.status, again.body]).toEqual([410, expect.stringContaining('it serves once')]);
    expect((await on.get(id)).decisions).toHaveLength(1);
  });

  it('answers programs in JSON', async () => {
    const { id } = await on.ask();
    const { path } = await by.personal(id);
    expect(await by.use(path, {})).toMatchObject({
      status: 200,
      body: { kind: 'approval', id, action: 'open', said: null, can: ['approve', 'reject'], ticket: null },
    });
    expect(await by.use(path, { action: 'suppress', reason: 'x' })).toMatchObject({ status: 400 });
    expect(await by.use(path, { action: 'reject', surprise: 1 })).toMatchObject({ status: 400 });
    expect(await statusOf(id)).toBe('pending');
    const done = await by.use(path, { action: 'reject', comment: 'not now' });
    expect(done).toMatchObject({
      status: 200,
      body: { action: 'reject', can: [], said: expect.any(String) },
    });
    expect(await by.use(path, { action: 'reject' })).toMatchObject({
      status: 410,
      body: { error_type: 'CONFLICT' },
    });
  });

  it('does nothing any more once it has expired', async () => {
    const { id } = await on.ask();
    const { path } = await by.personal(id, { forMs: -1000 });
    for (const late of [await by.look(path), await by.send(path, { action: 'approve' })])
      expect([late.status, late.body]).toEqual([410, expect.stringContaining('has expired')]);
    expect(await statusOf(id)).toBe('pending');
  });

  it('cannot be forged', async () => {
    const { id } = await on.ask();
    const { path, linkId } = await by.personal(id, { owner: 'admin@acme.test' });
    const [text = '', mac = ''] = path.replace('/links/', '').split('.');
    const other = (fields: unknown[]) => Buffer.from(JSON.stringify(fields)).toString('base64url');
    const flipped = `${mac.startsWith('A') ? 'B' : 'A'}${mac.slice(1)}`;
    const ticket = await app.app.get(LinkSigning, { strict: false }).sign({
      ...{ type: 'ticket', tenantId: 'acme', kind: 'approval', id, keyId: 'platform' },
      until: Date.now(),
    });
    const forged = [
      ...[`${text}.${flipped}`, `${text}.${mac.slice(0, -1)}`, text, `${text}.`, `.${mac}`, linkId, ticket],
      `${other(['personal', 'default', linkId])}.${mac}`,
      `${other(['shared', 'acme', 'approval', id, 9e12])}.${mac}`,
      ...[`${text}.${mac}${mac}`, '%00', '..%2F..', 'x'.repeat(5000)],
    ];
    for (const one of forged) {
      const seen = await by.look(`/links/${one}`);
      expect([one, seen.status]).toEqual([one, one === '%00' ? 400 : 404]);
      expect((await by.send(`/links/${one}`, { action: 'approve' })).status).toBeGreaterThanOrEqual(400);
    }
    expect(await statusOf(id)).toBe('pending');
    expect((await by.look(path)).status).toBe(200);
  });

  it('is of no use to who asked, though it were mailed to them', async () => {
    const { id } = await on.ask({}, undefined, 'admin@acme.test');
    const { path } = await by.personal(id, { owner: 'Admin@acme.test' });
    expect((await by.look(path)).body).not.toContain('<button');
    const refused = await by.send(path, { action: 'approve' });
    expect([refused.status, refused.body]).toEqual([
      403,
      expect.stringContaining('somebody else must decide'),
    ]);
    expect(await statusOf(id)).toBe('pending');
    expect((await by.look(path)).status).toBe(200); // and is not used up by that
  });

  it('has the rights that its person has at that moment, and none without a key', async () => {
    const owner = 'leaver@acme.test';
    await on.keyOf(owner, 'approver');
    const { id } = await on.ask();
    const { path } = await by.personal(id, { owner });
    expect((await by.look(path)).body.match(/<button/g)).toHaveLength(2);
    const revoke = () =>
      app.database.query('UPDATE api_keys SET revoked_at = now() WHERE owner = $1', [owner]);
    await revoke();
    for (const gone of [await by.look(path), await by.send(path, { action: 'approve' })])
      expect([gone.status, gone.body]).toEqual([403, expect.stringContaining('no key of this tenant')]);
    await on.keyOf(owner, 'viewer');
    expect((await by.look(path)).body).not.toContain('<button');
    expect((await by.send(path, { action: 'approve' })).status).toBe(403);
    expect(await statusOf(id)).toBe('pending');
    await on.keyOf(owner, 'approver'); // of two keys the better one counts
    expect((await by.send(path, { action: 'approve' })).status).toBe(200);
  });

  it('counts once of two that come at the same time, by one link and by two', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { id } = await on.ask();
      const [one, other] = [await by.personal(id), await by.personal(id, { owner: 'admin@acme.test' })];
      const answers = await Promise.all([
        by.send(one.path, { action: 'approve' }),
        by.send(one.path, { action: 'reject' }),
        by.send(other.path, { action: 'reject' }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, expect.any(Number)]);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect((await on.get(id)).decisions).toHaveLength(1);
      const used = await app.database.query(
        'SELECT FROM links WHERE subject_id = $1 AND used_at IS NOT NULL',
        [id],
      );
      expect(used).toHaveLength(1);
    }
  });

  it('tells how it was decided where somebody was faster', async () => {
    const { id } = await on.ask();
    const { path } = await by.personal(id);
    await on.decide(id, 'reject', keys.admin, { comment: 'no' });
    const late = await by.send(path, { action: 'approve' });
    expect([late.status, late.body]).toEqual([409, expect.stringContaining('rejected by admin@acme.test')]);
    const page = await by.look(path);
    expect([page.status, page.body]).toEqual([200, expect.stringContaining('rejected by admin@acme.test')]);
    expect(page.body).not.toContain('<button');
  });

  it('is not used up where the decision could not be written, nor the decision without it', async () => {
    const { id } = await on.ask();
    const { path } = await by.personal(id);
    const store = app.app.get(LinkStore, { strict: false });
    const killed = jest.spyOn(store, 'use').mockRejectedValueOnce(new Error('killed'));
    expect((await by.send(path, { action: 'approve' })).status).toBe(500);
    killed.mockRestore();
    expect(await on.get(id)).toMatchObject({ status: 'pending', decisions: [] });
    expect((await by.send(path, { action: 'approve' })).status).toBe(200);
  });

  it('is the same one, however often it is made', async () => {
    const { id } = await on.ask();
    expect((await by.personal(id)).path).toBe((await by.personal(id)).path);
  });

  it('escapes what comes from elsewhere', async () => {
    const evil = `<script>alert(1)</script><img src=x onerror=alert(2)>"'\`&`;
    const { id } = await on.ask({
      title: evil,
      details: { [evil]: [evil, { [evil]: evil }] },
      requestedBy: evil,
    });
    const { body } = await by.look((await by.personal(id)).path);
    expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(body).not.toMatch(/<script|<img|onerror=alert\(2\)>/);
    const page = await by.send((await by.personal(id)).path, { action: evil });
    expect([page.status, page.body]).toEqual([400, expect.not.stringContaining('<img')]);
  });
});

describe('those who may decide', () => {
  it('are the owners of keys of that level that can be used, without the one who asks', async () => {
    const of = (level: number, except: string) =>
      app.app
        .get(Database)
        .withTenant('acme', (tx) => app.app.get(Approvers, { strict: false }).of(tx, 'acme', level, except));
    await on.keyOf('gone@acme.test', 'admin');
    await app.database.query(
      `UPDATE api_keys SET expires_at = now() - interval '1 s' WHERE owner = 'gone@acme.test'`,
    );
    await on.keyOf(approver, 'approver'); // a second key of one person
    const owners = async (...asked: Parameters<typeof of>) => (await of(...asked)).map(({ owner }) => owner);
    expect(await owners(1, 'Admin@acme.test')).toEqual(['approver@acme.test', 'leaver@acme.test']);
    expect(await owners(1, 'x@acme.test')).toContain('admin@acme.test');
    expect(await owners(2, 'x@acme.test')).toEqual(['admin@acme.test']);
  });
});
