import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { barriersOf, CHROMIUM, goByKeys, startBrowser, type Visit } from '../support/browser.js';
import { troubleOnAPhone } from '../support/phone.js';
import { browserOf } from '../support/sessions.js';
import { HOME, idOf } from './emulated-account.js';
import { startScanApp, type ScanApp } from './scan-app.js';
import { WASTE } from './scan-client.js';

const MOTO_URL = process.env['MOTO_URL'];
const withBrowser = MOTO_URL === undefined || CHROMIUM === undefined ? describe.skip : describe;
const SCRIPT = '<img src=x onerror="document.title=`taken`">';
/** More than a page of the list has. */
const MADE = 120;

interface Resources {
  items: { arn: string; name: string; type: string }[];
}
interface Resource {
  tags: Record<string, string>;
  history: { kind: string; patch: { path: string; before?: string; value?: string }[] }[];
}

withBrowser('the resources of the page (needs MOTO_URL and Chromium)', () => {
  let on: ScanApp;
  let browser: Awaited<ReturnType<typeof startBrowser>>;
  let someone: Visit;
  let page: Page;
  let arn: string;

  beforeAll(async () => {
    on = await startScanApp(MOTO_URL ?? '', {}, [], WASTE);
    arn = await on.account.volume(HOME, 3, { Name: SCRIPT, stage: 'test' });
    await on.account.volume(HOME, 5);
    await on.scan();
    const Tags = [{ Key: 'stage', Value: 'production' }];
    await on.account.ec2(HOME).createTags({ Resources: [idOf(arn)], Tags });
    await on.scan();
    browser = await startBrowser();
    someone = await browser.visit();
    ({ page } = someone);
    await page.goto(await link(on.keys.operator));
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await on?.close();
  }, 30_000);

  const link = async (key: string) => `${on.app.url}/#sign-in=${await browserOf(on.app).code(key)}`;
  const at = (path: string) => `${on.app.url}/ui/${path}`;
  const addressOf = (of: string) => at(`resource?arn=${encodeURIComponent(of)}`);
  const shown = () => page.locator('[data-count="shown"]');

  it('are listed as the API has them, by the filters of the address', async () => {
    await goByKeys(page, 'r', 'Resources');
    const all = await on.get<Resources>('/resources?limit=100');
    await shown().getByText(String(all.items.length), { exact: true }).waitFor();
    expect(await page.getByRole('list', { name: 'Resources' }).locator(':scope > li').count()).toBe(
      all.items.length,
    );
    await page.getByLabel('Type').fill('AWS::EC2::Volume');
    await page.keyboard.press('Enter');
    await page.waitForURL(/type=AWS/);
    await shown().getByText('2', { exact: true }).waitFor();
    await page.getByLabel('Name or ARN holds').fill('nothing is named so');
    await page.keyboard.press('Enter');
    await page.getByText('No resource passes these filters').waitFor();
    expect(await barriersOf(page)).toEqual([]);
    await page.getByRole('link', { name: 'Remove the filters' }).click();
    await shown().getByText(String(all.items.length), { exact: true }).waitFor();
  }, 60_000);

  it('open with the keyboard, and show what an account says as text', async () => {
    await page.goto(at(`resources?text=${idOf(arn)}`));
    await shown().getByText('1', { exact: true }).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/ui\/resource\?arn=/);
    await page.locator('[data-part="tags"]').waitFor();
    const { tags } = await on.get<Resource>(`/resources/${encodeURIComponent(arn)}`);
    expect(await page.locator('[data-part="tags"] td').allTextContents()).toEqual(Object.values(tags));
    expect(Object.values(tags)).toContain(SCRIPT);
    expect(await page.locator('main img').count()).toBe(0);
    expect(await page.title()).toBe('Compliance Shepherd');
    expect(await page.locator('.tree li').count()).toBeGreaterThan(3);
  }, 60_000);

  it('tell what has changed, from what to what', async () => {
    const { history } = await on.get<Resource>(`/resources/${encodeURIComponent(arn)}`);
    const change = history[0]?.patch.find(({ before }) => before === 'test');
    expect(change).toMatchObject({ value: 'production' });
    const changes = page.locator('section', { has: page.getByRole('heading', { name: 'Changes' }) });
    const line = changes.locator('.diff li', { hasText: change?.path ?? 'no change' });
    expect(await line.locator('del').allTextContents()).toEqual(['"test"']);
    expect(await line.locator('ins').allTextContents()).toEqual(['"production"']);
    expect(await changes.locator('.timeline > li').count()).toBe(history.length);
    await page.getByRole('heading', { name: 'Timeline of the resource' }).waitFor();
    expect(await barriersOf(page)).toEqual([]);
  }, 60_000);

  it('lead to their open findings, and those back', async () => {
    const open = await on.findings(`&status=open&resourceArn=${encodeURIComponent(arn)}`);
    expect(open.length).toBeGreaterThan(0);
    await page.locator('[data-count="open"]').getByText(String(open.length), { exact: true }).waitFor();
    const [first] = await page.locator('a[href*="/ui/findings/fnd_"]').all();
    await first?.click();
    await page.waitForURL(/\/ui\/findings\/fnd_/);
    await page.getByRole('link', { name: arn }).first().click();
    await page.waitForURL(addressOf(arn));
  }, 60_000);

  it('are read on page by page, and tell what could not be read and where they belong', async () => {
    await on.app.database.query(
      `INSERT INTO resources (tenant_id, arn, account_id, region, service, type, name, configuration, no_evidence,
         hash, tags, relations, first_seen_at, last_seen_at, last_scan_id, changed_at)
       SELECT 'acme', 'arn:aws:ec2:eu-north-1:' || $1::text || ':volume/made-' || n, $1::text, 'eu-north-1', 'ec2',
              'AWS::EC2::Volume', 'made ' || n, '{}', '{"snapshots":"denied"}', '-', '{}', jsonb_build_array($2::text),
              now(), now(), 'scan_made', now() FROM generate_series(1, ${MADE}) n`,
      [on.account.accountId, arn],
    );
    await page.goto(at('resources?region=eu-north-1'));
    await shown().getByText('100', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Show more' }).click();
    await shown().getByText(String(MADE), { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: 'Show more' }).count()).toBe(0);
    await page.getByRole('link', { name: 'made 7', exact: true }).click();
    await page.getByText('snapshots', { exact: true }).waitFor();
    await page.getByRole('link', { name: arn }).click();
    await page.waitForURL(addressOf(arn));
  }, 60_000);

  it('are gone when they are gone, and can be looked at', async () => {
    const gone = await on.account.volume(HOME, 1, { Name: 'goes' });
    await on.scan();
    await on.account.ec2(HOME).deleteVolume({ VolumeId: idOf(gone) });
    await on.scan();
    await page.goto(at(`resources?text=${idOf(gone)}`));
    await page.getByText('No resource passes these filters').waitFor();
    await page.getByLabel('Include deleted').check();
    await page.getByRole('link', { name: 'goes', exact: true }).click();
    await page.getByText('Deleted', { exact: true }).waitFor();
  }, 120_000);

  it('are nobody else’s', async () => {
    const globex = await on.app.tenant('globex');
    const other = await browser.visit();
    await other.page.goto(await link(globex.admin));
    await other.page.getByRole('heading', { name: 'Overview' }).waitFor();
    await other.page.goto(at('resources'));
    await other.page.getByText('The inventory is empty').waitFor();
    await other.page.goto(addressOf(arn));
    await other.page.getByText('The inventory does not hold it').waitFor();
    expect(await other.page.textContent('main')).not.toContain('production');
    await other.page.context().close();
  }, 60_000);

  it('are without barriers in the dark, and on a phone', async () => {
    const addresses = [at('resources'), at('resources?text=nothing'), addressOf(arn)];
    expect(await troubleOnAPhone(browser, () => link(on.keys.viewer), addresses)).toEqual([]);
    expect(someone.complaints).toEqual([]);
  }, 90_000);
});
