import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CustomControlStore } from '../../src/modules/scanning/custom-control.store.js';
import { CustomPages } from '../../src/modules/scanning/custom-pages.js';
import { pass } from '../../src/modules/scanning/domain/control.js';
import { Database } from '../../src/platform/database/index.js';
import { EVIL_TEXT } from '../support/own-workflows.js';
import { eventually } from '../support/app.js';
import { ABROAD, HOME, idOf } from '../e2e/emulated-account.js';
import { startScanApp, type ScanApp } from '../e2e/scan-app.js';
import { type FindingDetail, type Page } from '../e2e/scan-client.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no account to scan: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

interface Tried {
  resources: number;
  isComplete: boolean;
  counts: Record<string, number>;
  metLimit: boolean;
  samples: { resourceArn: string; verdict: string; evidence: Record<string, unknown> }[];
}
interface Refused {
  error: string;
  details?: { path: string; message: string }[];
}
interface Verdict {
  controlId: string;
  resourceArn: string;
  verdict: string;
  evidence: Record<string, unknown>;
}

const VOLUMES = { resourceType: 'AWS::EC2::Volume', services: ['ec2'] };
const base = {
  resourceType: 'AWS::EC2::Volume',
  severity: 'critical',
  title: 'The volume has no owner',
  risk: 'Nobody knows whom to ask.',
  remediation: { text: 'Tag it with its owner.' },
};
/** The emulator does not know every call. */
const COMPLETED = /^completed/;
const OWNER = 'custom_volume_has_owner';

