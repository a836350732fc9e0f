import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { controlById } from '../../src/modules/scanning/domain/controls/index.js';
import { controlsOf, frameworkOf } from '../../src/modules/scanning/domain/frameworks/index.js';
import { mergeTallies, scoreOf, tallyOf } from '../../src/modules/scanning/domain/score.js';
import { complianceAccount, ENCRYPTED_QUEUE, type ComplianceAccount } from '../e2e/compliance-account.js';
import { ABROAD, HOME } from '../e2e/emulated-account.js';
import { startScanApp, type ScanApp } from '../e2e/scan-app.js';
import { type Assessment, type Verdict } from '../e2e/scan-client.js';
import { ASSESSED_SERVICES, assessmentClient, SOC2 } from '../support/assessments.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no account to assess: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

jest.setTimeout(120_000); // several scans

withEmulator('the facts of an assessment (needs MOTO_URL)', () => {
  let on: ScanApp;
  let there: ComplianceAccount;
  let client: ReturnType<typeof assessmentClient>;

  beforeAll(async () => {
    on = await startScanApp(MOTO_URL ?? '');
    there = await complianceAccount(on.account);
    client = assessmentClient(on);
    await on.scan({ services: ASSESSED_SERVICES });
  });
  afterAll(async () => {
    there?.close();
    await on?.close();
  });

  const built = (scope?: object) => client.built(scope);

  it('has the numbers of GET /frameworks/{id}/assessment where the scope is whole accounts', async () => {
    const shown = await on.get<Assessment>(`/frameworks/${SOC2}/assessment`);
    for (const scope of [{}, { accountIds: [on.account.accountId] }]) {
      const report = await built(scope);
      const { score, coverage, statuses, requirements } = report;
      expect({ score, coverage, statuses }).toEqual({
        ...{ score: shown.score, coverage: shown.coverage, statuses: shown.statuses },
      });
      expect(requirements.map(({ id, status, score: of }) => [id, status, of])).toEqual(
        shown.requirements.map(({ id, status, score: of }) => [id, status, of]),
      );
      const counted = (list: readonly { controlId: string; counts: { pass: number; fail: number } }[]) =>
        list.map(({ controlId, counts }) => [controlId, counts.pass, counts.fail]);
      expect(requirements.map(({ controls }) => counted(controls))).toEqual(
        shown.requirements.map(({ controls }) => counted(controls)),
      );
      for (const { counts, failed, more } of requirements.flatMap(({ controls }) => controls))
        expect(failed.length + more).toBe(counts.fail);
    }
  });

  it('shows each failed resource with its finding and what decided', async () => {
    const { requirements } = await built();
    const failures = requirements.flatMap(({ controls }) =>
      controls.flatMap(({ controlId, failed }) => failed.map((one) => ({ controlId, ...one }))),
    );
    expect(failures.length).toBeGreaterThan(5);
    const plain = failures.find(
      (one) => one.resourceArn === there.plain && one.controlId === ENCRYPTED_QUEUE,
    );
    const finding = await on.finding(there.plain, ENCRYPTED_QUEUE);
    expect(plain).toMatchObject({
      ...{ findingId: finding.id, accountId: on.account.accountId, region: HOME },
      evidence: finding.evidence,
    });
    expect(failures.every(({ findingId }) => findingId !== null)).toBe(true);
  });

  /** By the verdicts that the API shows, and the formula. */
  const scoreBy = async (fits: (one: Verdict) => boolean) => {
    const framework = frameworkOf(SOC2);
    const named = new Set(framework === undefined ? [] : controlsOf(framework));
    const verdicts = (await on.verdicts('')).filter((one) => named.has(one.controlId) && fits(one));
    const tallies = verdicts.map((one) =>
      tallyOf(one as never, one.verdict as never, { muted: one.mutedBy !== null }),
    );
    return { ...scoreOf(mergeTallies(tallies)), fails: verdicts.filter(({ verdict }) => verdict === 'fail') };
  };

  it.each<[string, object, (one: Verdict) => boolean]>([
    ['a region', { regions: [ABROAD] }, ({ region }) => [ABROAD, 'global'].includes(region)],
    ['a service', { services: ['sqs'] }, ({ resourceType }) => resourceType === 'AWS::SQS::Queue'],
    ['another account', { accountIds: ['999999999999'] }, () => false],
  ])('is of the scope alone, where that is %s', async (_, scope, fits) => {
    const report = await built(scope);
    const { score, coverage, fails } = await scoreBy(fits);
    expect([report.score, report.coverage]).toEqual([score, coverage]);
    const shown = new Set(
      report.requirements.flatMap(({ controls }) =>
        controls.flatMap(({ controlId, failed }) => failed.map((one) => `${controlId} ${one.resourceArn}`)),
      ),
    );
    expect([...shown].sort()).toEqual(
      fails.map(({ controlId, resourceArn }) => `${controlId} ${resourceArn ?? ''}`).sort(),
    );
    const open = await on.findings('&status=open');
    const keys = new Set(fails.map(({ controlId, resourceArn }) => `${controlId} ${resourceArn ?? ''}`));
    expect(report.findings.total).toBe(
      open.filter(({ controlId, resourceArn }) => keys.has(`${controlId} ${resourceArn}`)).length,
    );
  });

  it('is of the scope alone, where that is a tag', async () => {
    const report = await built({ tags: { Team: 'data' } });
    const { score, fails } = await scoreBy(({ resourceArn }) =>
      [there.sealed, there.plain].includes(resourceArn ?? ''),
    );
    const failed = report.requirements.flatMap(({ controls }) => controls.flatMap((one) => one.failed));
    expect(fails.length).toBeGreaterThan(0);
    expect(new Set(failed.map(({ resourceArn }) => resourceArn))).toEqual(new Set([there.plain]));
    expect(report.score).toBe(score);
    expect(report.findings.total).toBe(fails.length);
    expect((await built({ tags: { Team: 'nobody' } })).score).toBeNull();
  });

  it('recommends by what the score gains, with fixes where there are some', async () => {
    const { recommendations, score } = await built();
    const best = recommendations[0];
    expect(recommendations.map(({ rank }) => rank)).toEqual(recommendations.map((_, at) => at + 1));
    expect(best?.findingIds.length).toBeGreaterThan(0);
    const bucket = recommendations.find(({ controlId }) => controlId === ENCRYPTED_QUEUE);
    expect(bucket).toMatchObject({
      fix: { reversible: true },
      text: controlById(ENCRYPTED_QUEUE)?.remediation.text,
    });
    const gains = recommendations.reduce((sum, { scoreGain }) => sum + scoreGain, 0);
    expect(Math.abs((score ?? 0) + gains - 100)).toBeLessThan(0.1 * recommendations.length + 0.1);
  });

  it('tells what has changed since the assessment before, and how the score has moved', async () => {
    const before = await client.assess({ scope: {} });
    await there.encrypt(there.plain, true);
    const added = await there.queue(`added-${Date.now()}`, false);
    const { output } = await client.assess({ scope: {} });
    const [earlier, later] = await Promise.all(
      [before.output, output].map(({ reportResults }) =>
        on.get<{ details: { assessedAt: string; score: number } }>(`/reports/${reportResults.reportId}`),
      ),
    );
    // of one scan nobody can say which report was the earlier one
    await on.scan({ services: ASSESSED_SERVICES });
    const report = await built();
    expect(report.changed.since.toISOString()).toBe(later?.details.assessedAt);
    expect([report.changed.openedTotal, report.changed.resolvedTotal]).toEqual([0, 0]);
    // the first of the two did not know of them
    await on.app.database.query('DELETE FROM reports WHERE id = $1', [output.reportResults.reportId]);
    const { changed, trend } = await built();
    expect(changed.since.toISOString()).toBe(earlier?.details.assessedAt);
    expect(changed.opened.map(({ resourceArn }) => resourceArn)).toContain(added);
    expect(changed.resolved.map(({ resourceArn }) => resourceArn)).toContain(there.plain);
    expect(changed.openedTotal).toBe(changed.opened.length);
    expect(trend.length).toBeGreaterThan(2);
    expect([...trend].sort((a, b) => a.at.getTime() - b.at.getTime())).toEqual(trend);
    expect(trend.at(-1)?.score).toBe(output.assessment.score);
    await there.encrypt(there.plain, false);
  });

  it('looks at thirty days where nothing came before', async () => {
    const { changed } = await built({ services: ['kms'] });
    const days = (Date.now() - changed.since.getTime()) / 86_400_000;
    expect(days).toBeGreaterThan(29.9);
    expect(days).toBeLessThan(30.1);
  });

  it('holds a hundred failures of a control, and counts the others', async () => {
    await on.app.database.query(
      `INSERT INTO resources SELECT (jsonb_populate_record(r, jsonb_build_object('arn', r.arn || '-' || n))).*
         FROM resources r, generate_series(1, 1000) n WHERE r.arn = $1`,
      [there.other],
    );
    const { requirements, recommendations } = await built({ services: ['sqs'] });
    const control = requirements
      .flatMap(({ controls }) => controls)
      .find(({ controlId }) => controlId === ENCRYPTED_QUEUE);
    expect(control?.failed).toHaveLength(100);
    expect(control?.counts.fail).toBeGreaterThan(1_000);
    expect(control?.more).toBe((control?.counts.fail ?? 0) - 100);
    const advised = recommendations.find(({ controlId }) => controlId === ENCRYPTED_QUEUE);
    expect(advised).toMatchObject({ resources: control?.counts.fail, effort: 'medium' });
  });
});
