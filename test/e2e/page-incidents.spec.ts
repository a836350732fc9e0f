import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Timeline } from '../../src/modules/scanning/index.js';
import { Database } from '../../src/platform/database/index.js';
import { barriersOf, CHROMIUM, goByKeys } from '../support/browser.js';
import { heldBack } from '../support/held-back.js';
import { startIncidentPage, type IncidentPage } from '../support/incident-page.js';
import { whats, type IncidentsApp } from '../support/incidents.js';
import { troubleOnAPhone } from '../support/phone.js';

const MOTO_URL = process.env['MOTO_URL'];
const withBrowser = MOTO_URL === undefined || CHROMIUM === undefined ? describe.skip : describe;

const SCRIPT = '<img src=x onerror="document.title=`taken`">';
const ISOLATED = [['shepherd-quarantine'], ['shepherd-quarantine']];
const AS_BEFORE = [['ops', 'web'], ['ops']];
const UNAPPROVED = { approval: { always: false } };

withBrowser('the incidents of the page (needs MOTO_URL and Chromium)', () => {
  let incidents: IncidentPage;
  let made: Awaited<ReturnType<IncidentsApp['instance']>>;
  let id: string;

  beforeAll(async () => {
    incidents = await startIncidentPage(MOTO_URL ?? '');
    const { app, on } = incidents;
    await on.guardrails(UNAPPROVED);
    made = await on.instance();
    // somebody did something to it, as an event has told
    await app.app.get(Database, { strict: false }).withTenant('acme', (tx) =>
      app.app.get(Timeline, { strict: false }).append(tx, 'acme', [
        {
          ...{ arn: made.arn, kind: 'event', what: 'ModifyInstanceAttribute', source: 'evt_1' },
          who: { userName: `mallory ${SCRIPT}` },
        },
      ]),
    );
  }, 90_000);
  afterAll(() => incidents?.close(), 30_000);

  const lines = () => incidents.page.getByRole('list', { name: 'Incidents' }).locator(':scope > li');

  it('say how one is made, where there is none', async () => {
    const { page } = incidents;
    await goByKeys(page, 'i', 'Incidents');
    await page.getByText('There was no incident yet').waitFor();
    expect(await page.textContent('main')).toContain('POST /incidents');
    expect(await barriersOf(page)).toEqual([]);
  }, 60_000);

  it('are reported, once each field is right, and are text whatever is said of them', async () => {
    const { button, on, page } = incidents;
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

  it('are reported once, though the answer was lost and they were sent again', async () => {
    const { app, at, button, on, page } = incidents;
    await page.goto(at('incidents/new'));
    await page.getByLabel('Type, in words of your own').fill('lost-laptop');
    await page.getByLabel('Severity').selectOption('low');
    await page.getByLabel(/^Title/).fill('A laptop was lost');
    await page.route(
      `${app.url}/incidents`,
      async (route) => {
        await route.fetch();
        await route.abort();
      },
      { times: 1 },
    );
    await button('Report it').click();
    await page.getByRole('alert').getByText('The service could not be reached').waitFor();
    await button('Report it').click();
    await page.getByRole('link', { name: 'A laptop was lost' }).waitFor({ timeout: 30_000 });
    // by it nothing else says that both are the same: they name no resource
    const ofType = "SELECT FROM executions WHERE workflow_type = 'incident-response'";
    expect(await app.database.query(ofType)).toHaveLength(2);
    expect(await on.list('incidentType=lost-laptop')).toHaveLength(1);
  }, 60_000);

  it('are listed as the API has them, by the filters of the address, with the keyboard too', async () => {
    const { at, button, counted, on, page } = incidents;
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
    const { counted, on, page } = incidents;
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
    const { at, button, keys, signedIn } = incidents;
    const viewer = await signedIn(keys.viewer);
    await viewer.page.goto(at(`incidents/${id}`));
    await viewer.page.getByRole('heading', { name: 'Evidence' }).waitFor();
    for (const name of ['Acknowledge', 'Contain …', 'Close …'])
      expect([name, await button(name, viewer.page).count()]).toEqual([name, 0]);
    await viewer.page.goto(at('incidents/new'));
    await viewer.page.getByText('Operators report incidents').waitFor();
    await viewer.page.context().close();
    const operator = await signedIn(keys.operator);
    await operator.page.goto(at(`incidents/${id}`));
    await button('Acknowledge', operator.page).waitFor();
    await button('Close …', operator.page).waitFor();
    expect(await button('Contain …', operator.page).count()).toBe(0);
    await operator.page.context().close();
  }, 60_000);

  it('are acknowledged', async () => {
    const { button, on, page } = incidents;
    await button('Acknowledge').click();
    await button('Acknowledge').waitFor({ state: 'detached' });
    expect(await on.get(id)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'approver@acme.test' });
    await page.locator('main .badge').getByText('acknowledged', { exact: true }).waitFor();
  }, 30_000);

  it('are contained once it was shown what that does', async () => {
    const { button, keys, on, page } = incidents;
    await button('Contain …').click();
    const dialog = page.getByRole('dialog', { name: 'Contain its resources' });
    expect(await button('Contain this one', dialog.page()).count()).toBe(0);
    await dialog.getByRole('button', { name: 'Show what would be done' }).click();
    await dialog.locator('[data-plan]').getByText('contain-instance').waitFor();
    const { body } = await on.ask<{ changes: { words: string[]; calls: { operation: string }[] }[] }>(
      ...(['POST', `/incidents/${id}/contain`, { dryRun: true }, keys.approver] as const),
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
    // somebody may undo it in the account: it is offered again, and not meant by itself
    await button('Contain …').click();
    await dialog.getByText('contained', { exact: true }).waitFor();
    expect(await dialog.getByRole('checkbox').isChecked()).toBe(false);
    await page.keyboard.press('Escape');
  }, 90_000);

  it('are not closed over what is cut off, unless it is to stay so', async () => {
    const { button, on, page } = incidents;
    await button('Close …').click();
    const dialog = page.getByRole('dialog', { name: 'Close this incident' });
    await dialog.getByLabel('What happened, and what was done').fill('It is over');
    const answer = await heldBack(page, '**/close');
    await dialog.getByRole('button', { name: 'Close it' }).click();
    await answer.isAsked;
    // why it is refused would be lost
    await page.keyboard.press('Escape');
    await page.mouse.click(2, 2);
    answer.release();
    await dialog.getByRole('alert').getByText('Release them, or say keepContained').waitFor();
    expect((await on.get(id)).status).toBe('contained');
    await page.keyboard.press('Escape');
    await button('Close …').click();
    await dialog.getByText('1 resource is cut off').waitFor();
    expect(await dialog.getByRole('alert').count()).toBe(0); // that was about another try
    await page.keyboard.press('Escape');
  }, 30_000);

  it('are released to how it was, and over what somebody has changed since only when that is said', async () => {
    const { button, on, page } = incidents;
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
    await dialog.getByRole('button', { name: 'Release', exact: true }).click(); // impatience is no yes
    expect((await on.get(id)).underWay).toBeNull();
    await dialog.getByLabel('Release them all the same').check();
    await dialog.getByRole('button', { name: 'Release', exact: true }).click();
    await page
      .locator('main header .badge')
      .getByText('released', { exact: true })
      .waitFor({ timeout: 40_000 });
    expect(await on.groupsOf(InstanceId)).toEqual(AS_BEFORE);
    expect(await on.get(id)).toMatchObject({ releasedBy: 'approver@acme.test' });
  }, 90_000);

  it('are closed with a report', async () => {
    const { button, counted, on, page } = incidents;
    await button('Close …').click();
    const dialog = page.getByRole('dialog', { name: 'Close this incident' });
    await dialog.getByLabel('Outcome').selectOption('false_positive');
    await dialog.getByLabel('What happened, and what was done').fill(`Nothing was read. ${SCRIPT}`);
    await dialog.getByRole('button', { name: 'Close it' }).click();
    await page.getByRole('heading', { name: 'Closing report' }).waitFor();
    const { status, report } = await on.get(id);
    expect([status, report]).toMatchObject(['closed', { outcome: 'false_positive', keptContained: false }]);
    await page.getByText(`Nothing was read. ${SCRIPT}`).waitFor();
    expect(await counted('escalations').textContent()).toBe(String(report?.escalations));
    expect(await page.locator('main img').count()).toBe(0);
    for (const name of ['Acknowledge', 'Contain …', 'Release …', 'Close …'])
      expect([name, await button(name).count()]).toEqual([name, 0]);
  }, 30_000);

  it('are nobody else’s', async () => {
    const { app, at, signedIn } = incidents;
    const globex = await app.tenant('globex');
    const other = await signedIn(globex.admin);
    await other.page.goto(at('incidents'));
    await other.page.getByText('There was no incident yet').waitFor();
    await other.page.goto(at(`incidents/${id}`));
    await other.page.getByRole('alert').waitFor();
    expect(await other.page.textContent('body')).not.toContain(made.InstanceId);
    await other.page.context().close();
  }, 60_000);

  it('are without barriers in the dark, and on a phone', async () => {
    const { approver, at, browser, keys, link } = incidents;
    const addresses = ['incidents', 'incidents?status=closed', `incidents/${id}`, 'incidents/new'].map(at);
    expect(await troubleOnAPhone(browser, () => link(keys.approver), addresses)).toEqual([]);
    expect(approver.complaints).toEqual([]);
  }, 240_000);
});
