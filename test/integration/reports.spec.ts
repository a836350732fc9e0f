import { createHash, randomUUID } from 'node:crypto';
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ReportLeftovers } from '../../src/modules/reports/report-leftovers.service.js';
import { ReportLink } from '../../src/modules/reports/report.link.js';
import { ReportsService, ReportWriting, type NewReport } from '../../src/modules/reports/index.js';
import { Config } from '../../src/platform/config/index.js';
import { Storage } from '../../src/platform/storage/index.js';
import { newId } from '../../src/shared/ids.js';
import { startTestApp, type TestApp } from '../support/app.js';

interface Shown {
  reportId: string;
  kind: string;
  status: string;
  files: { format: string; bytes: number; sha256: string; url: string }[];
}
interface List {
  items: Shown[];
  nextCursor: string | null;
}

const PAGE = '<!doctype html><title>r</title>';
const PDF = Buffer.from('%PDF-1.7 not really');

let app: TestApp;
let keys: Awaited<ReturnType<TestApp['tenant']>>;

beforeAll(async () => {
  app = await startTestApp();
  keys = await app.tenant('acme');
  await app.tenant('globex');
});
afterAll(() => app.close());

const writing = () => app.app.get(ReportWriting, { strict: false });
const storage = () => app.app.get(Storage, { strict: false });

const report = (changed: Partial<NewReport> = {}): NewReport => ({
  ...{ reportId: newId('rpt'), kind: 'assessment', title: 'SOC 2', subject: 'soc2', executionId: null },
  createdBy: 'ann@example.com',
  files: [
    { format: 'html', contentType: 'text/html', content: Buffer.from(PAGE) },
    { format: 'pdf', contentType: 'application/pdf', content: Readable.from([PDF]) },
  ],
  ...changed,
});

const get = <T>(path: string, key = keys.viewer) => app.request<T>('GET', path, { key });
const download = (path: string) =>
  fetch(`${app.url}${path}`, { headers: { authorization: `Bearer ${keys.viewer}` } });

