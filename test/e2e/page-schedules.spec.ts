import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { barriersOf, CHROMIUM, type Visit } from '../support/browser.js';
import { SCRIPT, startVisits, type Visits } from '../support/page-visits.js';
import { troubleOnAPhone } from '../support/phone.js';
import { startScheduleApp, type Run, type Schedule, type ScheduleApp } from '../support/schedules.js';

const withBrowser = CHROMIUM === undefined ? describe.skip : describe;

interface Preview {
  words: string;
  problems: { path: string; message: string }[];
  next: { at: string; local: string; note?: string }[];
}
/** Ten of them span a last Sunday of March, on which this time does not exist. */
const SUNDAYS = { expression: 'cron(30 2 ? 3 SUN *)', timezone: 'Europe/Berlin' };

withBrowser('the page of schedules (needs Chromium)', () => {
  let on: ScheduleApp;
  let visits: Visits;
  let someone: Visit;
  let page: Page;
  /** Of the schedule that the page has made. */
  let id: string;

  const each = async (rows: string, name: string) =>
    Promise.all((await page.locator(rows).all()).map((row) => row.getAttribute(name)));
  const timesShown = () => each('.times time', 'datetime');
  const preview = async (body: object) =>
    (await on.ask<Preview>('POST', '/schedules/preview', { ...body, count: 10 })).body;

  beforeAll(async () => {
    on = await startScheduleApp();
    visits = await startVisits(on.app);
    someone = await visits.signedIn(on.keys.operator);
    ({ page } = someone);
  }, 60_000);
  afterAll(async () => {
    await visits?.close();
    await on?.app.close();
  }, 30_000);

  it('lists schedules by the status in its address, with the next time on both clocks', async () => {
    const made = await on.create({
      description: SCRIPT,
      scheduleExpression: 'cron(0 6 * * ? *)',
      timezone: 'America/New_York',
    });
    await on.create({ description: 'Switched off', enabled: false });
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    const row = page.getByRole('listitem').filter({ hasText: SCRIPT });
    await row.getByText(String(made['inWords']), { exact: true }).waitFor();
    expect(await row.locator('time').first().getAttribute('datetime')).toBe(made.nextRunAt);
    const { next } = await preview({ expression: '0 6 * * ? *', timezone: 'America/New_York' });
    await row.getByText(`${next[0]?.local.slice(0, 16).replace('T', ' ')} America/New_York`).waitFor();
    await page.getByLabel('Status').selectOption('DISABLED');
    await page.waitForURL(/status=DISABLED/);
    await row.waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Switched off' }).waitFor();
    expect(await page.title()).toBe('Compliance Shepherd');
    expect(await barriersOf(page)).toEqual([]);
  }, 60_000);

  it('says what an expression means while it is typed, and where it is wrong', async () => {
    await page.getByRole('link', { name: 'New schedule' }).click();
    await page.getByLabel('When (cron, rate or at)').fill('cron(30 25 * * ? *)');
    const wrong = await preview({ expression: 'cron(30 25 * * ? *)', timezone: 'Europe/Berlin' });
    for (const { message } of wrong.problems) await page.getByText(message).waitFor();
    expect(wrong.problems.length).toBeGreaterThan(0);
    await page.getByLabel('When (cron, rate or at)').fill(SUNDAYS.expression);
    await page.getByLabel('Time zone').fill(SUNDAYS.timezone);
    const right = await preview(SUNDAYS);
    await page.locator('[data-words]', { hasText: right.words }).waitFor();
    expect(await timesShown()).toEqual(right.next.map(({ at }) => at));
    const notes = right.next.flatMap(({ note }) => note ?? []);
    expect(notes[0]).toMatch(/02:30 does not exist on .+-03-/);
    expect(await page.locator('.times mark').allTextContents()).toEqual(notes);
    expect(await barriersOf(page)).toEqual([]);
  }, 60_000);

  it('makes a schedule of a workflow, and shows it', async () => {
    await page.getByLabel('What it is for').fill('Sundays in <b>March</b>');
    await page.getByLabel('Starts').selectOption('step-functions');
    await page
      .getByRole('combobox', { name: 'Workflow', exact: true })
      .selectOption('ComplianceScanWorkflow');
    await page.getByLabel('Parameters: what it is given (JSON)').fill('{ "scanType": "comprehensive" }');
    await page.getByRole('button', { name: 'Make the schedule' }).click();
    await page.waitForURL(/\/ui\/schedules\/sch_/);
    id = page.url().split('/').at(-1) ?? '';
    const made = await on.get(id);
    expect(made).toMatchObject({
      ...{ description: 'Sundays in <b>March</b>', timezone: SUNDAYS.timezone, enabled: true },
      ...{ scheduleExpression: SUNDAYS.expression, parameters: { scanType: 'comprehensive' } },
      target: { type: 'step-functions', stateMachineName: 'ComplianceScanWorkflow' },
    });
    await page.getByRole('heading', { name: 'Sundays in <b>March</b>' }).waitFor();
    await page.getByText(String(made['inWords']), { exact: true }).waitFor();
    const { body } = await on.ask<Preview>('GET', `/schedules/${id}/next?count=10`);
    await page.locator('.times time').first().waitFor();
    expect(await timesShown()).toEqual(body.next.map(({ at }) => at));
    await page.getByText('It has not run yet').waitFor();
    expect(await barriersOf(page)).toEqual([]);
  }, 60_000);

  it('runs it now, and shows the run with how late it was', async () => {
    await page.getByRole('button', { name: 'Run now' }).click();
    await page.locator('[data-run]', { hasText: 'succeeded' }).waitFor();
    const [run] = await on.runsThat(id, 'succeeded');
    const shown = (await page.textContent(`[data-run="${run?.runId}"]`)) ?? '';
    const lateness = run?.latenessMs ?? -1;
    expect(shown).toContain(
      lateness < 1000 ? `${lateness} ms late` : `${(lateness / 1000).toFixed(1)} s late`,
    );
    expect(shown).toContain('manual by operator@my-company.test');
  }, 60_000);

  it('pauses with a reason, and goes on', async () => {
    await page.getByRole('button', { name: 'Pause …' }).click();
    await page.getByLabel('Why is it paused?').fill('a move');
    expect(await barriersOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByText('Paused by operator@my-company.test').waitFor();
    expect(await on.get(id)).toMatchObject({ paused: { reason: 'a move' } });
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('button', { name: 'Pause …' }).waitFor();
    expect(await on.get(id)).toMatchObject({ paused: null });
  }, 60_000);

  it('makes up for the past only after it has shown which times', async () => {
    const { scheduleId } = await on.create({
      scheduleExpression: 'cron(0 6 * * ? *)',
      timezone: 'Europe/Berlin', // where the browser is
    });
    await page.goto(visits.at(`schedules/${scheduleId}`));
    const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
    await page.getByLabel('From (your time)').fill(`${day(4)}T00:00`);
    await page.getByLabel('To', { exact: true }).fill(`${day(2)}T12:00`);
    await page.getByRole('button', { name: 'Show the times' }).click();
    await page.getByRole('button', { name: 'Run these 3' }).waitFor();
    expect(await on.runs(scheduleId)).toEqual([]);
    await page.getByRole('button', { name: 'Run these 3' }).click();
    await page.locator('[data-count="made"]', { hasText: '3' }).waitFor();
    expect((await on.runsThat(scheduleId, 'succeeded', 3)).map(({ cause }) => cause)).toEqual(
      Array<string>(3).fill('backfill'),
    );
    await page.getByRole('button', { name: 'Show the times' }).click();
    await page.getByText('has run: nothing is done').first().waitFor();
    expect(await page.getByRole('button', { name: /^Run th/ }).count()).toBe(0);
  }, 60_000);

  it('reads more runs where there are more', async () => {
    const { scheduleId } = await on.create({ scheduleExpression: 'cron(0 * * * ? *)' });
    const to = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000);
    const from = new Date(to.getTime() - 24 * 3_600_000);
    await on.ask('POST', `/schedules/${scheduleId}/backfill`, { from, to });
    const all = (await on.runs(scheduleId)).map(({ runId }: Run) => runId).reverse();
    await page.goto(visits.at(`schedules/${scheduleId}`));
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.locator(`[data-run="${all.at(-1)}"]`).waitFor();
    expect(await each('[data-run]', 'data-run')).toEqual(all);
    expect(all).toHaveLength(25);
  }, 60_000);

  it('changes what was changed and nothing else, and deletes when that is confirmed', async () => {
    const before = await on.get(id);
    await page.goto(visits.at(`schedules/${id}`));
    await page.getByRole('link', { name: 'Change', exact: true }).click();
    await page.getByLabel('Time zone').fill('Asia/Kolkata');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: /^Delete / }).waitFor();
    const after = await on.get(id);
    const moved = ['timezone', 'inWords', 'nextRunAt', 'updatedAt'];
    const rest = (of: Schedule) => Object.entries(of).filter(([name]) => !moved.includes(name));
    expect([after['timezone'], rest(after)]).toEqual(['Asia/Kolkata', rest(before)]);
    await page.getByRole('link', { name: 'Change', exact: true }).click();
    await page.getByText('More', { exact: true }).click();
    await page.getByLabel(/^Not from then on/).fill('2028-06-01T08:00'); // on the clock of Berlin
    await page.getByLabel(/^Jitter/).fill('30');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: /^Delete / }).waitFor();
    expect(await on.get(id)).toMatchObject({
      ...{ startDate: null, endDate: '2028-06-01T06:00:00.000Z', jitterSeconds: 30 },
    });
    await page.getByRole('button', { name: /^Delete / }).click();
    await page.getByRole('button', { name: 'Delete it' }).click();
    await page.waitForURL(/\/ui\/schedules$/);
    await page.getByRole('link', { name: 'Switched off' }).waitFor();
    expect(await page.getByText('Sundays in').count()).toBe(0);
    expect((await on.ask('GET', `/schedules/${id}`)).status).toBe(404);
  }, 60_000);

  it('says that one is gone which somebody else has deleted, and offers nothing for it', async () => {
    const { scheduleId } = await on.create({ description: 'Soon gone' });
    await page.goto(visits.at(`schedules/${scheduleId}`));
    await page.getByRole('button', { name: 'Run now' }).waitFor();
    await on.ask('DELETE', `/schedules/${scheduleId}`);
    await page.getByRole('button', { name: 'Run now' }).waitFor({ state: 'detached' });
    const { body } = await on.ask<{ error: string }>('GET', `/schedules/${scheduleId}`);
    await page.getByRole('alert').getByText(body.error).waitFor();
  }, 60_000);

  it('sends what was changed of what was seen, whatever somebody else changes meanwhile', async () => {
    const { scheduleId } = await on.create({ description: 'Mine', timezone: 'UTC' });
    await page.goto(visits.at(`schedules/${scheduleId}/edit`));
    await page.getByLabel('What it is for').fill('Ours');
    await on.ask('PUT', `/schedules/${scheduleId}`, { timezone: 'Asia/Tokyo' });
    const read = (await page.waitForResponse((one) => one.url().endsWith(`/schedules/${scheduleId}`))).json();
    expect(await read).toMatchObject({ timezone: 'Asia/Tokyo' });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { level: 1, name: 'Ours' }).waitFor();
    expect(await on.get(scheduleId)).toMatchObject({ description: 'Ours', timezone: 'Asia/Tokyo' });
  }, 60_000);

  it('leaves a time alone that the clock shows twice', async () => {
    const startDate = '2027-10-31T01:30:00.000Z'; // half past two in Berlin, for the second time that night
    const { scheduleId } = await on.create({ startDate, description: 'At night' });
    await page.goto(visits.at(`schedules/${scheduleId}/edit`));
    await page.getByLabel('What it is for').fill('By night');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { level: 1, name: 'By night' }).waitFor();
    expect(await on.get(scheduleId)).toMatchObject({ description: 'By night', startDate });
  }, 60_000);

  it('opens what holds a field that is wrong, and says nothing of another workflow', async () => {
    const { scheduleId } = await on.create({
      target: { type: 'step-functions', stateMachineName: 'GoneWorkflow' },
      enabled: false,
    });
    await page.goto(visits.at(`schedules/${scheduleId}/edit`));
    const workflow = page.getByRole('combobox', { name: 'Workflow', exact: true });
    await workflow.waitFor();
    expect(await workflow.inputValue()).toBe('GoneWorkflow');
    const { result } = (await on.ask<{ result: { description: string }[] }>('GET', '/workflows/definitions'))
      .body;
    const form = (await page.textContent('form')) ?? '';
    for (const { description } of result) expect(form).not.toContain(description);
    const more = page.locator('details', { hasText: 'Spread over' });
    await more.getByText('More', { exact: true }).click();
    await page.getByLabel(/^Jitter/).fill('9999');
    await more.getByText('More', { exact: true }).click();
    await page.getByLabel(/^Jitter/).waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByLabel(/^Jitter/).waitFor();
    expect(page.url()).toMatch(/\/edit$/);
    await on.ask('DELETE', `/schedules/${scheduleId}`);
    await page.goto(visits.at('schedules'));
  }, 60_000);

  it('sets how often the scan runs and who is told', async () => {
    await page.getByRole('link', { name: 'Schedule Settings' }).click();
    await page.getByLabel('Frequency').selectOption('custom');
    await page.getByLabel('Minutes between two scans').fill('90');
    await page.getByLabel('Slack').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('every 90 minutes').waitFor();
    const config = async () => (await on.ask('GET', '/api/schedule/config')).body;
    expect(await config()).toMatchObject({ frequency: 'custom', custom_interval: 90, channels: ['slack'] });
    const { enabled } = await config();
    await page.getByRole('button', { name: enabled ? 'Switch off' : 'Switch on' }).click();
    await page.getByRole('button', { name: enabled ? 'Switch on' : 'Switch off' }).waitFor();
    expect((await config())['enabled']).toBe(!enabled);
    await page.getByRole('button', { name: 'Scan now' }).click();
    const { body } = await on.ask<{ error: string }>('POST', '/api/schedule/trigger');
    await page.getByRole('alert').getByText(body.error).waitFor(); // there is no account to scan
    expect(await barriersOf(page)).toEqual([]);
  }, 60_000);

  it('offers a viewer nothing that changes anything', async () => {
    const viewer = await visits.signedIn(on.keys.viewer, 'schedules');
    await viewer.page.getByRole('link', { name: 'Switched off' }).click();
    await viewer.page.getByRole('heading', { name: 'Next times' }).waitFor();
    expect(
      await viewer.page.getByRole('button', { name: /Run now|Pause|Delete|Show the times/ }).count(),
    ).toBe(0);
    await viewer.page.goto(visits.at('schedules/settings'));
    await viewer.page.getByRole('heading', { name: 'The scan' }).waitFor();
    expect(await viewer.page.getByRole('button', { name: /Save|Switch|Scan now/ }).count()).toBe(0);
    await viewer.page.context().close();
  }, 60_000);

  it('is without barriers in the light and the dark, and on a phone', async () => {
    const { scheduleId } = await on.create({
      scheduleExpression: SUNDAYS.expression,
      timezone: 'Europe/Berlin',
    });
    const paths = ['', '/new', '/settings', '/calendar', `/${scheduleId}`, `/${scheduleId}/edit`];
    const addresses = paths.map((path) => visits.at(`schedules${path}`));
    expect(await troubleOnAPhone(visits.browser, () => visits.link(on.keys.operator), addresses)).toEqual([]);
    expect(someone.complaints).toEqual([]);
  }, 120_000);
});
