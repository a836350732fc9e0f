import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { barriersOf, CHROMIUM, goByKeys, type Visit } from '../support/browser.js';
import { SCRIPT, startVisits, type Visits } from '../support/page-visits.js';
import { troubleOnAPhone } from '../support/phone.js';
import { HOME } from './emulated-account.js';
import { startScanApp, type ScanApp } from './scan-app.js';

const MOTO_URL = process.env['MOTO_URL'];
const withBrowser = MOTO_URL === undefined || CHROMIUM === undefined ? describe.skip : describe;
const ENCRYPTION = 'ec2_ebs_volume_encryption';
/** One with a list to set. */
const PORTS = 'ec2_securitygroup_allow_ingress_from_internet_to_any_port';

interface Control {
  id: string;
  aliases: string[];
  title: string;
  severity: string;
  resourceType: string;
  parameters: { name: string; value: unknown; default: unknown }[];
  requirements: { frameworkId: string; requirementId: string }[];
  risk: string;
  remediation: { text: string; steps: string[] };
}
interface Problem {
  error: string;
  details?: { path: string; message: string }[];
}

withBrowser('the controls of the page (needs MOTO_URL and Chromium)', () => {
  let on: ScanApp;
  let visits: Visits;
  let admin: Visit;
  let page: Page;
  let volume: string;

  beforeAll(async () => {
    on = await startScanApp(MOTO_URL ?? '', {}, [], { services: ['ec2'] });
    volume = await on.account.volume(HOME, 3, { Name: SCRIPT });
    await on.account.volume(HOME, 5, { Name: 'second' });
    await on.scan();
    visits = await startVisits(on.app);
    admin = await visits.signedIn(on.keys.admin);
    ({ page } = admin);
  }, 120_000);
  afterAll(async () => {
    await visits?.close();
    await on?.close();
  }, 30_000);

  const listed = async (query = '') =>
    (await on.get<{ items: Control[] }>(`/controls?limit=500${query}`)).items;
  const count = (name: string, is: number) =>
    page.locator(`[data-count="${name}"]`).getByText(is.toLocaleString('en-US'), { exact: true }).waitFor();
  const idsShown = async () =>
    Promise.all(
      (await page.locator('li[data-control]').all()).map((one) => one.getAttribute('data-control')),
    );
  const choice = (name: string) => page.getByRole('combobox', { name, exact: true });
  const card = (name: string) => page.locator('section.card', { has: page.getByRole('heading', { name }) });

  it('are listed as the API has them, by the filters of the address', async () => {
    await goByKeys(page, 'c', 'Controls');
    const all = await listed();
    expect(all.length).toBeGreaterThan(150);
    await count('shown', all.length);
    expect(await idsShown()).toEqual(all.map(({ id }) => id));
    await choice('Service').selectOption('rds');
    await page.waitForURL(/service=rds/);
    const ofRds = await listed('&service=rds');
    await count('shown', ofRds.length);
    await page.getByLabel('Title, id or requirement holds').fill('LOGS rds_');
    await page.keyboard.press('Enter');
    await page.waitForURL(/text=/);
    const named = ofRds.filter(({ id, aliases, title, requirements }) =>
      /logs/i.test([id, ...aliases, title, ...requirements.map((one) => one.requirementId)].join(' ')),
    );
    expect(named.length).toBeGreaterThan(1);
    await count('shown', named.length);
    expect(await idsShown()).toEqual(named.map(({ id }) => id));
    expect(await barriersOf(page)).toEqual([]);
    await choice('Severity').selectOption('informational');
    await page.getByText('No control passes these filters').waitFor();
    await page.getByRole('link', { name: 'Remove the filters' }).click();
    await count('shown', all.length);
    await choice('Framework').selectOption('cis-4.0');
    const asked = await listed('&frameworkId=cis-4.0');
    await count('shown', asked.length);
    expect(await idsShown()).toEqual(asked.map(({ id }) => id));
  }, 90_000);

  it('open with the keyboard, and say what they check, why, and who asks for it', async () => {
    await page.goto(visits.at(`controls?text=${ENCRYPTION}`));
    await count('shown', 1);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`/ui/controls/${ENCRYPTION}$`));
    const control = await on.get<Control>(`/controls/${ENCRYPTION}`);
    await page.getByRole('heading', { level: 1, name: control.title }).waitFor();
    const text = (await page.textContent('main')) ?? '';
    for (const part of [control.risk, control.remediation.text, ...control.remediation.steps])
      expect(text).toContain(part);
    expect(await page.locator('[data-part="requirements"] dd a').allTextContents()).toEqual(
      expect.arrayContaining(control.requirements.map(({ requirementId }) => requirementId)),
    );
    expect(await page.locator('[data-part="requirements"] dd a').count()).toBe(control.requirements.length);
    await page.getByRole('link', { name: 'CIS AWS Foundations Benchmark 4.0' }).first().waitFor();
    const open = await on.findings(`&status=open&controlId=${ENCRYPTION}`);
    expect(open.length).toBe(2);
    await count('open', open.length);
    expect(await barriersOf(page)).toEqual([]);
    await page.locator('[data-count="open"]').click();
    await page.waitForURL(/\/ui\/findings\?/);
    await count('total', open.length);
    await page.goBack();
  }, 60_000);

  it('tell what they say of each resource, by verdict, with what decided', async () => {
    const said = await on.verdicts(`&controlId=${ENCRYPTION}`);
    const rows = card('What it says of each resource').locator('ul.rows > li');
    await rows.first().waitFor();
    expect(await rows.count()).toBe(said.length);
    expect(await rows.locator('a.arn').allTextContents()).toEqual(
      expect.arrayContaining(said.flatMap(({ resourceArn }) => resourceArn ?? [])),
    );
    await rows.getByText('What decided').first().click();
    await rows.locator('dt', { hasText: 'encrypted' }).first().waitFor();
    await choice('Verdict').selectOption('pass');
    await page.waitForURL(/verdict=pass/);
    await page.getByText('None is like this').waitFor();
    expect(await on.verdicts(`&controlId=${ENCRYPTION}&verdict=pass`)).toEqual([]);
  }, 60_000);

  it('are tried on a resource, as it is and as it might be', async () => {
    const trial = card('Try it');
    await choice('Resource').selectOption(volume);
    const configuration = trial.getByLabel(/^Configuration/);
    await configuration.waitFor();
    const asked = await on.get<{ configuration: Record<string, unknown> }>(
      `/resources/${encodeURIComponent(volume)}`,
    );
    expect(JSON.parse(await configuration.inputValue())).toEqual(asked.configuration);
    await trial.getByRole('button', { name: 'Try it on this' }).click();
    const outcome = page.locator('[data-part="outcome"]');
    await outcome.locator('[data-verdict="fail"]').waitFor();
    expect(await outcome.textContent()).toContain('encrypted');
    await configuration.fill(JSON.stringify({ ...asked.configuration, encrypted: true }));
    await outcome.waitFor({ state: 'detached' }); // it was not about this configuration
    await trial.getByRole('button', { name: 'Try it on this' }).click();
    await outcome.locator('[data-verdict="pass"]').waitFor();
    await configuration.fill('{ "sizeGb": "huge" }');
    await trial.getByRole('button', { name: 'Try it on this' }).click();
    const body = { configuration: { sizeGb: 'huge' } };
    const refused = await on.send<Problem>('POST', `/controls/${ENCRYPTION}/test`, body);
    const problems = refused.body.details ?? [];
    expect(problems.length).toBeGreaterThan(0);
    for (const { path, message } of problems)
      await trial.getByRole('alert').getByText(`${path} ${message}`).first().waitFor();
    expect(await barriersOf(page)).toEqual([]);
  }, 60_000);

  it('are set by admins: a severity, a list, and back again', async () => {
    await page.goto(visits.at(`controls/${PORTS}`));
    const before = await on.get<Control>(`/controls/${PORTS}`);
    const settings = card('Settings');
    const severity = before.severity === 'low' ? 'medium' : 'low';
    await choice('Severity').selectOption(severity);
    await settings.getByLabel(/^allowedPorts/).fill('443\n8443 ');
    await settings.getByRole('button', { name: 'Save' }).click();
    await settings.getByText('Saved').waitFor();
    expect(await on.get(`/controls/${PORTS}`)).toMatchObject({
      severity,
      parameters: [{ name: 'allowedPorts', value: ['443', '8443'] }],
    });
    const tooLong = { allowedPorts: ['9'.repeat(501)] };
    await settings.getByLabel(/^allowedPorts/).fill(tooLong.allowedPorts.join('\n'));
    await settings.getByRole('button', { name: 'Save' }).click();
    const refused = await on.asAdmin.send<Problem>('PUT', `/controls/${PORTS}/settings`, {
      parameters: tooLong,
    });
    expect(refused.status).toBe(400);
    await settings.getByRole('alert').getByText(refused.body.error).waitFor();
    for (const { path, message } of refused.body.details ?? [])
      await settings.getByRole('alert').getByText(`${path} ${message}`).waitFor();
    await settings.getByRole('button', { name: 'Back to the defaults' }).click();
    await settings.getByRole('button', { name: 'Back to the defaults' }).waitFor({ state: 'detached' });
    expect(await on.get(`/controls/${PORTS}`)).toEqual(before);
  }, 60_000);

  it('are for who may no more than look: without settings, and without an editor', async () => {
    const viewer = await visits.signedIn(on.keys.viewer);
    await viewer.page.goto(visits.at(`controls/${PORTS}`));
    await viewer.page.getByRole('heading', { name: 'Settings' }).waitFor();
    expect(await viewer.page.getByRole('button', { name: /Save|Back to/ }).count()).toBe(0);
    expect(await viewer.page.textContent('main')).toContain('80, 443');
    await viewer.page.goto(visits.at('controls/custom'));
    await viewer.page.getByText('There is none yet').waitFor();
    expect(await viewer.page.getByRole('link', { name: 'New control' }).count()).toBe(0);
    await viewer.page.goto(visits.at('controls/custom/new'));
    await viewer.page.getByText('Admins write controls').waitFor();
    expect(await viewer.page.getByRole('button', { name: 'Save' }).count()).toBe(0);
    expect(viewer.complaints).toEqual([]);
    await viewer.page.context().close();
  }, 60_000);

  it('are without barriers in the dark, and on a phone', async () => {
    const addresses = [
      'controls',
      'controls?text=nothing-is-so',
      `controls/${ENCRYPTION}`,
      `controls/${PORTS}`,
    ];
    expect(
      await troubleOnAPhone(visits.browser, () => visits.link(on.keys.admin), addresses.map(visits.at)),
    ).toEqual([]);
    expect(admin.complaints).toEqual([]);
  }, 120_000);
});
