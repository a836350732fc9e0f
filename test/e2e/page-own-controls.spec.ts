import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { barriersOf, CHROMIUM, type Visit } from '../support/browser.js';
import { SCRIPT, startVisits, type Visits } from '../support/page-visits.js';
import { troubleOnAPhone } from '../support/phone.js';
import { HOME } from './emulated-account.js';
import { startScanApp, type ScanApp } from './scan-app.js';

const MOTO_URL = process.env['MOTO_URL'];
const withBrowser = MOTO_URL === undefined || CHROMIUM === undefined ? describe.skip : describe;
const OWNER = 'custom_volume_has_owner';
const TYPE = 'AWS::EC2::Volume';
const RULE = '$exists(tags.owner)';

interface DryRun {
  resources: number;
  counts: Record<string, number>;
  samples: { resourceArn: string; verdict: string }[];
}
interface Problem {
  error: string;
  details?: { path: string; message: string }[];
}

withBrowser("controls of a tenant's own on the page (needs MOTO_URL and Chromium)", () => {
  let on: ScanApp;
  let visits: Visits;
  let admin: Visit;
  let page: Page;
  let lost: string;

  beforeAll(async () => {
    on = await startScanApp(MOTO_URL ?? '', {}, [], { services: ['ec2'] });
    await on.account.volume(HOME, 10, { owner: 'ann' });
    lost = await on.account.volume(HOME, 10, { Name: SCRIPT });
    await on.scan();
    visits = await startVisits(on.app);
    admin = await visits.signedIn(on.keys.admin);
    ({ page } = admin);
  }, 120_000);
  afterAll(async () => {
    await visits?.close();
    await on?.close();
  }, 30_000);

  const at = (path = '') => visits.at(`controls/custom${path}`);
  const own = (id = OWNER) => on.get<Record<string, unknown>>(`/controls/custom/${id}`);
  const tried = (body: object) => on.asAdmin.must<DryRun>('POST', '/controls/custom/dry-run', body);
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const isOn = () => page.getByRole('checkbox', { name: 'It is on' });
  const result = () => page.locator('[data-part="dry-run"]');
  const showsTheDryRunOf = async (expression: string) => {
    const { resources, counts, samples } = await tried({ resourceType: TYPE, expression });
    await result().waitFor();
    const shown = (name: string) => result().locator(`[data-count="${name}"]`).textContent();
    expect([await shown('tried'), await shown('pass'), await shown('fail')]).toEqual(
      [resources, counts['pass'], counts['fail']].map(String),
    );
    expect((await result().locator('a.arn').allTextContents()).sort()).toEqual(
      samples.map(({ resourceArn }) => resourceArn).sort(),
    );
    return counts;
  };

  it('say how one is made, where there is none', async () => {
    await page.goto(at());
    await page.getByText('There is none yet').waitFor();
    expect(await barriersOf(page)).toEqual([]);
    await page.getByRole('link', { name: 'Write the first' }).click();
    await page.getByRole('heading', { name: 'New control' }).waitFor();
  }, 60_000);

  it('are tried before they are saved: what would pass, what would fail, and why', async () => {
    await page.getByLabel('Resource type').fill(TYPE);
    await page.getByLabel('Rule (JSONata)').fill('$exists(');
    await button('Dry run').click();
    const body = { resourceType: TYPE, expression: '$exists(' };
    const { details } = (await on.asAdmin.send<Problem>('POST', '/controls/custom/dry-run', body)).body;
    await page
      .getByRole('alert')
      .getByText(details?.[0]?.message ?? 'no problem')
      .waitFor();
    await page.getByText('Examples').click();
    await page.getByRole('button', { name: 'Take the example: It has an owner' }).click();
    expect(await page.getByLabel('Rule (JSONata)').inputValue()).toBe(RULE);
    expect(await isOn().isDisabled()).toBe(true);
    await button('Dry run').click();
    expect(await showsTheDryRunOf(RULE)).toMatchObject({ pass: 1, fail: 1 });
    const failing = result().locator('li', { hasText: lost });
    expect(await failing.textContent()).toContain(SCRIPT.replaceAll('"', String.raw`\"`));
    expect(await failing.locator('[data-verdict="fail"]').count()).toBe(1);
    expect(await page.locator('main img').count()).toBe(0);
    expect((await on.get<{ items: unknown[] }>('/controls/custom')).items).toEqual([]);
    expect(await barriersOf(page)).toEqual([]);
  }, 60_000);

  it('are saved, and on where that is wanted, and show what they are', async () => {
    await page.getByLabel('Id (cannot be changed later)').fill(OWNER);
    await page.getByLabel('What is wrong where it fails').fill(SCRIPT);
    await page.getByRole('combobox', { name: 'Severity', exact: true }).selectOption('high');
    await page.getByLabel('Why it matters').fill('Nobody knows <b>whom</b> to ask.');
    await page.getByLabel('How to fix it').fill('Tag it with its owner.');
    await isOn().check();
    await button('Save').click();
    await page.waitForURL(new RegExp(`/ui/controls/custom/${OWNER}$`));
    await page.getByRole('heading', { level: 1, name: SCRIPT }).waitFor();
    expect(await page.textContent('[data-part="rule"]')).toBe(RULE);
    expect(await page.textContent('main')).toContain('Nobody knows <b>whom</b> to ask.');
    expect(await page.locator('main img').count()).toBe(0);
    expect(await own()).toMatchObject({
      ...{ id: OWNER, title: SCRIPT, severity: 'high', resourceType: TYPE, expression: RULE },
      ...{ enabled: true, isTried: true, savedBy: 'admin@acme.test' },
    });
    await page.getByRole('link', { name: 'What it says' }).click();
    const rows = page.locator('ul.rows > li', { has: page.locator('[data-verdict]') });
    await rows.first().waitFor();
    expect(await rows.count()).toBe(2);
    expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0); // its settings are its own
    expect(await barriersOf(page)).toEqual([]);
  }, 60_000);

  it('are refused by the API’s words, with what was written still there', async () => {
    await page.goto(at('/new'));
    await page.getByLabel('Id (cannot be changed later)').fill(OWNER);
    await page.getByLabel('What is wrong where it fails').fill('It is there already');
    await page.getByLabel('Why it matters').fill('It does not.');
    await page.getByLabel('How to fix it').fill('Take another id.');
    await page.getByLabel('Resource type').fill('AWS::Nothing::AtAll');
    await page.getByLabel('Rule (JSONata)').fill('true');
    await button('Save').click();
    await page.getByRole('alert').getByText('resourceType').first().waitFor();
    await page.getByLabel('Resource type').fill(TYPE);
    await button('Save').click();
    await page.getByRole('alert').getByText(`There is a control ${OWNER} already`).waitFor();
    expect(await page.getByLabel('What is wrong where it fails').inputValue()).toBe('It is there already');
    expect((await own())['title']).toBe(SCRIPT);
  }, 60_000);

  it('decide nothing with another rule until that was tried', async () => {
    await page.goto(at(`/${OWNER}`));
    await page.getByRole('link', { name: 'Change', exact: true }).click();
    expect(await isOn().isChecked()).toBe(true);
    const other = 'sizeGb > 100';
    await page.getByLabel('Rule (JSONata)').fill(other);
    expect([await isOn().isDisabled(), await isOn().isChecked()]).toEqual([true, false]);
    await page.getByText('With this rule it is saved switched off').waitFor();
    await button('Dry run').click();
    expect(await showsTheDryRunOf(other)).toMatchObject({ pass: 0, fail: 2 });
    await page.getByLabel('Rule (JSONata)').fill(RULE);
    await page.getByText('The rule is another now').waitFor();
    await page.getByLabel('Rule (JSONata)').fill(other);
    await isOn().uncheck();
    await button('Save').click();
    await page.getByText('It is off: it decides nothing').waitFor();
    expect(await own()).toMatchObject({ expression: other, enabled: false, isTried: true });
    await page.getByRole('link', { name: 'Change', exact: true }).click();
    await isOn().check();
    await button('Save').click();
    await page.getByRole('link', { name: 'What it says' }).waitFor();
    expect(await own()).toMatchObject({ expression: other, enabled: true });
  }, 60_000);

  it('are changed from what is there, not from what was read a while ago', async () => {
    const { resourceType, severity, risk, expression, enabled } = await own();
    await page.getByRole('link', { name: '← Controls of your own' }).click();
    await page.locator(`li[data-control="${OWNER}"] a`).click();
    await page.getByRole('heading', { level: 1, name: SCRIPT }).waitFor();
    const title = 'A volume has no owner';
    await on.asAdmin.must('PUT', `/controls/custom/${OWNER}`, {
      ...{ resourceType, severity, risk, expression, enabled, title },
      remediation: { text: 'Tag it with its owner.' },
    });
    await page.getByRole('link', { name: 'Change', exact: true }).click();
    await page.getByLabel('Why it matters').fill('Nobody is asked.');
    expect(await page.getByLabel('What is wrong where it fails').inputValue()).toBe(title);
    await button('Save').click();
    await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
    expect(await own()).toMatchObject({ title, risk: 'Nobody is asked.', enabled: true });
  }, 60_000);

  it('are kept where they could not be switched on, and that is said', async () => {
    const id = 'custom_volume_is_small';
    await page.route('**/controls/custom/*/dry-run', (route) => route.fulfill({ status: 503 }));
    await page.goto(at('/new'));
    await page.getByLabel('Id (cannot be changed later)').fill(id);
    await page.getByLabel('What is wrong where it fails').fill('It is too large');
    await page.getByLabel('Why it matters').fill('It costs.');
    await page.getByLabel('How to fix it').fill('Shrink it.');
    await page.getByLabel('Resource type').fill(TYPE);
    await page.getByLabel('Rule (JSONata)').fill('sizeGb < 5');
    await button('Dry run').click();
    await result().waitFor();
    await isOn().check();
    await button('Save').click();
    await page.getByText('“It is too large” is saved, and off').waitFor();
    expect(await page.getByRole('button', { name: /^Sav/ }).count()).toBe(0);
    expect(await own(id)).toMatchObject({ expression: 'sizeGb < 5', enabled: false });
    expect(await barriersOf(page)).toEqual([]);
    await page.unroute('**/controls/custom/*/dry-run');
    await page.getByRole('link', { name: 'Try it and switch it on' }).click();
    await button('Dry run').click();
    await result().waitFor();
    await isOn().check();
    await button('Save').click();
    await page.getByRole('link', { name: 'What it says' }).waitFor();
    expect(await own(id)).toMatchObject({ enabled: true });
    await on.asAdmin.must('DELETE', `/controls/custom/${id}`);
  }, 60_000);

  it('are nobody else’s', async () => {
    const globex = await on.app.tenant('globex');
    const other = await visits.signedIn(globex.admin, 'controls/custom');
    await other.page.getByText('There is none yet').waitFor();
    for (const path of [`/${OWNER}`, `/${OWNER}/edit`, `/../${OWNER}`]) {
      await other.page.goto(at(path));
      await other.page.getByRole('alert').waitFor();
      expect(await other.page.textContent('main')).not.toContain('sizeGb');
    }
    await other.page.context().close();
  }, 60_000);

  it('are without barriers in the dark, and on a phone', async () => {
    const addresses = ['', '/new', `/${OWNER}`, `/${OWNER}/edit`].map(at);
    expect(await troubleOnAPhone(visits.browser, () => visits.link(on.keys.admin), addresses)).toEqual([]);
    const viewer = [`/${OWNER}/edit`].map(at);
    expect(await troubleOnAPhone(visits.browser, () => visits.link(on.keys.viewer), viewer)).toEqual([]);
  }, 120_000);

  it('are deleted once that was asked for twice, and not while a framework names them', async () => {
    await on.asAdmin.must('POST', '/frameworks', {
      ...{ id: 'acme-rules', name: 'Acme rules', version: '1', description: 'Ours' },
      requirements: [{ id: '1', title: 'Owners', section: 'All', controls: [OWNER] }],
    });
    const title = String((await own())['title']);
    await page.goto(at(`/${OWNER}`));
    await button(`Delete ${title}`).click();
    const dialog = page.getByRole('dialog', { name: 'Delete this control?' });
    await dialog.waitFor();
    expect(await barriersOf(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Delete it' }).click();
    await dialog.getByRole('alert').getByText('Frameworks of your own name it: acme-rules').waitFor();
    await dialog.getByRole('button', { name: 'Keep it' }).click();
    expect((await own())['id']).toBe(OWNER);
    await on.asAdmin.must('DELETE', '/frameworks/acme-rules');
    await button(`Delete ${title}`).click();
    expect(await dialog.getByRole('alert').count()).toBe(0); // what was refused before is not said again
    await dialog.getByRole('button', { name: 'Delete it' }).click();
    await page.getByText('There is none yet').waitFor();
    expect((await on.send('GET', `/controls/custom/${OWNER}`)).status).toBe(404);
    expect(admin.complaints).toEqual([]);
  }, 60_000);
});
