import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page, Request } from 'playwright-core';
import { barriersOf, CHROMIUM, startBrowser, type Visit } from '../support/browser.js';
import { troubleOnAPhone } from '../support/phone.js';
import { browserOf } from '../support/sessions.js';
import { startScanApp, type ScanApp } from './scan-app.js';
import { WASTE } from './scan-client.js';

const MOTO_URL = process.env['MOTO_URL'];
const withBrowser = MOTO_URL === undefined || CHROMIUM === undefined ? describe.skip : describe;
const SCRIPT = '<img src=x onerror="document.title=`taken`">';

withBrowser('the page (needs MOTO_URL and Chromium)', () => {
  let on: ScanApp;
  let browser: Awaited<ReturnType<typeof startBrowser>>;
  let someone: Visit;
  let page: Page;

  beforeAll(async () => {
    on = await startScanApp(MOTO_URL ?? '', {}, [], WASTE);
    await on.account.volume('us-east-1', 3, { Name: SCRIPT });
    await on.account.volume('us-east-1', 5);
    browser = await startBrowser();
    someone = await browser.visit();
    ({ page } = someone);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await on?.close();
  }, 30_000);

  const asked = <T>(path: string, key = on.keys.operator) => on.app.request<T>('GET', path, { key });
  const link = async (key: string) => `${on.app.url}/#sign-in=${await browserOf(on.app).code(key)}`;
  const number = async (of: Page, name: string) =>
    Number(((await of.textContent(`[data-count="${name}"]`)) ?? '').replaceAll(/[,$]/g, ''));

  it('asks for a key, and says where it was wrong', async () => {
    const { page: door } = await browser.visit();
    await door.goto(on.app.url);
    await door.getByLabel('API key').fill('wrong-key');
    await door.getByRole('button', { name: 'Sign in' }).click();
    await door.getByRole('alert').getByText('unknown, expired or revoked').waitFor();
    expect(await barriersOf(door)).toEqual([]);
    await door.getByLabel('API key').fill(on.keys.viewer);
    await door.getByRole('button', { name: 'Sign in' }).click();
    await door.getByRole('heading', { name: 'Overview' }).waitFor();
    expect(await door.getByRole('button', { name: 'Scan now' }).count()).toBe(0); // a viewer may not
    await door.context().close();
  }, 60_000);

  it('is signed in to by a link, once, and keeps no secret where scripts can read', async () => {
    const address = await link(on.keys.operator);
    await page.goto(address);
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    expect(page.url()).toBe(`${on.app.url}/ui/`);
    const kept = await page.evaluate<string>(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])',
    );
    expect(kept).not.toMatch(/sh[psc]_/);
    const cookies = await page.context().cookies();
    expect(cookies).toMatchObject([{ name: 'shepherd_session', httpOnly: true, sameSite: 'Strict' }]);
    const other = await browser.visit();
    await other.page.goto(address);
    await other.page.getByText('was used, or has expired').waitFor();
    await other.page.context().close();
  }, 60_000);

  it('stays signed in by a link, though the answer that nobody is comes late', async () => {
    const { page: slow } = await browser.visit();
    await slow.route('**/session', async (route) => {
      if (route.request().method() !== 'GET') return route.continue();
      const response = await route.fetch(); // without a cookie yet
      await new Promise((done) => setTimeout(done, 2000));
      await route.fulfill({ response }).catch(() => undefined); // the page has given it up by then
    });
    const answered = slow.waitForResponse(
      (response) => response.url().endsWith('/session') && response.request().method() === 'POST',
    );
    await slow.goto(await link(on.keys.operator));
    await answered;
    await slow.waitForTimeout(3000);
    expect(await slow.getByRole('heading', { name: 'Overview' }).count()).toBe(1);
    await slow.context().close();
  }, 60_000);

  it("starts a scan, and shows it to its end; its numbers are the API's", async () => {
    await page.getByRole('button', { name: 'Scan now' }).click();
    await page.getByText(/^full, completed/).waitFor({ timeout: 120_000 });
    type Counts = {
      counts: { total: number; bySeverity: Record<string, number>; estimatedMonthlySavingsUsd: number };
    };
    const { body } = await asked<Counts>('/findings?status=open&suppressed=false&muted=false&limit=1');
    await page.reload();
    await page.locator('[data-count="savings"]').waitFor();
    expect(body.counts.total).toBeGreaterThan(1);
    for (const [severity, count] of Object.entries(body.counts.bySeverity))
      expect(await number(page, severity)).toBe(count);
    expect(await number(page, 'savings')).toBe(Number(body.counts.estimatedMonthlySavingsUsd.toFixed(2)));
    expect(await barriersOf(page)).toEqual([]);
  }, 180_000);

  it('asks who one is and for its first numbers before its code is read, and once', async () => {
    const asked: string[] = [];
    const note = (request: Request) => asked.push(request.url().replace(on.app.url, ''));
    page.on('request', note);
    await page.goto(`${on.app.url}/ui/`);
    await page.locator('[data-count="savings"]').waitFor();
    page.off('request', note);
    const code = asked.findIndex((path) => path.startsWith('/assets/overview-'));
    for (const first of [/^\/session$/, /^\/findings\?.*order=worst/]) {
      const times = asked.flatMap((path, at) => (first.test(path) ? [at] : []));
      expect([first.source, times.length]).toEqual([first.source, 1]);
      expect(times[0]).toBeLessThan(code);
    }
  }, 30_000);

  it('lists findings by the filters of its address, with the keyboard too', async () => {
    await page.getByRole('link', { name: 'Findings', exact: true }).click();
    const { body } = await asked<{ counts: { total: number } }>('/findings');
    await page.locator('[data-count="total"]').waitFor();
    expect(await number(page, 'total')).toBe(body.counts.total);
    await page.getByRole('checkbox', { name: /AWS::EC2::Volume/ }).check();
    await page.waitForURL(/resourceType=/);
    const volumes = await asked<{ counts: { total: number } }>('/findings?resourceType=AWS::EC2::Volume');
    await page.locator('[data-count="total"]').getByText(String(volumes.body.counts.total)).waitFor();
    expect(await barriersOf(page)).toEqual([]);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('grid', { name: 'Findings' }).focus();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/ui\/findings\/fnd_/);
  }, 60_000);

  it('shows what an account says as text, whatever it says', async () => {
    const { body } = await asked<{ items: { id: string; resourceArn: string }[] }>(
      '/findings?resourceType=AWS::EC2::Volume',
    );
    for (const { id } of body.items) {
      await page.goto(`${on.app.url}/ui/findings/${id}`);
      await page.getByRole('heading', { name: 'Configuration' }).waitFor();
      await page.locator('.tree').waitFor();
      for (const summary of await page.locator('.tree details:not([open]) > summary').all())
        await summary.click();
      if (((await page.textContent('.tree')) ?? '').includes('onerror')) break;
    }
    expect(await page.textContent('.tree')).toContain('<img src=x onerror=');
    expect(await page.locator('.tree img').count()).toBe(0);
    expect(await page.title()).toBe('Compliance Shepherd');
    expect(await barriersOf(page)).toEqual([]);
  }, 60_000);

  it('suppresses a finding, and takes that back', async () => {
    const id = page.url().split('/').at(-1) ?? '';
    await page.getByRole('button', { name: 'Suppress …' }).click();
    await page.getByLabel('Why is it accepted?').fill('kept for <b>tests</b>');
    await page.getByRole('button', { name: 'Suppress', exact: true }).click();
    await page.getByText('operator@acme.test has accepted it: “kept for <b>tests</b>”').waitFor();
    const { body } = await asked<{ suppressed: object | null }>(`/findings/${id}`);
    expect(body.suppressed).toMatchObject({ reason: 'kept for <b>tests</b>', by: 'operator@acme.test' });
    await page.getByRole('button', { name: 'Take it back' }).click();
    await page.getByRole('button', { name: 'Suppress …' }).waitFor();
    expect((await asked<{ suppressed: object | null }>(`/findings/${id}`)).body.suppressed).toBeNull();
  }, 60_000);

  it('names what failed in the service, for who reads its log, and keeps what was typed', async () => {
    // no fault of the service can be asked for: an answer as the API's filter writes it
    const fault = { success: false, error: 'Something went wrong on our side', error_type: 'INTERNAL' };
    const body = { ...fault, timestamp: new Date().toISOString(), correlation_id: 'c-of-the-fault' };
    await page.route('**/suppress', (route) => route.fulfill({ status: 500, json: body }), { times: 1 });
    await page.getByRole('button', { name: 'Suppress …' }).click();
    await page.getByLabel('Why is it accepted?').fill('it is known');
    const send = page.getByRole('button', { name: 'Suppress', exact: true });
    await send.click();
    const told = page.getByRole('alert');
    await told.getByText(fault.error).waitFor();
    await told.getByText('c-of-the-fault').waitFor();
    expect(await barriersOf(page)).toEqual([]);
    await page.route('**/suppress', (route) => route.abort(), { times: 1 });
    await send.click();
    await told.getByText('The service could not be reached').waitFor();
    expect(await page.getByLabel('Why is it accepted?').inputValue()).toBe('it is known');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }, 60_000);

  it('says that the service is away, and goes on when it is back', async () => {
    await page.context().setOffline(true);
    await page.getByText('The service does not answer').waitFor({ timeout: 30_000 });
    expect(await page.locator('.tree').count()).toBe(1); // what was read stays
    await page.context().setOffline(false);
    await page.getByText('The service does not answer').waitFor({ state: 'detached', timeout: 30_000 });
  }, 90_000);

  it('shows nothing of another tenant', async () => {
    const globex = await on.app.tenant('globex');
    const foreign = page.url();
    const other = await browser.visit();
    await other.page.goto(await link(globex.admin));
    await other.page.getByText('Nothing is open').waitFor();
    await other.page.goto(foreign);
    await other.page.getByRole('alert').waitFor();
    expect(await other.page.textContent('body')).not.toContain(on.account.accountId);
    await other.page.context().close();
  }, 60_000);

  it('is without barriers in the light and the dark, and on a phone', async () => {
    const addresses = [`${on.app.url}/ui/`, `${on.app.url}/ui/findings`, page.url()];
    expect(await troubleOnAPhone(browser, () => link(on.keys.viewer), addresses)).toEqual([]);
  }, 120_000);

  it('folds the filters of a list on a phone until they are wanted', async () => {
    const phone = await browser.visit({ viewport: { width: 360, height: 740 } });
    await phone.page.goto(await link(on.keys.viewer));
    await phone.page.getByRole('heading', { name: 'Overview' }).waitFor();
    await phone.page.goto(`${on.app.url}/ui/findings?status=open`);
    const filters = phone.page.getByRole('button', { name: 'Filters, 1 in use' });
    const height = async () => (await phone.page.locator('aside').boundingBox())?.height ?? NaN;
    await filters.waitFor();
    expect(await height()).toBeLessThan(60);
    await filters.click();
    expect(await filters.getAttribute('aria-expanded')).toBe('true');
    expect(await height()).toBeGreaterThan(300);
    await filters.click();
    await phone.page.locator('.row').first().waitFor();
    await phone.page.keyboard.press('/'); // what is folded opens for who goes to it by a key
    expect(await filters.getAttribute('aria-expanded')).toBe('true');
    expect(phone.complaints).toEqual([]);
    await phone.page.context().close();
  }, 60_000);

  it('signs out, and has broken nothing on its way', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('API key').waitFor();
    expect(await page.context().cookies()).toEqual([]);
    expect(someone.complaints).toEqual([]);
  }, 30_000);
});
