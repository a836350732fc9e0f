import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { barriersOf, CHROMIUM, type Visit } from '../support/browser.js';
import { heldBack } from '../support/held-back.js';
import { startVisits, type Visits } from '../support/page-visits.js';
import { startScheduleApp, type ScheduleApp } from '../support/schedules.js';

const withBrowser = CHROMIUM === undefined ? describe.skip : describe;

withBrowser('the calendar of schedules on the page (needs Chromium)', () => {
  let on: ScheduleApp;
  let visits: Visits;
  let someone: Visit;
  let page: Page;

  beforeAll(async () => {
    on = await startScheduleApp();
    visits = await startVisits(on.app);
    someone = await visits.signedIn(on.keys.viewer);
    ({ page } = someone);
  }, 60_000);
  afterAll(async () => {
    await visits?.close();
    await on?.app.close();
  }, 30_000);

  it('shows what runs on each day of a week, as the API tells it, also where a day has 23 hours', async () => {
    await on.create({ description: 'All the time', scheduleExpression: 'rate(5 minutes)' });
    await on.create({
      description: 'At noon',
      scheduleExpression: 'cron(0 12 ? * SUN *)',
      timezone: 'Europe/Berlin',
    });
    await page.goto(visits.at('schedules'));
    await page.getByRole('link', { name: 'Calendar' }).click();
    await page.getByRole('heading', { name: 'Calendar' }).waitFor();
    await page.goto(visits.at('schedules/calendar?from=2027-03-22'));
    await page.getByRole('link', { name: 'At noon' }).waitFor();
    const week = 'from=2027-03-21T23:00:00Z&to=2027-03-28T22:00:00Z&limit=200'; // Berlin's clocks go on in it
    const { body } = await on.ask<{ items: { times: string[]; more: boolean }[] }>(
      'GET',
      `/schedules/calendar?${week}`,
    );
    const told = body.items.filter(({ more }) => !more).flatMap(({ times }) => times);
    expect(told).toContain('2027-03-28T10:00:00.000Z');
    const shown = await page.locator('[data-run-at]').all();
    expect(await Promise.all(shown.map((one) => one.getAttribute('data-run-at')))).toEqual(told.sort());
    const sunday = page.locator('.week > section').last();
    expect(await sunday.textContent()).toMatch(/Sun,? 28 Mar.*12:00.*At noon/);
    await page.getByRole('heading', { name: 'All the time' }).waitFor();
    expect(await barriersOf(page)).toEqual([]);
    const answer = await heldBack(page, '**/schedules/calendar?*');
    await page.getByRole('link', { name: 'Next week' }).click();
    await page.waitForURL(/from=2027-03-29/);
    await answer.isAsked;
    expect(await page.getByText('Nothing').count()).toBe(0); // nobody knows yet
    answer.release();
    await page.locator('.week').waitFor();
  }, 60_000);

  it('does not let times that have passed look like runs', async () => {
    await page.goto(visits.at('schedules/calendar?from=2125-01-01'));
    await page.getByRole('link', { name: 'At noon' }).waitFor();
    expect(await page.getByText('Times that have passed').count()).toBe(0);
    await page.goto(visits.at('schedules/calendar?from=2025-01-01')); // nothing has run then
    await page.getByRole('link', { name: 'At noon' }).waitFor();
    await page.getByText('Times that have passed').waitFor();
  }, 60_000);

  it('says of days that not all schedules were read, where there are many', async () => {
    // they come first in the list, and none runs in these days
    await on.insertMany(new Date(), { expression: 'cron(0 0 1 1 ? 2199)', next_run_at: '2199-01-01' }, 201);
    await page.goto(visits.at('schedules/calendar?from=2027-03-22'));
    await page.getByText('These are not all schedules yet.').waitFor();
    expect(await page.getByText('Nothing runs in these days').count()).toBe(0);
    expect(await barriersOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.getByRole('link', { name: 'At noon' }).waitFor();
    expect(await page.getByText('These are not all schedules yet.').count()).toBe(0);
    expect(someone.complaints).toEqual([]);
  }, 60_000);
});
