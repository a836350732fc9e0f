import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { barriersOf, CHROMIUM, type Visit } from '../support/browser.js';
import { heldBack } from '../support/held-back.js';
import { SCRIPT, startVisits, type Visits } from '../support/page-visits.js';
import { troubleOnAPhone } from '../support/phone.js';
import { HOME } from './emulated-account.js';
import { startScanApp, type ScanApp } from './scan-app.js';
import type { Assessment } from './scan-client.js';

const MOTO_URL = process.env['MOTO_URL'];
const withBrowser = MOTO_URL === undefined || CHROMIUM === undefined ? describe.skip : describe;
const ENCRYPTION = 'ec2_ebs_volume_encryption';
/** Known by its tallies alone. */
const ELSEWHERE = '999988887777';

interface Framework {
  id: string;
  name: string;
  version: string;
}
interface Sheet extends Assessment {
  requirements: (Assessment['requirements'][number] & { title: string; section: string })[];
}
interface Scores {
  items: { at: string; accountId: string; score: number | null }[];
}

withBrowser('the frameworks of the page (needs MOTO_URL and Chromium)', () => {
  let on: ScanApp;
  let visits: Visits;
  let someone: Visit;
  let page: Page;

  beforeAll(async () => {
    on = await startScanApp(MOTO_URL ?? '', {}, [], { services: ['ec2'] });
    await on.account.volume(HOME, 3);
    await on.account.volume(HOME, 5);
    await on.asAdmin.must('POST', '/frameworks', {
      ...{ id: 'acme-baseline', name: `Acme ${SCRIPT}`, version: '2.0', description: 'Ours' },
      requirements: [
        { id: '1.1', title: SCRIPT, section: 'Storage', controls: [ENCRYPTION] },
        { id: '1.2', title: 'Buckets are closed', section: 'Storage', controls: ['s3_bucket_public_access'] },
        { id: '2.1', title: 'People are trained', section: SCRIPT, controls: [], manual: 'Ask the owners' },
      ],
    });
    visits = await startVisits(on.app);
    someone = await visits.signedIn(on.keys.viewer);
    ({ page } = someone);
  }, 120_000);
  afterAll(async () => {
    await visits?.close();
    await on?.close();
  }, 30_000);

  const sheetOf = (id: string, query = '') => on.get<Sheet>(`/frameworks/${id}/assessment${query}`);
  const frameworks = async () => (await on.get<{ items: Framework[] }>('/frameworks?limit=100')).items;
  const text = (of: string) => page.locator(of).first().textContent();
  const words = (score: number | null) => (score === null ? 'no evidence' : score.toFixed(1));
  const requirements = async () =>
    Promise.all(
      (await page.locator('li[data-requirement]').all()).map(async (one) => [
        await one.getAttribute('data-requirement'),
        await one.getAttribute('data-status'),
      ]),
    );

  /** What is marked in the bar as where one is. */
  const placeIn = (of: Page) =>
    of.getByRole('navigation', { name: 'Pages' }).locator('[aria-current="page"]').allTextContents();

  it('say that nothing was assessed yet, and list what will be', async () => {
    await page.goto(visits.at('frameworks/cis-3.0'));
    await page.getByText('Nothing was assessed yet').waitFor();
    await page.getByText('No scores yet').waitFor();
    expect(await text('[data-count="score"]')).toBe('no evidence');
    const { requirements: all } = await sheetOf('cis-3.0');
    expect(await requirements()).toEqual(all.map(({ id, status }) => [id, status]));
    expect(await barriersOf(page)).toEqual([]);
    expect((await on.scan()).status).toMatch(/^completed/);
    // another account, of which other things were found
    await on.app.database.query(
      `INSERT INTO control_tallies (tenant_id, account_id, control_id, severity, pass, fail, no_evidence, manual,
                                    not_applicable, muted, as_of)
       VALUES ('acme', '${ELSEWHERE}', '${ENCRYPTION}', 'medium', 7, 1, 0, 0, 0, 0, now())`,
    );
  }, 90_000);

  it('are listed with their versions and scores, as the API has them', async () => {
    await page.goto(visits.at('controls'));
    await page.getByRole('link', { name: 'Frameworks' }).click();
    await page.getByRole('heading', { level: 1, name: 'Frameworks' }).waitFor();
    const all = await frameworks();
    expect(all.filter(({ name }) => name === 'CIS AWS Foundations Benchmark').length).toBe(3);
    for (const { id, name, version } of all) {
      const row = page.locator(`li[data-framework="${id}"]`);
      await row.getByRole('link', { name: `${name} ${version}`, exact: true }).waitFor();
      const { score, statuses } = await sheetOf(id);
      await row.locator('[data-count="score"]').getByText(words(score), { exact: true }).waitFor();
      expect(await row.locator('[data-count="failed"]').textContent()).toBe(String(statuses['failed']));
    }
    expect(await page.locator('li[data-framework]').count()).toBe(all.length);
    expect(await page.locator('main img').count()).toBe(0);
    expect(await barriersOf(page)).toEqual([]);
  }, 60_000);

  it('stand on the overview with their versions, and open from there', async () => {
    await page.goto(visits.at(''));
    for (const { id, name, version } of await frameworks())
      await page.locator(`tr[data-framework="${id}"] a`, { hasText: `${name} ${version}` }).waitFor();
    await page.getByRole('link', { name: 'CIS AWS Foundations Benchmark 4.0' }).click();
    await page.waitForURL(/\/ui\/frameworks\/cis-4\.0$/);
    await page.getByRole('heading', { level: 1, name: 'CIS AWS Foundations Benchmark 4.0' }).waitFor();
  }, 60_000);

  it('show the worksheet with the numbers of the API, by status and by account', async () => {
    const whole = await sheetOf('cis-4.0');
    expect(whole.accountIds).toEqual([on.account.accountId, ELSEWHERE].sort());
    expect(await text('[data-count="score"]')).toBe(words(whole.score));
    expect(await text('[data-count="coverage"]')).toBe(`${whole.coverage?.toFixed(1)} %`);
    for (const [status, count] of Object.entries(whole.statuses))
      expect(await text(`[data-count="${status}"]`)).toBe(String(count));
    expect(await requirements()).toEqual(whole.requirements.map(({ id, status }) => [id, status]));
    expect(await page.locator('section[data-section] > h2').allTextContents()).toEqual([
      ...new Set(whole.requirements.map(({ section }) => section)),
    ]);
    await page.getByRole('combobox', { name: 'Status', exact: true }).selectOption('failed');
    await page.waitForURL(/status=failed/);
    const failed = whole.requirements.filter(({ status }) => status === 'failed').map(({ id }) => id);
    expect(failed.length).toBeGreaterThan(0);
    expect(await requirements()).toEqual(failed.map((id) => [id, 'failed']));
    const answer = await heldBack(page, '**/assessment?accountId=*');
    await page.getByRole('combobox', { name: 'Account', exact: true }).selectOption(ELSEWHERE);
    await page.waitForURL(new RegExp(`accountId=.*${ELSEWHERE}`));
    await answer.isAsked;
    expect(await page.locator('[data-count="score"], li[data-requirement]').count()).toBe(0); // of which account?
    await page.getByRole('heading', { level: 1, name: 'CIS AWS Foundations Benchmark 4.0' }).waitFor();
    answer.release();
    await page.getByText(`Of account ${ELSEWHERE}`).waitFor();
    const there = await sheetOf('cis-4.0', `?accountId=${ELSEWHERE}`);
    expect(there.score).not.toBe(whole.score);
    expect(await text('[data-count="score"]')).toBe(words(there.score));
    expect(await page.locator(`li[data-control="${ENCRYPTION}"] [data-count="pass"]`).textContent()).toBe(
      '7',
    );
    expect(await barriersOf(page)).toEqual([]);
  }, 60_000);

  it('say which resources fail, and lead to their findings', async () => {
    await page.goto(visits.at('frameworks/acme-baseline'));
    const row = page.locator(`li[data-control="${ENCRYPTION}"]`);
    await row.getByText('Which fail').click();
    const failing = await on.verdicts(`&controlId=${ENCRYPTION}&verdict=fail`);
    expect(failing.length).toBe(2);
    await row.locator('a.arn').first().waitFor();
    expect(await row.locator('a.arn').allTextContents()).toEqual(
      failing.map(({ resourceArn }) => resourceArn),
    );
    expect(await barriersOf(page)).toEqual([]);
    await row.getByRole('link', { name: 'Its finding' }).first().click();
    await page.waitForURL(/\/ui\/findings\?/);
    await page.locator('[data-count="total"]').getByText('1', { exact: true }).waitFor();
    await page.goBack();
    await row.getByRole('link', { name: 'Open findings' }).click();
    await page.locator('[data-count="total"]').getByText('2', { exact: true }).waitFor();
    await page.goBack();
  }, 60_000);

  it('say what a person has to judge, and show titles as text whatever they say', async () => {
    const manual = page.locator('li[data-requirement="2.1"]');
    await manual.getByText('Not assessed, as a person has to judge it:').waitFor();
    expect(await manual.textContent()).toContain('Ask the owners');
    expect(await manual.getAttribute('data-status')).toBe('manual');
    expect(await page.textContent('h1')).toBe(`Acme ${SCRIPT} 2.0`);
    expect(await page.locator('section[data-section] > h2').allTextContents()).toContain(SCRIPT);
    expect(await page.locator('main img').count()).toBe(0);
    expect(await page.title()).toBe('Compliance Shepherd');
  }, 60_000);

  it('are narrowed to the requirement that a control speaks for', async () => {
    await page.goto(visits.at(`controls/${ENCRYPTION}`));
    const asked = page.locator('[data-part="requirements"] > div', { hasText: 'Acme' });
    await asked.getByRole('link', { name: '1.1', exact: true }).click();
    await page.waitForURL(/requirement=/);
    await page.locator('li[data-requirement]').first().waitFor();
    expect(await requirements()).toEqual([['1.1', 'failed']]);
    await page.getByRole('button', { name: '1.1 alone: show all' }).click();
    await page.locator('li[data-requirement="2.1"]').waitFor();
    expect(await page.locator('li[data-requirement]').count()).toBe(3);
  }, 60_000);

  it('belong to the controls in the bar, as a resource belongs to the resources', async () => {
    for (const [path, place] of [
      ['frameworks', 'Controls'],
      ['frameworks/cis-4.0?status=failed', 'Controls'],
      [`controls/${ENCRYPTION}`, 'Controls'],
      ['resource?arn=arn%3Aaws%3As3%3A%3A%3Anowhere', 'Resources'],
      ['findings', 'Findings'],
      ['', 'Overview'],
    ] as const) {
      await page.goto(visits.at(path));
      await page.locator('main h1, main .empty').first().waitFor();
      expect([path, await placeIn(page)]).toEqual([path, [place]]);
    }
  }, 60_000);

  it('name the account of the address, also where nothing of it was assessed', async () => {
    await page.goto(visits.at('frameworks/cis-4.0?accountId=%22000011112222%22'));
    await page.getByText('Of account 000011112222').waitFor();
    await page.getByText('Nothing was assessed yet').waitFor();
    const account = page.getByRole('combobox', { name: 'Account', exact: true });
    expect(await account.inputValue()).toBe('000011112222');
  }, 60_000);

  it('tell their scores over time', async () => {
    await on.scan();
    await page.goto(visits.at('frameworks/acme-baseline'));
    await page.locator('[data-part="scores"] tbody tr').first().waitFor();
    const { items } = await on.get<Scores>('/scores/history?frameworkId=acme-baseline');
    expect(items.length).toBe(2);
    const times = page.locator('[data-part="scores"] time');
    expect(await Promise.all((await times.all()).map((one) => one.getAttribute('datetime')))).toEqual(
      items.map((one) => one.at),
    );
    expect(await page.locator('[data-part="scores"] td:nth-child(3)').allTextContents()).toEqual(
      items.map(({ score }) => words(score)),
    );
  }, 90_000);

  it('are nobody else’s', async () => {
    const globex = await on.app.tenant('globex');
    const other = await visits.signedIn(globex.admin, 'frameworks/acme-baseline');
    await other.page.getByRole('alert').first().waitFor();
    expect(await other.page.textContent('main')).not.toContain('Acme');
    await other.page.goto(visits.at('frameworks/cis-4.0'));
    await other.page.getByText('Nothing was assessed yet').waitFor();
    expect(await other.page.textContent('main')).not.toContain(ELSEWHERE);
    await other.page.goto(visits.at('frameworks'));
    await other.page.locator('li[data-framework]').first().waitFor();
    expect(await other.page.locator('li[data-framework="acme-baseline"]').count()).toBe(0);
    await other.page.context().close();
  }, 60_000);

  it('are without barriers in the dark, and on a phone', async () => {
    const addresses = ['frameworks', 'frameworks/fsbp', 'frameworks/acme-baseline?requirement=%229%22'];
    expect(
      await troubleOnAPhone(visits.browser, () => visits.link(on.keys.viewer), addresses.map(visits.at)),
    ).toEqual([]);
    expect(someone.complaints).toEqual([]);
  }, 120_000);
});
