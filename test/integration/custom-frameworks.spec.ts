import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ABROAD, HOME } from '../e2e/emulated-account.js';
import { startScanApp, type ScanApp } from '../e2e/scan-app.js';
import { type Page } from '../e2e/scan-client.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no account to scan: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

interface Refused {
  error: string;
  details?: { path: string; message: string }[];
}
interface Assessed {
  score: number | null;
  statuses: Record<string, number>;
  requirements: { id: string; status: string; controls: { controlId: string; title: string }[] }[];
}

const OWNER = 'custom_volume_has_owner';
const control = {
  ...{ id: OWNER, resourceType: 'AWS::EC2::Volume', severity: 'high', expression: '$exists(tags.owner)' },
  ...{ title: 'No owner', risk: 'Nobody to ask', remediation: { text: 'Tag it' } },
};
const framework = (requirements: object[], more: object = {}) => ({
  ...{ id: 'acme-baseline', name: 'Acme baseline', version: '1.0', description: 'Ours', requirements },
  ...more,
});
const named = (id: string, controls: string[], more: object = {}) => ({
  ...{ id, title: `Requirement ${id}`, section: 'Storage', controls },
  ...more,
});

withEmulator("frameworks of a tenant's own (needs MOTO_URL)", () => {
  let on: ScanApp;
  let lost: string;

  beforeAll(async () => {
    on = await startScanApp(MOTO_URL ?? '');
    await on.account.volume(HOME, 10, { owner: 'ann' });
    lost = await on.account.volume(ABROAD, 10);
    await on.scan({ services: ['ec2'] });
    await on.asAdmin.must('POST', '/controls/custom', control);
    await on.asAdmin.must('POST', `/controls/custom/${OWNER}/dry-run`);
    const { id: _, ...rest } = control;
    await on.asAdmin.must('PUT', `/controls/custom/${OWNER}`, { ...rest, enabled: true });
  }, 60_000);
  afterAll(() => on?.close());

  const send = (method: string, path: string, body?: unknown) => on.asAdmin.send<Refused>(method, path, body);

  it('are refused by the path of each control that is none', async () => {
    const bad = framework([named('1', [OWNER, 'no_such']), named('2', ['custom_none'])]);
    const { status, body } = await send('POST', '/frameworks', bad);
    expect([status, body.details?.map(({ path }) => path)]).toEqual([
      400,
      ['requirements.0.controls.1', 'requirements.1.controls.0'],
    ]);
    const twice = await send('POST', '/frameworks', framework([named('1', [OWNER]), named('1', [OWNER])]));
    expect(twice.body.details?.map(({ path }) => path)).toEqual(['requirements.1.id']);
    const empty = await send('POST', '/frameworks', framework([named('1', [])]));
    expect(empty.body.details?.map(({ path }) => path)).toEqual(['requirements.0.controls']);
  });

  it.each(['soc2', 'cis', 'cis-3.0'])('are not named as one of the product: %s', async (id) => {
    expect((await send('POST', '/frameworks', framework([named('1', [OWNER])], { id }))).status).toBe(409);
  });

  it('stand beside those of the product', async () => {
    const requirements = [
      named('1', [OWNER]),
      named('2', ['S3BucketPublic']),
      named('3', [], { manual: 'Ask the owners' }),
    ];
    expect((await send('POST', '/frameworks', framework(requirements))).status).toBe(201);
    expect((await send('POST', '/frameworks', framework(requirements))).status).toBe(409);
    const { items } = await on.get<Page<{ id: string; isCustom: boolean }>>('/frameworks');
    expect(items.filter(({ isCustom }) => isCustom).map(({ id }) => id)).toEqual(['acme-baseline']);
    expect(items.length).toBeGreaterThan(8);
    expect(await on.get('/frameworks/acme-baseline')).toMatchObject({
      name: 'Acme baseline',
      requirements: [
        { id: '1', controls: [OWNER] },
        { id: '2', controls: ['s3_bucket_level_public_access_block'] }, // by its own id
        { id: '3', controls: [], manual: 'Ask the owners' },
      ],
    });
    const { items: controls } = await on.get<Page<{ id: string }>>('/controls?frameworkId=acme-baseline');
    expect(controls.map(({ id }) => id)).toEqual([OWNER, 's3_bucket_level_public_access_block']);
  });

  it('are assessed and scored as those are', async () => {
    expect((await on.scan({ frameworks: ['acme-baseline'], services: ['ec2'] })).status).toMatch(
      /^completed/,
    );
    expect((await on.finding(lost, OWNER)).status).toBe('open');
    const assessed = await on.get<Assessed>('/frameworks/acme-baseline/assessment');
    expect(assessed.requirements.map(({ id, status }) => [id, status])).toEqual([
      ['1', 'failed'],
      ['2', 'no_evidence'],
      ['3', 'manual'],
    ]);
    expect([assessed.score, assessed.requirements[0]?.controls[0]?.title]).toEqual([50, 'No owner']);
    const { items } = await on.get<Page<{ frameworkId: string; score: number | null }>>(
      '/scores/history?frameworkId=acme-baseline',
    );
    expect(items[0]).toMatchObject({ frameworkId: 'acme-baseline', score: 50 });
    const { items: verdicts } = await on.get<Page<{ controlId: string }>>(
      '/verdicts?frameworkId=acme-baseline',
    );
    expect(new Set(verdicts.map(({ controlId }) => controlId))).toContain(OWNER);
  });

  it('name each framework and control of a scan that is none', async () => {
    const { status, body } = await send('POST', '/scans', { frameworks: ['acme-baseline', 'iso-27001'] });
    expect([status, body.details?.map(({ path }) => path)]).toEqual([400, ['frameworks.1']]);
  });

  it('keep the controls that they name from being deleted', async () => {
    const { status, body } = await send('DELETE', `/controls/custom/${OWNER}`);
    expect([status, body.error]).toEqual([409, expect.stringContaining('acme-baseline')]);
  });

  it("are one tenant's alone", async () => {
    const other = await on.app.tenant('globex');
    const ask = <T>(method: string, path: string, body?: unknown) =>
      on.app.request<T>(method, path, { key: other.admin, body });
    const { items } = (await ask<Page<{ isCustom: boolean }>>('GET', '/frameworks')).body;
    expect(items.some(({ isCustom }) => isCustom)).toBe(false);
    for (const path of ['/frameworks/acme-baseline', '/frameworks/acme-baseline/assessment'])
      expect((await ask('GET', path)).status).toBe(404);
    expect((await ask('DELETE', '/frameworks/acme-baseline')).status).toBe(404);
    // the other's control is none here
    const mine = await ask<Refused>('POST', '/frameworks', framework([named('1', [OWNER])]));
    expect([mine.status, mine.body.details?.[0]?.path]).toEqual([400, 'requirements.0.controls.0']);
    const own = framework([named('1', ['s3_bucket_unused'])]);
    expect((await ask('POST', '/frameworks', own)).status).toBe(201); // the same id
    expect((await on.send('POST', '/frameworks', own)).status).toBe(403);
  });

  it('are changed and deleted; those of the product are not', async () => {
    const { id: _, ...body } = framework([named('9', [OWNER])], { version: '2.0' });
    expect((await send('PUT', '/frameworks/acme-baseline', body)).status).toBe(200);
    expect(await on.get('/frameworks/acme-baseline')).toMatchObject({ version: '2.0', controls: 1 });
    expect((await send('PUT', '/frameworks/soc2', body)).status).toBe(409);
    expect((await send('DELETE', '/frameworks/CIS')).status).toBe(409);
    expect((await send('DELETE', '/frameworks/acme-baseline')).status).toBe(204);
    expect((await send('GET', '/frameworks/acme-baseline')).status).toBe(404);
    const audited = await on.app.database.query<{ action: string }>(
      `SELECT action FROM audit_log WHERE target_id = 'acme-baseline' AND tenant_id = 'acme' ORDER BY id`,
    );
    expect(audited.map(({ action }) => action)).toEqual([
      'framework.created',
      'framework.changed',
      'framework.deleted',
    ]);
  });

  it('are fifty at most', async () => {
    await on.app.database.query(
      `INSERT INTO custom_frameworks (tenant_id, id, name, version, description, requirements, saved_by, saved_by_key)
       SELECT 'acme', 'many-' || n, 'n', '1', '', '[]', 'a', 'b' FROM generate_series(1, 50) n`,
    );
    expect((await send('POST', '/frameworks', framework([named('1', [OWNER])]))).status).toBe(409);
  });
});
