import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { controlsOf, frameworkOf } from '../../src/modules/scanning/domain/frameworks/index.js';
import {
  BACKED_UP,
  complianceAccount,
  ENCRYPTED_QUEUE,
  SERVICES,
  type ComplianceAccount,
} from './compliance-account.js';
import { ABROAD } from './emulated-account.js';
import { startScanApp, type ScanApp } from './scan-app.js';
import { type Assessment, type Page, type Verdict } from './scan-client.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no account to scan: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

interface Score {
  frameworkId: string;
  accountId: string;
  scanId: string;
  score: number | null;
  coverage: number | null;
  counts: object;
  requirements: Record<string, object> | null;
}

interface Refusal {
  error_type: string;
  details?: { path: string }[];
}

withEmulator('verdicts (needs MOTO_URL)', () => {
  let on: ScanApp;
  let there: ComplianceAccount;

  beforeAll(async () => {
    on = await startScanApp(MOTO_URL ?? '', {}, [], { services: SERVICES });
    there = await complianceAccount(on.account);
    // so that some are of no resource: nothing is known of databases there
    on.proxy.rules = [{ match: { service: 'rds', region: ABROAD }, fault: 'deny' }];
    expect((await on.scan()).status).toBe('completed_with_errors');
  }, 60_000);
  afterAll(async () => {
    there?.close();
    await on?.close();
  });

  const keyOf = ({ controlId, region, resourceArn }: Pick<Verdict, 'controlId' | 'region' | 'resourceArn'>) =>
    `${resourceArn ?? `none in ${region}`} ${controlId}`;
  const lines = async (query = '', key = on.keys.viewer) => {
    const answer = await on.app.request<string>('GET', `/verdicts?format=jsonl${query}`, { key });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/x-ndjson']);
    return answer.body
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Verdict);
  };
  const byKey = (list: readonly Verdict[]) => [...list].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));

  it.each([1, 7, 50])('are the same in pages of %i as in lines, each once', async (limit) => {
    const seen: Verdict[] = [];
    for (let cursor = ''; ;) {
      const page = await on.get<Page<Verdict>>(`/verdicts?limit=${limit}${cursor}`);
      expect(page.items.length).toBeLessThanOrEqual(limit);
      seen.push(...page.items);
      if (page.nextCursor === null) break;
      cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
    }
    const all = await lines();
    expect(seen).toEqual(all);
    expect(new Set(seen.map(keyOf)).size).toBe(all.length);
    expect(seen.filter(({ resourceArn }) => resourceArn === null).length).toBeGreaterThan(10);
    expect((await on.send('GET', '/verdicts?cursor=eeek')).status).toBe(400);
  });

  it.each<[string, (one: Verdict) => boolean]>([
    [`&controlId=${ENCRYPTED_QUEUE}`, ({ controlId }) => controlId === ENCRYPTED_QUEUE],
    [`&region=${ABROAD}`, ({ region }) => region === ABROAD],
    ['&verdict=fail', ({ verdict }) => verdict === 'fail'],
    ['&verdict=no_evidence', ({ verdict }) => verdict === 'no_evidence'],
    ['&accountId=999999999999', () => false],
  ])('are narrowed by %s, in pages and in lines', async (query, fits) => {
    const wanted = (await lines()).filter(fits);
    expect(await lines(query)).toEqual(wanted);
    expect(await on.verdicts(query)).toEqual(wanted);
  });

  it('are narrowed to a resource and to the controls of a framework', async () => {
    const of = await on.verdicts(`&resourceArn=${there.plain}`);
    expect(of).toEqual((await lines()).filter(({ resourceArn }) => resourceArn === there.plain));
    const cis = new Set((await on.verdicts('&frameworkId=CIS')).map(({ controlId }) => controlId));
    expect(cis.size).toBeGreaterThan(3);
    const framework = frameworkOf('cis-3.0');
    expect(framework && controlsOf(framework)).toEqual(expect.arrayContaining([...cis]));
    for (const query of ['controlId=none', 'frameworkId=none', 'verdict=maybe'])
      expect((await on.send<Refusal>('GET', `/verdicts?${query}`)).body.details?.[0]?.path).toBe(
        query.split('=')[0],
      );
    expect((await on.send('GET', '/verdicts?format=jsonl&frameworkId=none')).status).toBe(400);
  });

  it('fail where a finding is open, with its evidence, and nowhere else', async () => {
    const facts = ({
      severity,
      evidence,
      ...one
    }: Pick<Verdict, 'severity' | 'evidence'> & Parameters<typeof keyOf>[0]) => [
      keyOf(one),
      severity,
      evidence,
    ];
    const failing = byKey(await on.verdicts('&verdict=fail'));
    const open = await on.findings('&status=open');
    expect(failing.length).toBeGreaterThan(10);
    expect(open.map(facts).sort()).toEqual(failing.map(facts).sort());
  });

  it('follow the severity and the parameters of the tenant at the next scan, and so do findings', async () => {
    const set = (body: object, key = on.asAdmin) =>
      key.send<Refusal>('PUT', `/controls/${BACKED_UP}/settings`, body);
    const shown = async () => {
      const [verdict] = await on.verdicts(`&controlId=${BACKED_UP}&resourceArn=${there.database}`);
      const [finding] = await on.findings(`&controlId=${BACKED_UP}`);
      return [verdict?.verdict, verdict?.severity, finding?.status, finding?.severity];
    };
    expect(await shown()).toEqual(['pass', 'medium', undefined, undefined]);
    expect((await set({ severity: 'critical', parameters: { minimumRetentionDays: 30 } })).status).toBe(200);
    await on.scan({ services: ['rds'] });
    expect(await shown()).toEqual(['fail', 'critical', 'open', 'critical']);
    expect((await on.finding(there.database, BACKED_UP)).evidence).toMatchObject({
      minimumRetentionDays: 30,
    });
    expect(await on.get(`/controls/${BACKED_UP}`)).toMatchObject({
      ...{ severity: 'critical', defaultSeverity: 'medium' },
      parameters: [{ name: 'minimumRetentionDays', value: 30, default: 7 }],
    });
    expect((await set({ severity: null })).status).toBe(200); // the parameters stay
    await on.scan({ services: ['rds'] });
    expect(await shown()).toEqual(['fail', 'medium', 'open', 'medium']);
    expect((await set({ parameters: null })).status).toBe(200);
    await on.scan({ services: ['rds'] });
    expect(await shown()).toEqual(['pass', 'medium', 'resolved', 'medium']);

    for (const [bad, path] of [
      [{ parameters: { retentionDays: 30 } }, 'parameters.retentionDays'],
      [{ parameters: { minimumRetentionDays: 'thirty' } }, 'parameters.minimumRetentionDays'],
      [{ severity: 'awful' }, 'severity'],
    ] as const) {
      const { status, body } = await set(bad);
      expect([status, body.details?.map((one) => one.path)]).toEqual([400, [path]]);
    }
    expect((await set({ severity: 'low' }, on)).status).toBe(403); // operators do not
    expect((await on.asAdmin.send('PUT', '/controls/none/settings', { severity: 'low' })).status).toBe(404);
  });

  it('can be tried on a configuration, as it is shown or changed, and nothing is stored', async () => {
    const { configuration } = await on.get<{ configuration: object }>(
      `/resources/${encodeURIComponent(there.database)}`,
    );
    const before = await on.written();
    const test = (body: object) => on.send<Verdict & Refusal>('POST', `/controls/${BACKED_UP}/test`, body);
    expect((await test({ configuration })).body).toMatchObject({ verdict: 'pass', severity: 'medium' });
    const changed = { configuration: { ...configuration, backupRetentionDays: 3 } };
    expect((await test(changed)).body).toMatchObject({
      verdict: 'fail',
      evidence: { backupRetentionDays: 3 },
    });
    const parameters = { minimumRetentionDays: 3 };
    expect((await test({ ...changed, parameters })).body).toMatchObject({ verdict: 'pass' });
    const unread = { backupRetentionDays: 'many' };
    const bad = await test({ configuration: { ...configuration, ...unread } });
    expect([bad.status, bad.body.details?.[0]?.path]).toEqual([400, 'configuration.backupRetentionDays']);
    expect((await test({ configuration, parameters: { days: 3 } })).body.details?.[0]?.path).toBe(
      'parameters.days',
    );
    expect(await on.written()).toEqual(before);
  });

  it('are summed up by requirement, with links to the evidence', async () => {
    on.proxy.rules = [];
    expect((await on.scan()).status).toBe('completed');
    const { accountId } = on.account;
    const cis = await on.get<Assessment>('/frameworks/cis-3.0/assessment');
    expect(cis).toMatchObject({ frameworkId: 'cis-3.0', tenantId: 'acme', accountIds: [accountId] });
    expect(cis).toEqual(await on.get('/frameworks/CIS/assessment'));
    const ofAccount = await on.get<Assessment>(`/frameworks/cis-3.0/assessment?accountId=${accountId}`);
    expect({ ...ofAccount, requirements: [] }).toEqual({ ...cis, requirements: [] });
    for (const { verdictsUrl } of ofAccount.requirements.flatMap((one) => one.controls))
      expect(verdictsUrl).toContain(`accountId=${accountId}`);
    expect(cis.requirements).toHaveLength(62);
    expect(Object.values(cis.statuses).reduce((sum, one) => sum + one, 0)).toBe(62);
    const followed = cis.requirements
      .flatMap((one) => one.controls)
      .filter(({ counts }) => counts.pass + counts.fail > 0);
    expect(followed.length).toBeGreaterThan(3);
    for (const { counts, verdictsUrl } of followed) {
      const { items } = await on.get<Page<Verdict>>(`${verdictsUrl}&limit=500`);
      const count = (wanted: string) => items.filter(({ verdict }) => verdict === wanted).length;
      expect([verdictsUrl, count('pass'), count('fail')]).toEqual([verdictsUrl, counts.pass, counts.fail]);
    }
    const failed = await on.get<Assessment>('/frameworks/cis-3.0/assessment?status=failed');
    expect(failed.requirements).toEqual(cis.requirements.filter(({ status }) => status === 'failed'));
    expect(failed.requirements).toHaveLength(cis.statuses['failed'] ?? -1);
    expect((await on.send('GET', '/frameworks/iso-27001/assessment')).status).toBe(404);
  });

  it('are scored once in each assessment, newest first', async () => {
    const history = async (query = '') =>
      (await on.get<Page<Score>>(`/scores/history?limit=500&frameworkId=cis-3.0${query}`)).items;
    const before = await history();
    const { scanId } = await on.scan({ services: ['sqs'] });
    const after = await history('&requirements=true');
    expect(after.slice(1).map((one) => ({ ...one, requirements: null }))).toEqual(before);
    const { score, coverage, counts, requirements } = await on.get<Assessment>(
      '/frameworks/cis-3.0/assessment',
    );
    expect(after[0]).toMatchObject({ accountId: on.account.accountId, scanId, score, coverage, counts });
    expect(Object.keys(after[0]?.requirements ?? {}).sort()).toEqual(requirements.map(({ id }) => id).sort());
    const scans = await on.app.database.query(`SELECT FROM scans WHERE tenant_id = 'acme'`);
    expect(after).toHaveLength(scans.length);
  });

  it('keep to their tenant', async () => {
    const stranger = await on.app.tenant('globex');
    const ask = <T>(path: string) => on.app.request<T>('GET', path, { key: stranger.admin });
    expect((await ask<Page<Verdict>>('/verdicts')).body.items).toEqual([]);
    expect(await lines('', stranger.admin)).toEqual([]);
    expect((await ask<Page<Verdict>>(`/verdicts?resourceArn=${there.plain}`)).body.items).toEqual([]);
    expect((await ask<Page<Score>>('/scores/history')).body.items).toEqual([]);
    expect((await ask<Assessment>('/frameworks/cis-3.0/assessment')).body).toMatchObject({
      ...{ tenantId: 'globex', accountIds: [], asOf: null, score: null, coverage: null },
    });
    for (const path of ['/verdicts', '/scores/history', '/frameworks/cis-3.0/assessment'])
      expect((await ask(`${path}?tenantId=acme`)).status).toBe(403);
  });
});
