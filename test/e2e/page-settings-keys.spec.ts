import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../support/app.js';
import { barriersOf, CHROMIUM, type Visit } from '../support/browser.js';
import { SCRIPT, startVisits, type Visits } from '../support/page-visits.js';
import { troubleOnAPhone } from '../support/phone.js';

const withBrowser = CHROMIUM === undefined ? describe.skip : describe;

interface Key {
  id: string;
  name: string;
  revokedAt: string | null;
}
interface Entry {
  id: string;
  action: string;
}

withBrowser('the settings of keys, and what was changed by whom (needs Chromium)', () => {
  let app: TestApp;
  let keys: Awaited<ReturnType<TestApp['tenant']>>;
  let visits: Visits;
  let admin: Visit;
  let page: Page;
  /** Of an account that is changed. */
  let id: string;

  beforeAll(async () => {
    app = await startTestApp();
    keys = await app.tenant('acme');
    const body = { accountId: '210987654321', name: SCRIPT };
    id = (await app.request<{ id: string }>('POST', '/accounts', { key: keys.admin, body })).body.id;
    visits = await startVisits(app);
    admin = await visits.signedIn(keys.admin);
    ({ page } = admin);
  }, 60_000);
  afterAll(async () => {
    await visits?.close();
    await app?.close();
  }, 30_000);

  const listed = async <T>(path: string) =>
    (await app.request<{ items: T[] }>('GET', path, { key: keys.admin })).body.items;
  const shown = (count: number, of = page) =>
    of.locator('[data-count="shown"]').getByText(String(count), { exact: true }).waitFor();
  const dialog = (name: string) => page.getByRole('dialog', { name });

  it('make a key that is shown once, and revoke it when that was asked for twice', async () => {
    await page.goto(visits.at('settings/keys'));
    await shown((await listed('/api-keys')).length);
    await page.getByRole('button', { name: 'New key' }).click();
    await page.getByLabel(/^Name/).fill(`CI ${SCRIPT}`);
    await page.getByLabel(/^Owner/).fill('ann@acme.test');
    await page.getByRole('combobox', { name: 'Role', exact: true }).selectOption('operator');
    expect(await barriersOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Make it' }).click();
    const key = (await page.getByLabel('Key', { exact: true }).textContent()) ?? '';
    // what is shown once is not lost by a key or a click beside it
    await page.keyboard.press('Escape');
    await page.mouse.click(2, 2);
    expect(await dialog('The new key').getByRole('button', { name: 'Close' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Copy the key' }).click();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(key);
    expect((await app.request('GET', '/accounts', { key })).status).toBe(200);
    await page.getByRole('button', { name: 'I have it' }).click();
    const [made] = await listed<Key>('/api-keys');
    const row = page.locator(`[data-key="${made?.id}"]`);
    await row.getByRole('link', { name: `CI ${SCRIPT}` }).waitFor();
    expect(await row.textContent()).toContain('ann@acme.test');
    expect(await row.textContent()).toContain(made?.id); // as the audit log knows it
    expect(await page.content()).not.toContain(key);
    const kept = await page.evaluate<string>('JSON.stringify([{ ...localStorage }, { ...sessionStorage }])');
    expect(kept).not.toContain(key);
    await row.getByRole('button', { name: /^Revoke/ }).click();
    await dialog('Revoke this key?').getByRole('button', { name: 'Keep it' }).click();
    expect((await app.request('GET', '/accounts', { key })).status).toBe(200);
    await row.getByRole('button', { name: /^Revoke/ }).click();
    await dialog('Revoke this key?').getByRole('button', { name: 'Revoke it' }).click();
    await row.getByText('revoked').waitFor();
    expect((await app.request('GET', '/accounts', { key })).status).toBe(401);
    expect(await row.getByRole('button', { name: /^Revoke/ }).count()).toBe(0);
    const own = (await listed<Key>('/api-keys')).find((one) => one.name === 'admin');
    await page
      .locator(`[data-key="${own?.id}"]`)
      .getByRole('button', { name: /^Revoke/ })
      .click();
    await dialog('Revoke this key?').getByText('You are signed in with it').waitFor();
    await dialog('Revoke this key?').getByRole('button', { name: 'Keep it' }).click();
  }, 60_000);

  it('read the audit log by what its address asks for, page by page, with what became other', async () => {
    for (let i = 1; i <= 52; i++) {
      const body = { name: `name ${i}` };
      await app.request('PUT', `/accounts/${id}`, { key: keys.admin, body });
    }
    await page.goto(visits.at(`settings/audit-log?targetId=${id}`));
    await shown(50);
    await page.getByRole('button', { name: 'Show more' }).click();
    const all = await listed<Entry>(`/audit-log?targetId=${id}&limit=500`);
    expect(all.length).toBeGreaterThan(50);
    await shown(all.length);
    const newest = page.locator(`[data-entry="${all[0]?.id}"]`);
    await newest.getByText('1 change').click();
    await newest.locator('del').getByText('name 51').waitFor();
    expect(await newest.locator('ins').textContent()).toBe('"name 52"');
    await page.getByLabel('Action').fill('account.created');
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.waitForURL(/action=account\.created/);
    await shown(1);
    await page.locator('[data-entry]').getByText('changes').click();
    await page.locator('ins').getByText(JSON.stringify(SCRIPT)).waitFor();
    expect(await page.locator('main img').count()).toBe(0);
    expect(await barriersOf(page)).toEqual([]);
    await page.getByLabel('From').pressSequentially('01012199'); // as people do, number by number
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.waitForURL(/since=2199-01-01/);
    await page.getByText('Nothing passes these filters').waitFor();
    await page.getByRole('link', { name: 'Remove the filters' }).click();
    await page.locator('[data-entry]').first().waitFor();
    // a day of 25 hours, in Berlin
    await page.goto(visits.at('settings/audit-log?since=2026-10-25&until=2026-10-25'));
    await page.getByRole('button', { name: 'Copy the request as curl' }).click();
    const curl = decodeURIComponent(await page.evaluate<string>('navigator.clipboard.readText()'));
    expect(curl).toContain('since=2026-10-24T22:00:00.000Z&until=2026-10-25T23:00:00.000Z');
  }, 90_000);

  it('are nobody else’s', async () => {
    const globex = await app.tenant('globex');
    const { page: theirs } = await visits.signedIn(globex.admin, 'settings/keys');
    await shown(4, theirs);
    expect(await theirs.textContent('main')).not.toContain('acme');
    await theirs.goto(visits.at(`settings/audit-log?targetId=${id}`));
    await theirs.getByText('Nothing passes these filters').waitFor();
    await theirs.context().close();
  }, 60_000);

  it('are without barriers in the dark, and on a phone', async () => {
    const addresses = ['keys', 'audit-log', 'audit-log?action=none'].map((path) =>
      visits.at(`settings/${path}`),
    );
    expect(await troubleOnAPhone(visits.browser, () => visits.link(keys.admin), addresses)).toEqual([]);
    expect(admin.complaints).toEqual([]);
  }, 120_000);
});
