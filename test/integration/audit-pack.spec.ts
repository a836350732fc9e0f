import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import yauzl from 'yauzl';
import { verifyPack } from '../../scripts/pack/verify.mjs';
import { EvidenceSources } from '../../src/platform/evidence/index.js';
import { Storage } from '../../src/platform/storage/index.js';
import { newId } from '../../src/shared/ids.js';
import { seedTenant, type Seeded } from '../api/support/seed.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { oldExecution, UNPATCHED, whatHappensLater } from '../support/pack-later.js';
import { eventually, startTestApp, type TestApp } from '../support/app.js';

jest.setTimeout(120_000);

interface Line extends Record<string, unknown> {
  id: string;
}
interface Made {
  reportId: string;
  bytes: Buffer;
  text: (name: string) => string;
  rows: <T extends object = Line>(name: string) => T[];
  names: string[];
}

let database: TestDatabase;
let test: TestApp;
let acme: Seeded;
let globex: Seeded;
let folder: string;
const OLD = newId('exe');
const HOSTILE = '=cmd|"<script>alert(1)</script>';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shepherd-packs-'));
  database = await createTestDatabase();
  // first one that does no work, so that what is seeded stays as it is
  const api = await startTestApp({ ROLE: 'api' }, [], database);
  acme = await seedTenant(api, 'acme', 1);
  globex = await seedTenant(api, 'globex', 2);
  await api.close();
  test = await startTestApp({}, [], database);
});
afterAll(async () => {
  await test?.close();
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

const ask = <T>(method: string, path: string, { admin }: Seeded, body?: unknown) =>
  test.request<T>(method, path, { key: admin, body });

interface Status {
  result: {
    status: string;
    output: { reportResults: { reportId: string; files: { format: string }[] } };
    error?: string;
    cause?: string;
  };
}

/** Runs the workflow to its end. */
async function run(tenant: Seeded, parameters: object): Promise<Status['result']> {
  const started = await ask<{ result: { executionArn: string } }>('POST', '/workflows/start', tenant, {
    ...{ workflowType: 'audit-pack-generation', tenantId: tenant.tenantId, parameters },
  });
  expect([started.status, JSON.stringify(started.body)]).toEqual([202, expect.anything()]);
  const path = `/workflows/${started.body.result.executionArn}/status`;
  return eventually(async () => {
    const { result } = (await ask<Status>('GET', path, tenant)).body;
    return !['RUNNING', 'PENDING_START'].includes(result.status) && result;
  }, 60_000);
}

async function download(tenant: Seeded, reportId: string, format: string): Promise<Buffer> {
  const answer = await fetch(`${test.url}/reports/${reportId}/download?format=${format}`, {
    headers: { authorization: `Bearer ${tenant.admin}` },
  });
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}

async function make(tenant: Seeded, parameters: object): Promise<Made> {
  const { status, output, error, cause } = await run(tenant, { auditType: 'comprehensive', ...parameters });
  expect([status, error, cause]).toEqual(['SUCCEEDED', error, cause]);
  const { reportId } = output.reportResults;
  const bytes = await download(tenant, reportId, 'zip');
  const file = join(folder, `${reportId}.zip`);
  await writeFile(file, bytes);
  const files = new Map<string, string>();
  const zip = await yauzl.openPromise(file, { lazyEntries: true, autoClose: false });
  for await (const entry of zip.eachEntry()) {
    const pieces: Buffer[] = [];
    for await (const piece of await zip.openReadStreamPromise(entry)) pieces.push(piece as Buffer);
    files.set(entry.fileName, Buffer.concat(pieces).toString('latin1'));
  }
  zip.close();
  const text = (name: string) => Buffer.from(files.get(name) ?? '', 'latin1').toString();
  const rows = <T extends object = Line>(name: string) =>
    text(`data/${name}.jsonl`)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as T);
  return { reportId, bytes, text, rows, names: [...files.keys()] };
}

const verified = async ({ reportId }: Made, tenant: Seeded) => {
  const key = await ask<{ publicKey: string }>('GET', '/reports/signing-key', tenant);
  return verifyPack(join(folder, `${reportId}.zip`), key.body.publicKey);
};

describe('an audit pack', () => {
  let window: { from: string; to: string };
  let pack: Made;
  const arn = 'arn:aws:s3:::told-bucket';
  const finding = newId('fnd');

  beforeAll(async () => {
    const at = (days: number) => new Date(Date.now() - days * 86_400_000);
    await test.database.query(
      `INSERT INTO resources (tenant_id, arn, account_id, region, service, type, name, configuration, hash, first_seen_at,
                              last_seen_at, changed_at)
       VALUES ('acme', $1, '111111111111', 'eu-west-1', 's3', 'AWS::S3::Bucket', $2, '{"name":"b","versioning":"off"}', 'h',
               $3, $3, $3)`,
      [arn, HOSTILE, at(3)],
    );
    await test.database.query(
      `INSERT INTO findings (id, tenant_id, account_id, region, resource_arn, resource_type, control_id, title, severity,
                             status, evidence, evidence_hash, first_seen_at, last_seen_at, opened_at)
       VALUES ($1, 'acme', '111111111111', 'eu-west-1', $2, 'AWS::S3::Bucket', 's3_bucket_level_public_access_block', $3,
               'high', 'open', '{"off":["a"]}', 'x', $4, $4, $4)`,
      [finding, arn, HOSTILE, at(2)],
    );
    await test.database.query(
      `INSERT INTO finding_transitions (id, tenant_id, finding_id, at, "to", reason, evidence, source)
       VALUES ($1, 'acme', $2, $3, 'open', 'fail', '{"off":["a"]}', 'scan_1')`,
      [newId('chg'), finding, at(2)],
    );
    await test.database.query(
      `INSERT INTO timeline (id, tenant_id, arn, at, kind, what, details, source)
       VALUES ($1, 'acme', $2, $3, 'finding', 'opened', $4::jsonb, 'scan_1')`,
      [newId('chg'), arn, at(2), JSON.stringify({ findingId: finding, severity: 'high', title: HOSTILE })],
    );
    await test.database.query(
      `INSERT INTO scores (id, tenant_id, account_id, framework_id, at, score, coverage, counts, requirements)
       VALUES ($1, 'acme', '111111111111', 'soc2', $2, 50, 90, '{}', '{"CC6.1": [50, 90]}')`,
      [newId('score'), at(1)],
    );
    await test.database.query(oldExecution(OLD, at(40)));
    await test.database.query(UNPATCHED);
    await ask('POST', '/mutes', acme, { reason: 'first', rules: [{ controlId: 's3_*' }] });
    await ask('POST', `/findings/${finding}/suppress`, acme, {
      reason: 'known',
      expiresAt: '2999-01-01T00:00:00Z',
    });
    await new Promise((done) => setTimeout(done, 20));
    window = { from: at(30).toISOString(), to: new Date().toISOString() };
    pack = await make(acme, { dateRange: window });
  });

  it('has everything that modules declare, with a row of each', () => {
    const sources = test.app.get(EvidenceSources, { strict: false }).all;
    expect(sources.length).toBeGreaterThan(20);
    for (const { name } of sources) {
      expect(pack.names).toContain(`data/${name}.jsonl`);
      expect([name, pack.rows(name).length > 0]).toEqual([name, true]);
      const [header = '', ...lines] = pack.text(`data/${name}.csv`).split('\r\n');
      expect([name, header]).toEqual([name, sources.find((one) => one.name === name)?.columns.join(',')]);
      expect(lines.length).toBeGreaterThan(1);
    }
    expect(pack.names.slice(-4)).toEqual(['summary.pdf', 'index.html', 'manifest.json', 'manifest.sig']);
    expect(pack.text('summary.pdf')).toMatch(/^%PDF/);
  });

  it('is as it was signed, with an unbroken audit log', async () => {
    const { problems, checked } = await verified(pack, acme);
    expect(problems).toEqual([]);
    expect(checked.auditLogEntries).toBe(pack.rows('audit-log').length);
    expect(checked.auditLogEntries).toBeGreaterThan(5);
  });

  it('tells a tenant its own', () => {
    for (const name of pack.names)
      expect([name, pack.text(name).includes(globex.mark)]).toEqual([name, false]);
    expect(pack.text('data/accounts.jsonl')).toContain(acme.mark);
    expect(pack.text('data/api-keys.jsonl')).not.toMatch(/hash|prefix|shep/i);
  });

  it('lets no text of an account be markup or a formula', () => {
    expect(pack.text('index.html')).not.toContain('<script');
    expect(pack.text('index.html')).toContain('&lt;script&gt;');
    expect(pack.text('index.html')).not.toMatch(/(src|href)="?(https?:)?\/\//); // nothing from elsewhere
    expect(pack.text('data/findings.csv')).toContain(`"'=cmd|""<script>`);
    expect(pack.rows('findings').find(({ id }) => id === finding)?.['title']).toBe(HOSTILE);
  });

  it('has the same bytes again, whatever has happened since', async () => {
    for (const sql of whatHappensLater(arn, OLD)) await test.database.query(sql);
    await test.database.query(
      `INSERT INTO timeline (id, tenant_id, arn, at, kind, what, patch, source)
       SELECT '${newId('chg')}' || row_number() OVER (), 'acme', arn, now(), 'drift',
              CASE WHEN arn = $1 THEN 'changed' ELSE 'deleted' END,
              CASE WHEN arn = $1 THEN $2::jsonb ELSE '[]' END, 'scan_2' FROM resources WHERE tenant_id = 'acme'`,
      [
        arn,
        JSON.stringify([
          { op: 'replace', path: '/name', value: 'b2', before: 'b' },
          { op: 'add', path: '/tags', value: { a: 'b' } },
          { op: 'replace', path: '/versioning', value: 'on', before: 'off' },
        ]),
      ],
    );
    await test.database.query(
      `INSERT INTO finding_transitions (id, tenant_id, finding_id, at, "from", "to", reason, evidence, source)
       SELECT '${newId('chg')}' || row_number() OVER (), 'acme', id, now(), 'open', 'resolved', 'pass', '{}', 'scan_2'
         FROM findings WHERE tenant_id = 'acme'`,
    );
    await ask('DELETE', `/findings/${finding}/suppress`, acme);
    for (const id of acme.ids['/mutes'] ?? []) await ask('DELETE', `/mutes/${id}`, acme);
    for (const id of acme.ids['/accounts']?.slice(0, 1) ?? []) await ask('DELETE', `/accounts/${id}`, acme);
    await ask('POST', '/mutes', acme, { reason: 'later', rules: [{ controlId: 's3_*' }] });
    const again = await make(acme, { dateRange: window });
    const same = (name: string) => [name, again.text(name)];
    for (const name of pack.names)
      if (name !== 'manifest.sig') expect(same(name)).toEqual([name, pack.text(name)]);
    expect(again.names).toEqual(pack.names);
    expect((await verified(again, acme)).problems).toEqual([]);
    const [snapshot] = again.rows('configurations').filter((row) => row['arn'] === arn);
    expect(snapshot).toMatchObject({ configuration: { name: 'b', versioning: 'off' } });
    expect(again.rows('findings').find(({ id }) => id === finding)).toMatchObject({
      ...{ status: 'open', suppressedReason: 'known', suppressedUntil: '2999-01-01T00:00:00.000Z' },
      evidence: { off: ['a'] },
    });
  });

  it('continues the chain of the pack before it', async () => {
    const next = await make(acme, { dateRange: { from: window.to, to: new Date().toISOString() } });
    const logOf = (one: Made) =>
      (
        JSON.parse(one.text('manifest.json')) as {
          auditLog: { previous: string; head: string; entries: number };
        }
      ).auditLog;
    expect(logOf(next).previous).toBe(logOf(pack).head);
    expect(logOf(next).entries).toBeGreaterThan(0);
    expect(next.rows('mutes').find((row) => row['reason'] === 'later')).toMatchObject({ status: 'active' });
    expect(next.rows('findings').find(({ id }) => id === finding)).toMatchObject({ status: 'resolved' });
  });

  it('leaves nothing behind but the report', async () => {
    const { status, body } = await ask<{ status: string; files: { format: string }[]; createdBy: string }>(
      'GET',
      `/reports/${pack.reportId}`,
      acme,
    );
    expect([status, body.status, body.files.map(({ format }) => format)]).toEqual([
      200,
      'ready',
      ['zip', 'html', 'pdf'],
    ]);
    expect(body.createdBy).toBe('admin@acme.test');
    expect((await ask('GET', `/reports/${pack.reportId}`, globex)).status).toBe(404);
    const storage = test.app.get(Storage, { strict: false });
    for (const { name } of test.app.get(EvidenceSources, { strict: false }).all)
      expect(await storage.get(`acme/packs/${pack.reportId}/${name}.jsonl`)).toBeUndefined();
    expect((await download(acme, pack.reportId, 'pdf')).subarray(0, 4).toString()).toBe('%PDF');
  });
});

describe('what is asked of a pack', () => {
  it('is about a framework, without evidence files, as pages alone', async () => {
    const { status, output } = await run(acme, { auditType: 'CIS', includeEvidence: false, format: 'html' });
    expect(status).toBe('SUCCEEDED');
    const { reportId, files } = output.reportResults;
    expect(files.map(({ format }) => format)).toEqual(['html']);
    const page = (await download(acme, reportId, 'html')).toString();
    expect(page).toContain('cis-');
    expect(page).not.toContain('Configuration snapshots');
    const zip = await make(acme, { auditType: 'soc2', includeEvidence: false, format: 'zip' });
    expect(zip.names).not.toContain('data/configurations.jsonl');
    expect(zip.names).not.toContain('summary.pdf');
    expect(new Set(zip.rows('worksheet').map((row) => row['frameworkId']))).toEqual(new Set(['soc2']));
  });

  it.each([
    [{ auditType: 'nothing-of-that-name' }, 'auditType'],
    [{ dateRange: { to: '2999-01-01T00:00:00Z' } }, 'dateRange.to'],
    [{ dateRange: { from: '2026-02-01T00:00:00Z', to: '2026-01-01T00:00:00Z' } }, 'dateRange.from'],
  ])('fails with the reason for %j', async (parameters, named) => {
    const result = await run(acme, { auditType: 'comprehensive', ...parameters });
    expect(result).toMatchObject({
      status: 'FAILED',
      error: 'INVALID',
      cause: expect.stringContaining(named),
    });
  });

  it('has one key for each tenant, which stays', async () => {
    const key = async (tenant: Seeded) =>
      (await ask<{ keyId: string; publicKey: string }>('GET', '/reports/signing-key', tenant)).body;
    const [first, again, other] = await Promise.all([key(acme), key(acme), key(globex)]);
    expect(first).toEqual(again);
    expect(other.keyId).not.toBe(first.keyId);
    expect(first.publicKey).toMatch(/^-----BEGIN PUBLIC KEY-----/);
    const [row] = await test.database.query<{ private_key: string }>(
      "SELECT private_key FROM signing_keys WHERE tenant_id = 'acme'",
    );
    expect(row?.private_key).not.toContain('PRIVATE KEY');
    expect(
      await readFile(join(folder, (await import('node:fs')).readdirSync(folder)[0] ?? ''), 'latin1'),
    ).not.toContain('PRIVATE KEY');
  });
});
