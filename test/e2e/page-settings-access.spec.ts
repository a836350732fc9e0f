import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Organization } from '../../src/modules/access/discovery/organization.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { barriersOf, CHROMIUM, goByKeys, type Visit } from '../support/browser.js';
import { startFaultProxy, type FaultProxy } from '../support/fault-proxy.mjs';
import { SCRIPT, startVisits, type Visits } from '../support/page-visits.js';
import { troubleOnAPhone } from '../support/phone.js';
import { giveCredentials } from './emulated-account.js';

const MOTO_URL = process.env['MOTO_URL'];
const withBrowser = MOTO_URL === undefined || CHROMIUM === undefined ? describe.skip : describe;
const TEMPLATE = new URL('../../deploy/templates/member.yaml', import.meta.url);
const ACCOUNT = '210987654321';

interface Account {
  id: string;
  accountId: string;
  name: string;
  roleArn: string;
  externalId?: string;
  regions: string[] | string;
  verification: { status: string; checks: { action: string; status: string }[] } | null;
}

withBrowser('the settings of accounts (needs MOTO_URL and Chromium)', () => {
  let app: TestApp;
  let proxy: FaultProxy;
  let keys: Awaited<ReturnType<TestApp['tenant']>>;
  let visits: Visits;
  let admin: Visit;
  let page: Page;
  /** Of the account that the page has made. */
  let id: string;

  beforeAll(async () => {
    giveCredentials();
    proxy = await startFaultProxy({ target: MOTO_URL ?? '' });
    app = await startTestApp({ AWS_ENDPOINT_URL: proxy.url, AWS_CALLS_PER_SECOND: '500' });
    keys = await app.tenant('acme');
    visits = await startVisits(app);
    admin = await visits.signedIn(keys.admin);
    ({ page } = admin);
  }, 60_000);
  afterAll(async () => {
    await visits?.close();
    await app?.close();
    await proxy?.close();
  }, 30_000);

  const asked = async <T>(path: string, key = keys.admin) =>
    (await app.request<T>('GET', path, { key })).body;
  const account = () => asked<Account>(`/accounts/${id}`);
  const listed = async <T>(path: string) => (await asked<{ items: T[] }>(path)).items;
  const shown = (count: number, of = page) =>
    of.locator('[data-count="shown"]').getByText(String(count), { exact: true }).waitFor();
  const dialog = (name: string) => page.getByRole('dialog', { name });

  it('are gone to by the keyboard, and begin with the accounts', async () => {
    await goByKeys(page, ',', 'Settings');
    await page.getByText('No account is watched yet').waitFor();
    expect(new URL(page.url()).pathname).toBe('/ui/settings/accounts');
    const tabs = page.getByRole('navigation', { name: 'Settings' }).getByRole('link');
    expect(await tabs.allTextContents()).toEqual([
      ...['Accounts', 'Channels', 'Rules', 'Mutes', 'Guardrails', 'Keys', 'Audit log'],
    ]);
    await tabs.first().focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(/channels$/);
    await page.getByText('Nobody is told of anything yet').waitFor();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByText('No account is watched yet').waitFor();
    expect(await barriersOf(page)).toEqual([]);
  }, 60_000);

  it('register an account, and say what to deploy in it', async () => {
    await page.getByRole('link', { name: 'Add the first' }).click();
    await page.getByLabel('Account id').fill(ACCOUNT);
    await page.getByLabel('Name', { exact: true }).fill(SCRIPT);
    await page.getByLabel(/^Regions/).fill('eu-west-1, us-east-1');
    const externalId = await page.getByLabel(/^External id/).inputValue();
    expect(externalId).toMatch(/^[0-9a-f]{32}$/);
    expect(await barriersOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Register it' }).click();
    await page.waitForURL(/\/settings\/accounts\/acc_/);
    id = page.url().split('/').at(-1) ?? '';
    expect(await account()).toMatchObject({
      ...{ accountId: ACCOUNT, name: SCRIPT, externalId, regions: ['eu-west-1', 'us-east-1'] },
      ...{ roleArn: `arn:aws:iam::${ACCOUNT}:role/QrieInventoryRole`, verification: null },
    });
    await page.getByRole('heading', { name: SCRIPT }).waitFor();
    const command = page.getByLabel('Command', { exact: true });
    await command.getByText('HomeAccountId=123456789012').waitFor(); // of the emulator's credentials
    const text = (await command.textContent()) ?? '';
    expect(text).toContain('--stack-name compliance-shepherd-member');
    expect(text).toContain(`ExternalId=${externalId}`);
    expect(text).not.toContain('AllowRemediation');
    await page.getByLabel('With the role that fixes are made with').check();
    await command.getByText('AllowRemediation=true').waitFor();
    await page.getByRole('button', { name: 'Copy the command' }).click();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(await command.textContent());
    await page.getByText('The template, member.yaml').click();
    await page.getByLabel('Template', { exact: true }).waitFor();
    expect(await page.getByLabel('Template', { exact: true }).textContent()).toBe(
      readFileSync(TEMPLATE, 'utf8'),
    );
    expect(await barriersOf(page)).toEqual([]);
  }, 60_000);

  it('verify it, check by check, each with what to do', async () => {
    proxy.rules = [{ match: { service: 's3' }, fault: 'deny' }];
    await page.getByRole('button', { name: 'Verify', exact: true }).click();
    const bucket = page.locator('[data-check="s3:ListAllMyBuckets"]');
    await bucket.getByText('denied', { exact: true }).waitFor();
    await bucket.getByText('Let the role do it').waitFor();
    const { verification } = await account();
    expect(verification?.status).toBe('partly');
    expect(
      await Promise.all(
        (await page.locator('[data-check]').all()).map(async (row) => row.getAttribute('data-check')),
      ),
    ).toEqual(verification?.checks.map(({ action }) => action));
    proxy.rules = [{ match: { service: 'sts', action: 'AssumeRole' }, fault: 'deny' }];
    await page.getByRole('button', { name: 'Verify again' }).click();
    await page.locator('[data-check="sts:AssumeRole"]').getByText('Deploy the role').waitFor();
    await page.getByText('failed', { exact: true }).waitFor();
    expect(await page.locator('[data-check]').count()).toBe(1);
    proxy.rules = [];
    await page.getByRole('button', { name: 'Verify again' }).click();
    await page.getByText('verified', { exact: true }).waitFor();
    expect((await account()).verification?.status).toBe('verified');
    expect(await barriersOf(page)).toEqual([]);
  }, 120_000);

  it('keep what is typed while somebody else changes the same, and say so', async () => {
    const regions = page.getByLabel(/^Regions/);
    await page.getByText('Change it', { exact: true }).click();
    await regions.fill('eu-central-1');
    const body = { regions: ['us-east-1'] };
    await app.request('PUT', `/accounts/${id}`, { key: keys.admin, body });
    await page.getByRole('button', { name: 'Verify again' }).click(); // what is there is read again
    await page.locator('dd').getByText('us-east-1', { exact: true }).waitFor();
    expect(await regions.inputValue()).toBe('eu-central-1');
    await page.getByRole('alert').getByText('It was changed since you began').waitFor();
    expect(await barriersOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Begin again with that' }).click();
    await page.getByText('Change it', { exact: true }).click();
    expect(await regions.inputValue()).toBe('us-east-1');
    await page.getByText('Change it', { exact: true }).click();
  }, 60_000);

  it('change it, and list it as the API does, as text', async () => {
    await page.getByText('Change it', { exact: true }).click();
    await page.getByLabel(/^Regions/).fill('');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('dd').getByText('all enabled').waitFor();
    expect((await account()).regions).toBe('all enabled');
    expect(await page.getByText('It was changed since you began').count()).toBe(0);
    await page.goto(visits.at('settings/accounts?accountId=999999999999'));
    await page.getByText('No account passes these filters').waitFor();
    await page.goto(visits.at(`settings/accounts?accountId=${ACCOUNT}`));
    const row = page.locator(`[data-account="${ACCOUNT}"]`);
    await row.getByRole('link', { name: SCRIPT }).waitFor();
    expect(await row.textContent()).toContain('verified');
    await shown((await listed('/accounts')).length);
    expect(await page.locator('main img').count()).toBe(0);
    expect(await barriersOf(page)).toEqual([]);
  }, 60_000);

  it('offer to who is no admin neither changes nor what only admins read', async () => {
    const { page: theirs } = await visits.signedIn(keys.operator, `settings/accounts/${id}`);
    await theirs.getByRole('heading', { name: SCRIPT }).waitFor();
    await theirs.getByRole('button', { name: 'Verify again' }).waitFor();
    for (const name of ['Change it', 'The role to deploy', 'Keys', 'Audit log'])
      expect([name, await theirs.getByText(name, { exact: true }).count()]).toEqual([name, 0]);
    expect(await theirs.getByRole('button', { name: /^Remove/ }).count()).toBe(0);
    const { externalId = '' } = await account();
    expect(externalId).not.toBe('');
    expect(await theirs.textContent('main')).not.toContain(externalId);
    for (const path of ['keys', 'audit-log', 'accounts/new']) {
      await theirs.goto(visits.at(`settings/${path}`));
      await theirs.getByText('This is for a key of the role admin').waitFor();
    }
    await theirs.goto(visits.at('settings/accounts/discover'));
    await theirs.getByText('This is for the platform key').waitFor();
    const { page: viewers } = await visits.signedIn(keys.viewer, `settings/accounts/${id}`);
    await viewers.getByRole('heading', { name: SCRIPT }).waitFor();
    expect(await viewers.getByRole('button', { name: /^Verify/ }).count()).toBe(0);
    for (const visit of [theirs, viewers]) await visit.context().close();
  }, 60_000);

  it('look into the organization before they register what is there', async () => {
    const organization = app.app.get<Organization>(Organization, { strict: false });
    const found = { partition: 'aws', organizationId: 'o-a1b2c3d4e5' };
    organization.accounts = async () => [
      { ...found, accountId: '700000000001', name: `Shop ${SCRIPT}`, state: 'ACTIVE' },
      { ...found, accountId: '700000000002', name: 'Old', state: 'SUSPENDED' },
    ];
    const all = async () =>
      (await app.request<{ items: Account[] }>('GET', '/accounts')).body.items.map((one) => one.accountId);
    const platform = await visits.signedIn(app.platformKey, 'settings/accounts');
    const { page: theirs } = platform;
    await theirs.getByRole('link', { name: 'Discover' }).click();
    await theirs.getByText('Nobody has looked yet').waitFor();
    await theirs.getByRole('button', { name: 'Look', exact: true }).click();
    const row = theirs.locator('[data-account="700000000001"]');
    await row.getByText('would be registered').waitFor({ timeout: 60_000 });
    expect(await theirs.locator('[data-account="700000000002"]').textContent()).toContain('is not active');
    expect(await all()).toEqual([]);
    expect(await theirs.locator('main img').count()).toBe(0);
    await theirs.getByRole('button', { name: 'Register this account …' }).click();
    const twice = theirs.getByRole('dialog', { name: 'Register this account?' });
    await twice.waitFor();
    expect(await barriersOf(theirs)).toEqual([]);
    await twice.getByRole('button', { name: 'Register them' }).click();
    await row.getByText('registered now').waitFor({ timeout: 60_000 });
    expect(await all()).toEqual(['700000000001']);
    expect(platform.complaints).toEqual([]);
    await theirs.context().close();
  }, 180_000);

  it('are nobody else’s', async () => {
    const globex = await app.tenant('globex');
    const { page: theirs } = await visits.signedIn(globex.admin, 'settings/accounts');
    await theirs.getByText('No account is watched yet').waitFor();
    await theirs.goto(visits.at(`settings/accounts/${id}`));
    await theirs.getByRole('alert').waitFor();
    await theirs.context().close();
  }, 60_000);

  it('are without barriers in the dark, and on a phone', async () => {
    const addresses = [...['accounts', 'accounts/new', `accounts/${id}`]].map((path) =>
      visits.at(`settings/${path}`),
    );
    expect(await troubleOnAPhone(visits.browser, () => visits.link(keys.admin), addresses)).toEqual([]);
    const discover = [visits.at('settings/accounts/discover')];
    expect(await troubleOnAPhone(visits.browser, () => visits.link(app.platformKey), discover)).toEqual([]);
  }, 120_000);

  it('remove an account once that was asked for twice', async () => {
    await page.goto(visits.at(`settings/accounts/${id}`));
    await page.getByRole('button', { name: 'Remove' }).click();
    await dialog('Remove this account?').waitFor();
    expect(await barriersOf(page)).toEqual([]);
    await dialog('Remove this account?').getByRole('button', { name: 'Keep it' }).click();
    expect((await listed('/accounts')).length).toBe(1);
    await page.getByRole('button', { name: 'Remove' }).click();
    await dialog('Remove this account?').getByRole('button', { name: 'Remove it' }).click();
    await page.getByText('No account is watched yet').waitFor();
    expect(await listed('/accounts')).toEqual([]);
    expect(admin.complaints).toEqual([]);
  }, 60_000);
});