describe('reports', () => {
  it('are shown with their files, which are what their SHA-256 says', async () => {
    const saved = await writing().save('acme', report());
    const { body } = await get<Shown>(`/reports/${saved.reportId}`);
    expect(body).toMatchObject({ kind: 'assessment', status: 'ready', title: 'SOC 2', subject: 'soc2' });
    expect(body.files.map(({ format }) => format)).toEqual(['html', 'pdf']);
    for (const { url, sha256, bytes } of body.files) {
      const content = Buffer.from(await (await download(url)).arrayBuffer());
      expect(content.length).toBe(bytes);
      expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
    }
  });

  it('open as a page, and are kept by no cache', async () => {
    const { reportUrl } = await writing().save('acme', report());
    const answer = await download(reportUrl);
    expect(await answer.text()).toBe(PAGE);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toMatch(/^inline/);
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    // it may do nothing in the browser of who is signed in
    expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none';.* sandbox/);
    const pdf = await download(`${reportUrl}?format=pdf`);
    expect(pdf.headers.get('content-disposition')).toMatch(/^attachment; filename="rpt_\w+\.pdf"$/);
  });

  it('are listed newest first, by page and by filter', async () => {
    const subject = 'hipaa';
    const ids: string[] = [];
    for (let n = 0; n < 3; n++) ids.unshift((await writing().save('acme', report({ subject }))).reportId);
    await writing().save('acme', report({ kind: 'scan', subject }));
    const query = `/reports?kind=assessment&subject=${subject}&limit=2`;
    const first = await get<List>(query);
    const second = await get<List>(`${query}&cursor=${first.body.nextCursor ?? ''}`);
    const seen = [...first.body.items, ...second.body.items].map(({ reportId }) => reportId);
    expect(seen).toEqual(ids);
    expect(second.body.nextCursor).toBeNull();
    expect((await get(`/reports?kind=nonsense`)).status).toBe(400);
  });

  it('are one report however often they are written', async () => {
    const reportId = newId('rpt');
    const first = await writing().save('acme', report({ reportId }));
    const again = await writing().save('acme', report({ reportId }));
    expect(again).toEqual(first);
  });

  it('are shown as being written, and cannot be downloaded until they are', async () => {
    const reportId = newId('rpt');
    const slow = new Readable({ read: () => undefined });
    const files: NewReport['files'] = [{ format: 'zip', contentType: 'application/zip', content: slow }];
    const saving = writing().save('acme', report({ reportId, files }));
    slow.push('half');
    while ((await get(`/reports/${reportId}`)).status !== 200);
    const { body } = await get<Shown>(`/reports/${reportId}`);
    expect(body).toMatchObject({ status: 'writing', files: [{ format: 'zip', bytes: null, sha256: null }] });
    expect((await get(`/reports/${reportId}/download`)).status).toBe(409);
    slow.push(null);
    await saving;
    expect((await get(`/reports/${reportId}/download`)).status).toBe(200);
  });

  it('belong to their tenant', async () => {
    const { reportId } = await writing().save('globex', report());
    for (const path of [`/reports/${reportId}`, `/reports/${reportId}/download`])
      expect((await get(path)).status).toBe(404);
    const answer = await app.request('DELETE', `/reports/${reportId}`, { key: keys.admin });
    expect(answer.status).toBe(404);
    expect((await get('/reports/..%2F..%2Fx')).status).toBe(404);
  });

  it('are for admins alone where they hold the audit log, also by a link', async () => {
    const { reportId } = await writing().save('acme', report({ kind: 'audit-pack' }));
    const path = `/reports/${reportId}/download`;
    for (const key of [keys.viewer, keys.operator, keys.approver])
      expect((await get(path, key)).status).toBe(403);
    expect((await get(path, keys.admin)).status).toBe(200);
    expect((await get(`/reports/${reportId}`)).status).toBe(200);
    const caller = { keyId: 'key_1', owner: 'v@acme.test', role: 'viewer' as const, tenantId: 'acme' };
    const shown = app.app.get(ReportLink, { strict: false }).show({ caller, id: reportId });
    await expect(shown).rejects.toThrow('role admin');
  });

  it('are deleted by an admin, with their files, and the audit log knows what they were', async () => {
    const { reportId, files } = await writing().save('acme', report());
    expect((await app.request('DELETE', `/reports/${reportId}`, { key: keys.operator })).status).toBe(403);
    expect((await app.request('DELETE', `/reports/${reportId}`, { key: keys.admin })).status).toBe(204);
    expect((await app.request('DELETE', `/reports/${reportId}`, { key: keys.admin })).status).toBe(404);
    expect((await get(`/reports/${reportId}`)).status).toBe(404);
    expect(await storage().get(`acme/reports/${reportId}.pdf`)).toBeDefined();
    await app.app.get(ReportsService, { strict: false }).clean();
    expect(await storage().get(`acme/reports/${reportId}.html`)).toBeUndefined();
    expect(await storage().get(`acme/reports/${reportId}.pdf`)).toBeUndefined();
    const log = await get<{ items: unknown[] }>('/audit-log?action=report.deleted', keys.admin);
    const before = { files: files.map(({ format, sha256 }) => ({ format, sha256 })) };
    expect(log.body.items[0]).toMatchObject({ targetId: reportId, before });
  });

  it('go when they have had their time, and so do files that nobody has finished', async () => {
    const old = await writing().save('acme', report());
    const young = await writing().save('acme', report());
    const broken = newId('rpt');
    const content = new Readable({ read: () => content.destroy(new Error('no more')) });
    const files: NewReport['files'] = [
      { format: 'html', contentType: 'text/html', content: Buffer.from(PAGE) },
      { format: 'zip', contentType: 'application/zip', content },
    ];
    await expect(writing().save('acme', report({ reportId: broken, files }))).rejects.toThrow('no more');
    expect(await storage().get(`acme/reports/${broken}.html`)).toBeDefined();
    const age = (id: string, days: number) =>
      app.database.query(
        `UPDATE reports SET created_at = app_now() - interval '${days} days' WHERE id = $1`,
        [id],
      );
    await age(old.reportId, 401);
    await age(young.reportId, 399);
    await age(broken, 3);
    await app.app.get(ReportsService, { strict: false }).clean();
    expect((await get(`/reports/${old.reportId}`)).status).toBe(404);
    expect((await get(`/reports/${young.reportId}`)).status).toBe(200);
    expect(await storage().get(`acme/reports/${old.reportId}.pdf`)).toBeUndefined();
    expect(await storage().get(`acme/reports/${broken}.html`)).toBeUndefined();
  });

  it('stay while they are written anew, however old they are', async () => {
    const { reportId } = await writing().save('acme', report());
    await app.database.query(
      `UPDATE reports SET created_at = app_now() - interval '3 days' WHERE id = '${reportId}'`,
    );
    const slow = new Readable({ read: () => undefined });
    const files: NewReport['files'] = [{ format: 'html', contentType: 'text/html', content: slow }];
    const saving = writing().save('acme', report({ reportId, files }));
    while ((await get<Shown>(`/reports/${reportId}`)).body.status !== 'writing');
    await app.app.get(ReportsService, { strict: false }).clean();
    slow.push(null);
    await saving;
    expect((await get(`/reports/${reportId}`)).status).toBe(200);
  });

  it('leave no file behind when they are deleted while they are written', async () => {
    const reportId = newId('rpt');
    const slow = new Readable({ read: () => undefined });
    const files: NewReport['files'] = [{ format: 'html', contentType: 'text/html', content: slow }];
    const saving = writing().save('acme', report({ reportId, files }));
    while ((await get(`/reports/${reportId}`)).status !== 200);
    await app.request('DELETE', `/reports/${reportId}`, { key: keys.admin });
    await app.app.get(ReportsService, { strict: false }).clean();
    slow.push(null);
    await expect(saving).rejects.toThrow('was deleted while it was written');
    expect(await storage().get(`acme/reports/${reportId}.html`)).toBeUndefined();
  });

  it('lose what a writer that was stopped has left behind, after two days, and nothing else', async () => {
    const { reportId } = await writing().save('acme', report());
    const draft = `acme/reports/${newId('rpt')}.pdf.${randomUUID()}`;
    const left = [`acme/packs/${reportId}/findings.jsonl`, draft];
    const others = [`acme/reports/${reportId}.html`, 'acme/packs/another.txt'];
    for (const key of [...left, 'acme/packs/another.txt']) await storage().put(key, Buffer.from('x'));
    const sweep = () => app.app.get(ReportLeftovers, { strict: false }).sweep();
    await sweep();
    for (const key of left) expect([key, await storage().get(key)]).toEqual([key, expect.anything()]);
    const folder = join(app.app.get(Config, { strict: false }).get('DATA_DIR'), 'files');
    const before = new Date(Date.now() - 3 * 86_400_000);
    for (const key of [...left, ...others]) await utimes(join(folder, key), before, before);
    await sweep();
    for (const key of left) expect([key, await storage().get(key)]).toEqual([key, undefined]);
    for (const key of others) expect([key, await storage().get(key)]).toEqual([key, expect.anything()]);
  });
});
