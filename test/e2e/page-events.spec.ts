import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { envelopeOfRecord } from '../../src/modules/events/domain/envelope.js';
import { EventIntake } from '../../src/modules/events/event-intake.service.js';
import { EventReading } from '../../src/modules/events/event-reading.js';
import { insert } from '../api/support/seed.js';
import { eventRows } from '../api/support/seed-events.js';
import { eventually, startTestApp, type TestApp } from '../support/app.js';
import { barriersOf, CHROMIUM, goByKeys, startBrowser, type Visit } from '../support/browser.js';
import { troubleOnAPhone } from '../support/phone.js';
import { browserOf } from '../support/sessions.js';
import { trailRecord } from '../support/trail.js';

const withBrowser = CHROMIUM === undefined ? describe.skip : describe;
const SCRIPT = '<img src=x onerror="document.title=`taken`">';
const ACCOUNT = '111122223333';
const VOLUME = `arn:aws:ec2:eu-west-1:${ACCOUNT}:volume/vol-1`;

interface Events {
  items: { id: string; eventName: string; disposition: string }[];
}
interface Health {
  accounts: { accountId: string; status: string; received: number }[];
}

withBrowser('the events of the page (needs Chromium)', () => {
  let app: TestApp;
  let keys: Awaited<ReturnType<TestApp['tenant']>>;
  let browser: Awaited<ReturnType<typeof startBrowser>>;
  let someone: Visit;
  let page: Page;

  beforeAll(async () => {
    app = await startTestApp();
    keys = await app.tenant('acme');
    const account = { accountId: ACCOUNT, name: 'shop', regions: ['eu-west-1'] };
    await app.request('POST', '/accounts', { key: keys.admin, body: account });
    const ids = { event: 'evt_00000000000000000000000001', eventRule: 'rule_1', arn: VOLUME };
    for (const [table, row] of eventRows(ids, ACCOUNT, SCRIPT))
      await insert(app, table, { tenant_id: 'acme', ...row });
    browser = await startBrowser();
    someone = await browser.visit();
    ({ page } = someone);
    await page.goto(await link(keys.viewer));
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  }, 30_000);

  const link = async (key: string) => `${app.url}/#sign-in=${await browserOf(app).code(key)}`;
  const at = (path: string) => `${app.url}/ui/${path}`;
  const asked = async <T>(path: string) => (await app.request<T>('GET', path, { key: keys.viewer })).body;
  const lines = () => page.getByRole('list', { name: 'Events' }).locator(':scope > li');
  /** An event that comes in; nothing knows what it changes. */
  const take = async (eventName: string) => {
    const record = trailRecord('s3.amazonaws.com', eventName, ACCOUNT);
    const reading = app.app.get(EventReading, { strict: false });
    const event = reading.read(envelopeOfRecord(record, record.eventID));
    expect(await app.app.get(EventIntake, { strict: false }).take([event])).toEqual(['accepted']);
  };

  it('are listed with what became of them, as text whatever they say', async () => {
    await goByKeys(page, 'e', 'Events');
    const { items } = await asked<Events>('/events/history');
    await lines().first().waitFor();
    expect(await lines().count()).toBe(items.length);
    expect(await lines().first().textContent()).toContain(SCRIPT);
    expect(await lines().first().locator('.badge').textContent()).toBe('retrying');
    expect(await page.locator('main img').count()).toBe(0);
    expect(await page.title()).toBe('Compliance Shepherd');
    expect(await barriersOf(page)).toEqual([]);
  }, 60_000);

  it('show as they come in, until they are held', async () => {
    await take('PutBucketNothing');
    await page.getByRole('link', { name: 'PutBucketNothing' }).waitFor({ timeout: 10_000 });
    expect(await lines().first().textContent()).toContain('not tracked');
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('status').getByText('Held').waitFor();
    await take('PutBucketLater');
    await page.waitForTimeout(4000); // longer than the page waits between two looks
    expect(await page.getByRole('link', { name: 'PutBucketLater' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('link', { name: 'PutBucketLater' }).waitFor({ timeout: 10_000 });
  }, 60_000);

  it('are chosen by the filters of the address', async () => {
    await page.getByLabel('Disposition').selectOption('ignored');
    await page.waitForURL(/disposition=ignored/);
    const { items } = await asked<Events>('/events/history?disposition=ignored');
    expect(items.length).toBe(2);
    await eventually(async () => (await lines().count()) === 2);
    await page.getByLabel('Event name').fill('PutBucketLater');
    await page.keyboard.press('Enter');
    await eventually(async () => (await lines().count()) === 1);
    await page.goto(at(`events?resource=${encodeURIComponent(VOLUME)}`));
    await eventually(async () => (await lines().count()) === 1);
    expect(await lines().first().textContent()).toContain(VOLUME);
    await page.goto(at('events?accountId=000000000001'));
    await page.getByText('No event passes these filters').waitFor();
  }, 60_000);

  it('tell who did it, what it touched and how that ended', async () => {
    await page.goto(at(`events?resource=${encodeURIComponent(VOLUME)}`));
    await page.keyboard.press('j'); // before there is a line: nothing happens
    await lines().first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/ui\/events\/evt_/);
    await page.getByRole('heading', { name: SCRIPT }).waitFor();
    const touched = page.locator('section', { has: page.getByRole('heading', { name: 'What it touched' }) });
    expect(await touched.textContent()).toMatch(/changed.*vol-1.*AWS::EC2::Volume.*retrying.*waiting/);
    expect(await page.locator('main').textContent()).toContain('userName');
    expect(await page.locator('main img').count()).toBe(0);
    expect(await barriersOf(page)).toEqual([]);
  }, 60_000);

  it('say whether they come at all', async () => {
    await page.goto(at('events'));
    const { accounts } = await asked<Health>('/events/health');
    const shop = page.locator(`[data-account="${ACCOUNT}"]`);
    await page.locator('[data-count="accounts"]').waitFor();
    const fine = accounts.filter(({ status }) => status === 'ok').length;
    expect(await page.textContent('[data-count="fine"]')).toBe(String(fine));
    expect(await page.textContent('[data-count="accounts"]')).toBe(String(accounts.length));
    const [account] = accounts;
    expect(await shop.locator('.badge').textContent()).toBe(account?.status);
    expect(await shop.locator('[data-count="received"]').textContent()).toBe(String(account?.received));
  }, 60_000);

  it('are explained before they happen, and what is no record is told in the box', async () => {
    await page.getByText('What would become of a CloudTrail record?').click();
    const box = page.getByLabel(/A record, an event/);
    const explain = page.getByRole('button', { name: 'Explain' });
    await box.fill('{"eventName": ');
    await explain.click();
    await page.getByRole('alert').getByText('This is no JSON').waitFor();
    expect(await box.getAttribute('aria-invalid')).toBe('true');
    expect(await barriersOf(page)).toEqual([]);
    await box.fill('{"eventName":"X"}');
    await explain.click();
    await page.getByRole('alert').getByText('eventSource').first().waitFor();
    await page.getByRole('button', { name: 'Use an example' }).click();
    await explain.click();
    const told = page.getByRole('region', { name: 'What would become of PutBucketPolicy' });
    await told.waitFor();
    expect(await told.textContent()).toMatch(/processed.*described.*s3\.amazonaws\.com PutBucketPolicy/);
    expect(await told.getByRole('link').textContent()).toBe('arn:aws:s3:::acme-web-assets');
    expect((await asked<Events>('/events/history?eventName=PutBucketPolicy')).items).toEqual([]);
  }, 60_000);

  it('are nobody else’s', async () => {
    const globex = await app.tenant('globex');
    const other = await browser.visit();
    await other.page.goto(await link(globex.admin));
    await other.page.getByRole('heading', { name: 'Overview' }).waitFor();
    await other.page.goto(at('events'));
    await other.page.getByText('No event has come in yet').waitFor();
    await other.page.getByText('No account is registered').waitFor();
    await other.page.context().close();
  }, 60_000);

  it('show the platform what was given up, as text, and hand it back; nobody else is shown it', async () => {
    const letter = {
      id: 'job_00000000000000000000000009',
      name: 'scan.nobody',
      lane: 'scan',
      status: 'dead',
    };
    await insert(app, 'jobs', {
      ...{ ...letter, tenant_id: 'acme', payload: { note: SCRIPT }, attempts: 3, max_attempts: 3 },
      ...{ last_error: SCRIPT, correlation_id: 'req_9', dead_at: new Date() },
    });
    expect(await page.getByText('Dead letters').count()).toBe(0);
    const platform = await browser.visit();
    const { body } = await app.request<{ url: string }>('POST', '/session/links');
    await platform.page.goto(`${app.url}/#${body.url.split('#')[1] ?? ''}`);
    await platform.page.getByRole('heading', { name: 'Overview' }).waitFor();
    await platform.page.goto(at('events'));
    await platform.page.getByText('Dead letters').click();
    const row = platform.page.locator(`[data-letter="${letter.id}"]`);
    await row.getByText(SCRIPT, { exact: true }).waitFor();
    expect(await row.textContent()).toContain('of acme, 3 tries');
    expect(await row.locator('img').count()).toBe(0);
    expect(await barriersOf(platform.page)).toEqual([]);
    const answered = platform.page.waitForResponse(/\/dead-letters\/.+\/retry$/);
    await row.getByRole('button', { name: 'Try it again' }).click();
    expect((await answered).status()).toBe(200);
    expect(platform.complaints).toEqual([]);
    await platform.page.context().close();
  }, 60_000);

  it('are without barriers in the dark, and on a phone', async () => {
    const [first] = (await asked<Events>('/events/history')).items;
    const addresses = ['events', `events/${first?.id ?? ''}`, 'events?disposition=failed'].map(at);
    expect(await troubleOnAPhone(browser, () => link(keys.viewer), addresses)).toEqual([]);
    expect(someone.complaints).toEqual([]);
  }, 90_000);
});
