import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Timeline } from '../../src/modules/scanning/index.js';
import { Database } from '../../src/platform/database/index.js';
import { eventually } from '../support/app.js';
import { barriersOf, CHROMIUM, goByKeys, startBrowser, type Visit } from '../support/browser.js';
import { startIncidents, whats, type IncidentsApp } from '../support/incidents.js';
import { troubleOnAPhone } from '../support/phone.js';
import { browserOf } from '../support/sessions.js';

const MOTO_URL = process.env['MOTO_URL'];
const withBrowser = MOTO_URL === undefined || CHROMIUM === undefined ? describe.skip : describe;

const SCRIPT = '<img src=x onerror="document.title=`taken`">';
const ISOLATED = [['shepherd-quarantine'], ['shepherd-quarantine']];
const AS_BEFORE = [['ops', 'web'], ['ops']];
const UNAPPROVED = { approval: { always: false } };

withBrowser('the incidents of the page (needs MOTO_URL and Chromium)', () => {
  let on: IncidentsApp;
  let browser: Awaited<ReturnType<typeof startBrowser>>;
  let approver: Visit;
  let page: Page;
  let made: Awaited<ReturnType<IncidentsApp['instance']>>;
  let id: string;

  beforeAll(async () => {
    on = await startIncidents(MOTO_URL ?? '');
    await on.guardrails(UNAPPROVED);
    made = await on.instance();
    // somebody did something to it, as an event has told
    await on.on.app.app.get(Database, { strict: false }).withTenant('acme', (tx) =>
      on.on.app.app.get(Timeline, { strict: false }).append(tx, 'acme', [
        {
          ...{ arn: made.arn, kind: 'event', what: 'ModifyInstanceAttribute', source: 'evt_1' },
          who: { userName: `mallory ${SCRIPT}` },
        },
      ]),
    );
    browser = await startBrowser();
    approver = await signedIn(on.on.keys.approver);
    ({ page } = approver);
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await on?.close();
  }, 30_000);

  const app = () => on.on.app;
  const link = async (key: string) => `${app().url}/#sign-in=${await browserOf(app()).code(key)}`;
  const at = (path: string) => `${app().url}/ui/${path}`;
  const signedIn = async (key: string) => {
    const visit = await browser.visit();
    await visit.page.goto(await link(key));
    await visit.page.getByRole('heading', { name: 'Overview' }).waitFor();
    return visit;
  };
  const lines = (of = page) => of.getByRole('list', { name: 'Incidents' }).locator(':scope > li');
  const counted = (name: string) => page.locator(`[data-count="${name}"]`);
  const button = (name: string, of = page) => of.getByRole('button', { name, exact: true });

  it('say how one is made, where there is none', async () => {
    await goByKeys(page, 'i', 'Incidents');
    await page.getByText('There was no incident yet').waitFor();
    expect(await page.textContent('main')).toContain('POST /incidents');
    expect(await barriersOf(page)).toEqual([]);
  }, 60_000);

  it('are reported, once each field is right, and are text whatever is said of them', async () => {
    await page.getByRole('link', { name: 'Report an incident' }).click();
    await page.getByLabel('Type, in words of your own').fill('crypto-mining');
    await page.getByLabel('Severity').selectOption('high');
    await page.getByLabel(/^Title/).fill(SCRIPT);
    await page.getByLabel('What is known of it').fill(`It burns <b>all</b> cores\n${SCRIPT}`);
    await page.getByLabel(/^ARNs of the resources/).fill('no arn at all');
    await button('Report it').click();
    await page.getByRole('alert').getByText('resourceArns.0').waitFor();
    expect(await on.list('limit=10')).toEqual([]);
    expect(await barriersOf(page)).toEqual([]);
    await page.getByLabel(/^ARNs of the resources/).fill(`\n  ${made.arn}  \n\n`);
    await button('Report it').click();
    await page.getByRole('link', { name: SCRIPT }).click();
    await page.getByRole('heading', { level: 1, name: SCRIPT }).waitFor();
    id = page.url().split('/').at(-1) ?? '';
    expect(await on.get(id)).toMatchObject({
      ...{ incidentType: 'crypto-mining', severity: 'high', resourceArns: [made.arn], autoRemediate: false },
      requestedBy: 'approver@acme.test',
    });
    expect(await page.locator('main img').count()).toBe(0);
    expect(await page.title()).toBe('Compliance Shepherd');
  }, 60_000);

  it('are listed as the API has them, by the filters of the address, with the keyboard too', async () => {
    await on.report({ incidentType: 'lost-laptop', severity: 'low', title: 'A laptop was lost' });
    await eventually(async () => (await on.list('limit=10')).length === 2);
    await page.goto(at('incidents'));
    await counted('shown').getByText('2', { exact: true }).waitFor();
    const titles = await lines().locator('.what a').allTextContents();
    expect(titles).toEqual((await on.list('limit=10')).map(({ title }) => title));
    expect(await page.locator('main img').count()).toBe(0);
    await page.getByLabel('Severity').selectOption('high');
    await page.waitForURL(/severity=high/);
    await counted('shown').getByText('1', { exact: true }).waitFor();
    await page.getByLabel('Type').fill('lost-laptop');
    await button('Filter').click();
    await page.getByText('No incident passes these filters').waitFor();
    expect(await on.list('severity=high&incidentType=lost-laptop')).toEqual([]);
    await page.goto(at(`incidents?status=open&resourceArn=${made.arn}`));
    await counted('shown').getByText('1', { exact: true }).waitFor();
    expect(await barriersOf(page)).toEqual([]);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: SCRIPT }).waitFor();
  }, 60_000);

  it('show the evidence that was kept, and give it as the API does', async () => {
    const incident = await on.until(id, (one) => whats(one).includes('evidence captured'));
    const taken = incident.evidence.filter(({ status }) => status === 'taken');
    expect(taken.length).toBeGreaterThan(1);
    await counted('taken').getByText(String(taken.length), { exact: true }).waitFor(); // by itself
    expect(await counted('evidence').textContent()).toBe(String(incident.evidence.length));
    const entries = page.getByRole('list', { name: 'Timeline' }).locator(':scope > li > .chip');
    await page.getByText('evidence captured').waitFor();
    expect(await entries.allTextContents()).toEqual(whats(await on.get(id)));
    const touched = page.getByRole('list', { name: 'Who touched its resources' });
    await touched.getByText(`mallory ${SCRIPT}`).waitFor();
    const event = touched.getByRole('link', { name: 'ModifyInstanceAttribute' });
    expect(await event.getAttribute('href')).toBe('/ui/events/evt_1');
    const [piece] = taken;
    const row = page.locator(`[data-evidence="${piece?.id ?? ''}"]`);
    await row.getByRole('button', { name: /^Show the configuration/ }).click();
    await row.locator('pre').waitFor();
    const { content } = await on.on.get<{ content: unknown }>(`/incidents/${id}/evidence/${piece?.id ?? ''}`);
    expect(JSON.parse((await row.locator('pre').textContent()) ?? '')).toEqual(content);
    const download = page.waitForEvent('download');
    await row.getByRole('link', { name: /^Download the configuration/ }).click();
    const file = await readFile(await (await download).path(), 'utf8');
    expect(JSON.parse(file)).toMatchObject({ id: piece?.id, hash: piece?.hash, content });
    expect(await barriersOf(page)).toEqual([]);
  }, 90_000);

  it('offer to each role what it may', async () => {
    const viewer = await signedIn(on.on.keys.viewer);
    await viewer.page.goto(at(`incidents/${id}`));
    await viewer.page.getByRole('heading', { name: 'Evidence' }).waitFor();
    for (const name of ['Acknowledge', 'Contain …', 'Close …'])
      expect([name, await button(name, viewer.page).count()]).toEqual([name, 0]);
    await viewer.page.goto(at('incidents/new'));
    await viewer.page.getByText('Operators report incidents').waitFor();
    await viewer.page.context().close();
    const operator = await signedIn(on.on.keys.operator);
    await operator.page.goto(at(`incidents/${id}`));
    await button('Acknowledge', operator.page).waitFor();
    await button('Close …', operator.page).waitFor();
    expect(await button('Contain …', operator.page).count()).toBe(0);
    await operator.page.context().close();
  }, 60_000);

  it('are acknowledged', async () => {
    await button('Acknowledge').click();
    await button('Acknowledge').waitFor({ state: 'detached' });
    expect(await on.get(id)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'approver@acme.test' });
    await page.locator('main .badge').getByText('acknowledged', { exact: true }).waitFor();
  }, 30_000);

  it('are contained once it was shown what that does', async () => {
    await button('Contain …').click();
    const dialog = page.getByRole('dialog', { name: 'Contain its resources' });
    expect(await button('Contain this one', dialog.page()).count()).toBe(0);
    await dialog.getByRole('button', { name: 'Show what would be done' }).click();
    await dialog.locator('[data-plan]').getByText('contain-instance').waitFor();
    const { body } = await on.ask<{ changes: { words: string[]; calls: { operation: string }[] }[] }>(
      ...(['POST', `/incidents/${id}/contain`, { dryRun: true }, on.on.keys.approver] as const),
    );
    const text = (await dialog.textContent()) ?? '';
    const [change] = body.changes;
    expect(change?.words).not.toEqual([]);
    for (const one of [...(change?.words ?? []), ...(change?.calls ?? []).map(({ operation }) => operation)])
      expect(text).toContain(one);
    expect(text).toContain('Guardrails ask for no approval');
    expect(await barriersOf(page)).toEqual([]);
    // nothing was done by looking
    expect(await on.groupsOf(made.InstanceId)).toEqual(AS_BEFORE);
    expect((await on.get(id)).containments).toEqual([]);
    await dialog.getByRole('button', { name: 'Contain this one' }).click();
    await page
      .locator('main header .badge')
      .getByText('contained', { exact: true })
      .waitFor({ timeout: 40_000 });
    expect(await on.groupsOf(made.InstanceId)).toEqual(ISOLATED);
    const { containments } = await on.get(id);
    const shown = page.locator(`[data-containment="${containments[0]?.id ?? ''}"]`);
    await shown.getByText(`${containments[0]?.calls.length ?? -1} calls`).click();
    expect(await shown.locator('details .rows > li').count()).toBe(containments[0]?.calls.length);
    expect(await barriersOf(page)).toEqual([]);
  }, 90_000);

  it('are not closed over what is cut off, unless it is to stay so', async () => {
    await button('Close …').click();
    const dialog = page.getByRole('dialog', { name: 'Close this incident' });
    await dialog.getByLabel('What happened, and what was done').fill('It is over');
    await dialog.getByRole('button', { name: 'Close it' }).click();
    await dialog.getByRole('alert').getByText('Release them, or say keepContained').waitFor();
    expect((await on.get(id)).status).toBe('contained');
    await page.keyboard.press('Escape');
  }, 30_000);

  it('are released to how it was, and over what somebody has changed since only when that is said', async () => {
    const { InstanceId, NetworkInterfaceId, ops } = made;
    await on.ec2.modifyNetworkInterfaceAttribute({ NetworkInterfaceId, Groups: [ops] });
    await button('Release …').click();
    const dialog = page.getByRole('dialog', { name: 'Release its resources' });
    await dialog.getByText(made.arn).first().waitFor();
    await dialog.getByLabel(/^Why/).fill('A false <b>alarm</b>');
    await dialog.getByRole('button', { name: 'Release', exact: true }).click();
    await dialog.getByRole('alert').getByText(made.arn).waitFor({ timeout: 30_000 });
    expect(await on.groupsOf(InstanceId)).not.toEqual(AS_BEFORE);
    expect(await barriersOf(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Release all the same' }).click();
    await page
      .locator('main header .badge')
      .getByText('released', { exact: true })
      .waitFor({ timeout: 40_000 });
    expect(await on.groupsOf(InstanceId)).toEqual(AS_BEFORE);
    expect(await on.get(id)).toMatchObject({ releasedBy: 'approver@acme.test' });
  }, 90_000);

  it('are closed with a report', async () => {
    await button('Close …').click();
    const dialog = page.getByRole('dialog', { name: 'Close this incident' });
    await dialog.getByLabel('Outcome').selectOption('false_positive');
    await dialog.getByLabel('What happened, and what was done').fill(`Nothing was read. ${SCRIPT}`);
    await dialog.getByRole('button', { name: 'Close it' }).click();
    await page.getByRole('heading', { name: 'How it ended' }).waitFor();
    const { status, report } = await on.get(id);
    expect([status, report]).toMatchObject(['closed', { outcome: 'false_positive', keptContained: false }]);
    await page.getByText(`Nothing was read. ${SCRIPT}`).waitFor();
    expect(await counted('escalations').textContent()).toBe(String(report?.escalations));
    expect(await page.locator('main img').count()).toBe(0);
    for (const name of ['Acknowledge', 'Contain …', 'Release …', 'Close …'])
      expect([name, await button(name).count()]).toEqual([name, 0]);
  }, 30_000);

  it('say who has to agree, and lead to what people are asked', async () => {
    await on.guardrails({ approval: { always: true, levels: 2 } });
    const { arn } = await on.on.account.user('asked');
    const reported = await on.report({
      ...{ incidentType: 'stolen-key', severity: 'critical', autoRemediate: true, resourceArns: [arn] },
    });
    const question = await eventually(async () => {
      const path = `/approvals?executionId=${reported.executionId}`;
      const { items } = await on.on.get<{ items: { id: string; title: string }[] }>(path);
      return items[0];
    }, 40_000);
    await page.goto(at(`incidents/${reported.incidentId}`));
    await page.getByRole('heading', { name: 'What people were asked' }).waitFor();
    await button('Contain …').click();
    const dialog = page.getByRole('dialog', { name: 'Contain its resources' });
    await dialog.getByRole('button', { name: 'Show what would be done' }).click();
    await dialog.getByText('That takes 2 people').waitFor();
    expect(await dialog.getByRole('button', { name: /^Contain th/ }).count()).toBe(0);
    expect(await barriersOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: question.title }).click();
    await page.waitForURL(at(`approvals/${question.id}`));
    await page.goBack();
    await page.getByRole('heading', { name: 'What people were asked' }).waitFor();
  }, 90_000);

  it('are nobody else’s', async () => {
    const globex = await app().tenant('globex');
    const other = await signedIn(globex.admin);
    await other.page.goto(at('incidents'));
    await other.page.getByText('There was no incident yet').waitFor();
    await other.page.goto(at(`incidents/${id}`));
    await other.page.getByRole('alert').waitFor();
    expect(await other.page.textContent('body')).not.toContain(made.InstanceId);
    await other.page.context().close();
  }, 60_000);

  it('are without barriers in the dark, and on a phone', async () => {
    const addresses = ['incidents', 'incidents?status=closed', `incidents/${id}`, 'incidents/new'].map(at);
    expect(await troubleOnAPhone(browser, () => link(on.on.keys.approver), addresses)).toEqual([]);
    expect(approver.complaints).toEqual([]);
  }, 240_000);
});