withEmulator("controls of a tenant's own (needs MOTO_URL)", () => {
  let on: ScanApp;
  let owned: string;
  let lost: string;

  beforeAll(async () => {
    on = await startScanApp(MOTO_URL ?? '');
    owned = await on.account.volume(HOME, 10, { owner: 'ann' });
    lost = await on.account.volume(ABROAD, 10);
    await scan();
  }, 60_000);
  afterAll(() => on?.close());

  const scan = (body: object = {}) => on.scan({ services: VOLUMES.services, ...body });
  const save = (id: string, expression: string, more: object = {}) =>
    on.asAdmin.send<Refused>('POST', '/controls/custom', { ...base, id, expression, ...more });
  const put = (id: string, expression: string, enabled: boolean, more: object = {}) =>
    on.asAdmin.send<Refused>('PUT', `/controls/custom/${id}`, { ...base, expression, enabled, ...more });
  const dryRun = (id: string, body?: object) =>
    on.asAdmin.must<Tried>('POST', `/controls/custom/${id}/dry-run`, body);
  /** Saves, tries and enables. */
  async function enable(id: string, expression: string): Promise<Tried> {
    expect((await save(id, expression)).status).toBe(201);
    const tried = await dryRun(id);
    expect((await put(id, expression, true)).status).toBe(200);
    return tried;
  }
  const remove = (id: string) => on.asAdmin.send('DELETE', `/controls/custom/${id}`);
  const verdicts = async (controlId: string) =>
    (await on.get<Page<Verdict>>(`/verdicts?controlId=${controlId}`)).items;
  const verdictOn = async (controlId: string, arn: string) =>
    (await verdicts(controlId)).find((one) => one.resourceArn === arn);

  it('are refused where the expression is none, or the id is not one of their own', async () => {
    const broken = await save('custom_broken', '$exists(');
    expect([broken.status, broken.body.details?.[0]?.path]).toEqual([400, 'expression']);
    expect(broken.body.details?.[0]?.message).toMatch(/JSONata/);
    const long = await save('custom_long', `"${'x'.repeat(8 * 1024)}"`);
    expect([long.status, long.body.details?.[0]?.path]).toEqual([400, 'expression']);
    const ours = await save('s3_bucket_unused', 'true');
    expect([ours.status, ours.body.details?.[0]?.path]).toEqual([400, 'id']);
    const type = await save('custom_type', 'true', { resourceType: 'AWS::Nothing' });
    expect([type.status, type.body.details?.[0]?.path]).toEqual([400, 'resourceType']);
  });

  it('decide only when they were tried on the inventory', async () => {
    const expression = '$exists(tags.owner)';
    expect((await save(OWNER, expression, { enabled: true })).status).toBe(412);
    expect((await save(OWNER, expression)).status).toBe(201);
    expect((await save(OWNER, expression)).status).toBe(409);
    const early = await put(OWNER, expression, true);
    expect([early.status, early.body.error]).toEqual([412, expect.stringContaining('dry-run')]);
    const tried = await dryRun(OWNER);
    expect([tried.resources, tried.counts['pass'], tried.counts['fail']]).toEqual([2, 1, 1]);
    expect(tried.samples).toContainEqual({
      resourceArn: lost,
      verdict: 'fail',
      evidence: { tags: {} },
    });
    expect((await put(OWNER, '$exists(tags.team)', true)).status).toBe(412); // another one
    expect((await put(OWNER, expression, true)).status).toBe(200);
    // once enabled, its words may change
    expect((await put(OWNER, expression, true, { title: 'The volume has no owner tag' })).status).toBe(200);
    expect(await on.get(`/controls/${OWNER}`)).toMatchObject({
      ...{ id: OWNER, isCustom: true, class: 'security', severity: 'critical', service: 'ec2' },
    });
  });

  it('can be tried before they are saved', async () => {
    const body = { resourceType: base.resourceType, expression: 'sizeGb < 5' };
    const tried = await on.asAdmin.must<Tried>('POST', '/controls/custom/dry-run', body);
    expect([tried.resources, tried.counts['fail'], tried.isComplete]).toEqual([2, 2, true]);
  });

  it('find, resolve and find again as others do, and are in verdicts and scores', async () => {
    expect((await scan()).status).toMatch(COMPLETED);
    const found = await on.finding(lost, OWNER);
    expect(found).toMatchObject({
      ...{ status: 'open', severity: 'critical', evidence: { tags: {} } },
      remediation: { text: 'Tag it with its owner.' },
    });
    expect(await verdictOn(OWNER, owned)).toMatchObject({ verdict: 'pass' });
    expect(await verdictOn(OWNER, lost)).toMatchObject({ verdict: 'fail' });
    await on.account
      .ec2(ABROAD)
      .createTags({ Resources: [idOf(lost)], Tags: [{ Key: 'owner', Value: 'bob' }] });
    await scan({ controls: [OWNER] });
    expect((await on.finding(lost, OWNER)).status).toBe('resolved');
    await on.account.ec2(ABROAD).deleteTags({ Resources: [idOf(lost)], Tags: [{ Key: 'owner' }] });
    await scan({ scanType: 'security' });
    expect((await on.finding(lost, OWNER)).status).toBe('open');
    const [tally] = await on.app.database.query(
      `SELECT pass, fail FROM control_tallies WHERE control_id = $1`,
      [OWNER],
    );
    expect(tally).toEqual({ pass: 1, fail: 1 });
  });

  it('are muted and tested as others are', async () => {
    const mute = await on.asAdmin.must<{ id: string }>('POST', '/mutes', {
      ...{ rules: [{ controlId: OWNER }], reason: 'later' },
    });
    await eventually(async () => {
      const [finding] = await on.findings(`&controlId=${OWNER}`);
      return (finding as { muted?: unknown } | undefined)?.muted != null;
    });
    await on.asAdmin.send('DELETE', `/mutes/${mute.id}`);
    const [volume] = await on.app.database.query<{ configuration: object }>(
      'SELECT configuration FROM resources WHERE arn = $1',
      [lost],
    );
    const test = (configuration: object) =>
      on.must<{ verdict: string }>('POST', `/controls/${OWNER}/test`, { configuration });
    expect((await test(volume?.configuration ?? {})).verdict).toBe('fail');
    expect((await test({ ...volume?.configuration, tags: { owner: 'x' } })).verdict).toBe('pass');
  });

  it('decide nothing where what they read could not be read, and no more than that', async () => {
    const SNAPSHOT = 'custom_volume_has_snapshot';
    await enable(SNAPSHOT, 'newestSnapshot != null');
    await scan();
    const before = await verdictOn(SNAPSHOT, lost);
    on.proxy.rules = [{ match: { service: 'ec2', action: 'DescribeSnapshots' }, fault: 'deny' }];
    await scan().finally(() => (on.proxy.rules = []));
    expect(['pass', 'fail']).toContain(before?.verdict);
    expect(await verdictOn(SNAPSHOT, lost)).toMatchObject({
      verdict: 'no_evidence',
      evidence: { part: 'newestSnapshot', noEvidence: 'denied' },
    });
    expect(await verdictOn(OWNER, lost)).toMatchObject({ verdict: 'fail' });
    await remove(SNAPSHOT);
  });

  it.each([
    ['nothing', 'tags.nowhere', /gave nothing/],
    ['null', 'null', /gave null/],
    ['a text', '"yes"', /gave a string/],
    ['another verdict', '{"verdict": "fine"}', /verdict is none of/],
    ['an error', '$number("x")', /failed: D3030/],
    [
      'NUL as evidence',
      '{"verdict": "fail", "evidence": {"x": $decodeUrlComponent("%00")}}',
      /cannot be stored/,
    ],
    ['a huge text', '$pad("x", 1000000000)', /./],
    ['much evidence', '{"verdict": "fail", "evidence": {"x": $pad("x", 100000)}}', /more than 16 KB/],
    ['endless loop', '($f := function($n) { $f($n + 1) }; $f(1))', /computed for more than 0.5 s/],
    ['endless recursion', '($f := function($n) { 1 + $f($n + 1) }; $f(1))', /Stack overflow/],
    ['the process', 'constructor.constructor("return process")().env', /./],
    ['eval', '$eval("1")', /failed: T1006/],
    ['the clock of the machine', '$now() = "x" ? true : "not"', /gave a string/],
  ])('that give %s decide nothing, and say why', async (_what, expression, reason) => {
    const body = { resourceType: base.resourceType, expression };
    const tried = await on.asAdmin.must<Tried>('POST', '/controls/custom/dry-run', body);
    expect(tried.counts).toMatchObject({ pass: 0, fail: 0, noEvidence: 2 });
    expect(tried.samples[0]?.evidence['reason']).toMatch(reason);
  });

  it('say their verdict and evidence themselves where they want', async () => {
    const expression =
      '{"verdict": sizeGb > 5 ? "not_applicable" : "fail", "evidence": {"size": sizeGb, "at": $resource.region}}';
    const body = { resourceType: base.resourceType, expression };
    const tried = await on.asAdmin.must<Tried>('POST', '/controls/custom/dry-run', body);
    expect(tried.counts).toMatchObject({ notApplicable: 2 });
    expect(tried.samples).toContainEqual({
      resourceArn: owned,
      verdict: 'not_applicable',
      evidence: { size: 10, at: HOME },
    });
  });

  it('are not enabled where a dry run met a limit', async () => {
    const endless = `$match("${EVIL_TEXT}", /^(a+)+$/)`;
    await save('custom_endless', endless);
    const tried = await dryRun('custom_endless');
    expect([tried.metLimit, tried.counts['noEvidence']]).toEqual([true, 2]);
    expect((await put('custom_endless', endless, true)).status).toBe(412);
    await remove('custom_endless');
  }, 60_000);

  it('that begin to hang, or to eat memory, keep neither the scan nor the others from their end', async () => {
    // its memory has to end well before its time does, on a slow machine too
    const doubled = '($f := function($s, $n) { $n = 0 ? $s : $f($s & $s, $n - 1) }; $f("word,", 24))';
    const evil = (then: string) => `$exists(tags.evil) ? ${then} : true`;
    await enable('custom_hangs', evil(`$count($match("${EVIL_TEXT}", /^(a+)+$/)) > 0`));
    await enable('custom_eats', evil(`$count($split(${doubled}, ",")) > 0`));
    const evilOne = await on.account.volume(HOME, 10, { evil: 'yes' });
    const { status } = await on.ended(await on.start({ services: VOLUMES.services }), 90_000);
    expect(status).toMatch(COMPLETED);
    expect((await on.finding(evilOne, OWNER)).status).toBe('open');
    const hangs = await verdictOn('custom_hangs', evilOne);
    expect([hangs?.verdict, hangs?.evidence['reason']]).toEqual([
      'no_evidence',
      expect.stringMatching(/was stopped: it computed for more than/),
    ]);
    const eats = await verdictOn('custom_eats', evilOne);
    expect([eats?.verdict, eats?.evidence['reason']]).toEqual([
      'no_evidence',
      expect.stringMatching(/memory/),
    ]);
    expect(await on.findings('&controlId=custom_hangs')).toEqual([]);
    await remove('custom_hangs');
    await remove('custom_eats');
    await on.account.ec2(HOME).deleteVolume({ VolumeId: idOf(evilOne) });
  }, 120_000);

  it('are not written by a page that was judged before they were disabled', async () => {
    const of = <T>(type: new (...parts: never[]) => T): T => on.app.app.get<T>(type, { strict: false });
    const [pages, store, database] = [of(CustomPages), of(CustomControlStore), of(Database)];
    await enable('custom_short_lived', 'encrypted');
    const enabled = await database.withTenant('acme', (tx) => store.enabled(tx, 'acme'));
    const evaluations = enabled.map((control) => ({ control, decision: pass() }));
    const page = { own: new Map([[{}, evaluations]]) };
    const written = () =>
      database.withTenant('acme', async (tx) => {
        const holds = await pages.holding(tx, 'acme', [page]);
        return evaluations.filter(holds).map(({ control }) => control.id);
      });
    expect(await written()).toEqual([OWNER, 'custom_short_lived'].sort());
    await put('custom_short_lived', 'encrypted', false);
    expect(await written()).toEqual([OWNER]);
    await remove('custom_short_lived');
  });

  it("are one tenant's alone", async () => {
    const other = await on.app.tenant('globex');
    const ask = <T>(method: string, path: string, body?: unknown) =>
      on.app.request<T>(method, path, { key: other.admin, body });
    expect((await ask<Page<unknown>>('GET', '/controls/custom')).body.items).toEqual([]);
    for (const path of [`/controls/custom/${OWNER}`, `/controls/${OWNER}`])
      expect((await ask('GET', path)).status).toBe(404);
    expect((await ask('DELETE', `/controls/custom/${OWNER}`)).status).toBe(404);
    expect((await ask('POST', `/controls/custom/${OWNER}/dry-run`, {})).status).toBe(404);
    const body = { resourceType: base.resourceType, expression: 'true' };
    expect((await ask<Tried>('POST', '/controls/custom/dry-run', body)).body.resources).toBe(0);
    expect(
      (await on.send('POST', '/controls/custom', { ...base, id: 'custom_x', expression: '1' })).status,
    ).toBe(403);
  });

  it('take their findings with them when they are disabled, and bring them back', async () => {
    await scan();
    expect((await on.finding(lost, OWNER)).status).toBe('open');
    expect((await put(OWNER, '$exists(tags.owner)', false)).status).toBe(200);
    const resolved = await eventually(async () => {
      const finding = await on.finding(lost, OWNER);
      return finding.status === 'resolved' && finding;
    });
    expect((resolved satisfies FindingDetail).history[0]).toMatchObject({
      ...{ to: 'resolved', reason: 'control_removed', source: 'api' },
    });
    expect((await on.send('GET', `/controls/${OWNER}`)).status).toBe(404);
    expect((await on.send<Refused>('POST', '/scans', { controls: [OWNER] })).status).toBe(400);
    await scan();
    expect((await on.finding(lost, OWNER)).status).toBe('resolved');
    expect((await put(OWNER, '$exists(tags.owner)', true)).status).toBe(200);
    await scan();
    expect((await on.finding(lost, OWNER)).status).toBe('open');
    expect((await remove(OWNER)).status).toBe(204);
    await eventually(async () => (await on.finding(lost, OWNER)).status === 'resolved');
    const [finding] = await on.app.database.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM audit_log WHERE target_type = 'custom_control' AND target_id = $1`,
      [OWNER],
    );
    expect(finding?.n).toBeGreaterThan(4);
  });

  it('are a hundred at most', async () => {
    const { length } = (await on.get<Page<unknown>>('/controls/custom?limit=500')).items;
    await on.app.database.query(
      `INSERT INTO custom_controls (tenant_id, id, resource_type, severity, title, risk, remediation, expression,
                                    enabled, saved_by, saved_by_key)
       SELECT 'acme', 'custom_many_' || n, 'AWS::S3::Bucket', 'low', 't', 'r', '{"text":"x"}', 'true', false, 'a', 'b'
         FROM generate_series(1, $1::int) n`,
      [100 - length],
    );
    expect((await save('custom_one_more', 'true')).status).toBe(409);
  });
});
