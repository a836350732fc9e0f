import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from '../support/app.js';
import { barriersOf, CHROMIUM, goByKeys, type Visit } from '../support/browser.js';
import { startVisits, type Visits } from '../support/page-visits.js';
import { troubleOnAPhone } from '../support/phone.js';
import { ALL_BLOCKED, PUBLIC, startRemediations, type RemediationsApp } from '../support/remediations.js';

const MOTO_URL = process.env['MOTO_URL'];
const withBrowser = MOTO_URL === undefined || CHROMIUM === undefined ? describe.skip : describe;

interface Listed {
  items: { id: string; suppressed: { reason: string } | null }[];
  counts: { total: number };
}

withBrowser('fixes by the page (needs MOTO_URL and Chromium)', () => {
  let on: RemediationsApp;
  let visits: Visits;
  let [operator, approver]: (Visit | undefined)[] = [];
  let page: Page;
  let bucket: Awaited<ReturnType<RemediationsApp['bucket']>>;
  let remediationId: string;

  beforeAll(async () => {
    on = await startRemediations(MOTO_URL ?? '');
    await on.guardrails({ approval: { always: true, levels: 1 } });
    bucket = await on.bucket(PUBLIC);
    visits = await startVisits(on.on.app);
    operator = await visits.signedIn(on.on.keys.operator);
    approver = await visits.signedIn(on.on.keys.approver);
    ({ page } = operator);
  }, 120_000);
  afterAll(async () => {
    await visits?.close();
    await on?.close();
  }, 30_000);

  const status = (of: Page, words: string) =>
    of.locator('header [data-status]', { hasText: words }).waitFor({ timeout: 40_000 });
  const findings = (query: string) => on.on.get<Listed>(`/findings?${query}`);

  it('say where one begins, as long as nothing was changed', async () => {
    await goByKeys(page, 'm', 'Remediations');
    await page.getByText('Nothing was changed yet').waitFor();
    expect(await barriersOf(page)).toEqual([]);
  }, 60_000);

  it('are planned without a change, and asked for', async () => {
    await page.goto(visits.at(`findings/${bucket.id}`));
    await page.getByRole('button', { name: 'Plan the fix' }).click();
    await page.getByText('s3:PutPublicAccessBlock').waitFor();
    expect(await page.textContent('[data-count="planned"]')).toBe('1');
    expect(await on.blockOf(bucket.Bucket)).toBeNull();
    expect(await barriersOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Ask for this fix' }).click();
    await page.waitForURL(/\/ui\/remediations\/rem_/);
    await status(page, 'waiting for approval');
    remediationId = page.url().split('/').at(-1) ?? '';
    expect(await on.blockOf(bucket.Bucket)).toBeNull();
    expect(await barriersOf(page)).toEqual([]);
  }, 60_000);

  it('are approved by a second person, and seen to their end by the first', async () => {
    const second = approver?.page as Page;
    await second.goto(visits.at(`remediations/${remediationId}`));
    await second
      .locator('main')
      .getByRole('link', { name: /^Remediation/ })
      .first()
      .click();
    await second.getByText('s3:PutPublicAccessBlock').waitFor();
    await second.getByLabel(/^Comment/).fill('go on');
    await second.getByRole('button', { name: 'Approve', exact: true }).click();
    await status(page, 'completed');
    expect(await on.blockOf(bucket.Bucket)).toEqual(ALL_BLOCKED);
    expect(await page.textContent('main')).toContain('approved by approver@acme.test');
    const { counts } = await on.get(remediationId);
    expect(counts).toEqual({ verified: 1 });
    expect(await page.textContent('main')).toContain('1 verified');
    expect(await page.getByRole('button', { name: 'Roll back …' }).count()).toBe(0); // an operator may not
    expect(await barriersOf(page)).toEqual([]);
  }, 90_000);

  it('are rolled back once that was looked at', async () => {
    const second = approver?.page as Page;
    await second.goto(visits.at('remediations'));
    await second.getByRole('link', { name: 'Fix of 1 finding' }).click();
    await second.getByRole('button', { name: 'Roll back …' }).click();
    const dialog = second.getByRole('dialog', { name: 'Roll this back?' });
    await dialog.getByText('s3:DeletePublicAccessBlock').waitFor();
    expect(await barriersOf(second)).toEqual([]);
    expect(await on.blockOf(bucket.Bucket)).toEqual(ALL_BLOCKED);
    await dialog.getByLabel(/^Why/).fill('it was <b>wanted</b> open');
    // somebody is faster, after it was looked at
    const changed = { ...ALL_BLOCKED, BlockPublicAcls: false };
    await on.on.account.s3.putPublicAccessBlock({
      Bucket: bucket.Bucket,
      PublicAccessBlockConfiguration: changed,
    });
    await dialog.getByRole('button', { name: 'Roll it back' }).click();
    await dialog.getByRole('alert').getByText('Resources have been changed since').waitFor();
    expect(await on.blockOf(bucket.Bucket)).toEqual(changed);
    await dialog.getByLabel(/^Also where somebody has changed/).check();
    await dialog.getByRole('button', { name: 'Roll it back' }).click();
    await status(second, 'rolled back');
    expect(await on.blockOf(bucket.Bucket)).toBeNull();
    await second.getByText('“it was <b>wanted</b> open”').waitFor();
    expect((await on.get(remediationId)).rollback).toMatchObject({ reason: 'it was <b>wanted</b> open' });
    await status(page, 'rolled back'); // the first sees it without a word
    await page.goto(visits.at(`findings/${bucket.id}`));
    await page.getByRole('list', { name: 'Remediations of this finding' }).getByText('rolled back').waitFor();
  }, 90_000);

  it('are listed by the status of the address, which a key goes to', async () => {
    await page.goto(visits.at('remediations'));
    await page.locator('[data-count="shown"]').getByText('1', { exact: true }).waitFor();
    await page.keyboard.press('/');
    await page.locator('select:focus').waitFor();
    await page.getByRole('combobox', { name: 'Status' }).selectOption('rollback_failed');
    await page.waitForURL(/status=rollback_failed/);
    await page.getByText('No remediation is like this').waitFor();
    await page.getByRole('link', { name: 'See all of them' }).click();
    await page.locator(`li[data-remediation="${remediationId}"]`).waitFor();
  }, 60_000);

  it('are planned for several findings at once', async () => {
    const others = [await on.bucket(PUBLIC), await on.bucket(PUBLIC)];
    await page.goto(visits.at(`findings?status=open&controlId=${PUBLIC}`));
    await page.getByRole('grid', { name: 'Findings' }).focus();
    await page.keyboard.press('x'); // the first by the keyboard
    await page.locator('[data-count="chosen"]', { hasText: '1' }).waitFor();
    await page.getByLabel(/^All \d+ that were read/).check();
    const { counts } = await findings(`status=open&controlId=${PUBLIC}`);
    expect(counts.total).toBeGreaterThanOrEqual(others.length);
    expect(await page.textContent('[data-count="chosen"]')).toBe(String(counts.total));
    expect(await barriersOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Plan the fixes …' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: `Plan ${counts.total} fixes` }).click();
    await dialog.locator('[data-count="planned"]').waitFor();
    expect(await dialog.locator('[data-count="planned"]').textContent()).toBe(String(counts.total));
    for (const { Bucket } of others) expect(await on.blockOf(Bucket)).toBeNull();
    await page.keyboard.press('Escape');
  }, 120_000);

  it('are not wanted where findings are accepted together, for one reason', async () => {
    const before = await findings(`status=open&controlId=${PUBLIC}`);
    await page.getByRole('button', { name: 'Suppress …' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Why is it accepted?').fill('public <i>on purpose</i>');
    await dialog.getByRole('button', { name: 'Suppress them' }).click();
    await dialog.waitFor({ state: 'detached' });
    const after = await eventually(async () => {
      const now = await findings(`controlId=${PUBLIC}&suppressed=true`);
      return now.counts.total === before.counts.total && now;
    });
    for (const { suppressed } of after.items) expect(suppressed?.reason).toBe('public <i>on purpose</i>');
    await page.locator('[data-count="chosen"]').waitFor({ state: 'detached' });
  }, 60_000);

  it('are offered to no viewer, and nothing of them is anybody else’s', async () => {
    const viewer = await visits.signedIn(on.on.keys.viewer, 'findings');
    await viewer.page.getByRole('grid', { name: 'Findings' }).waitFor();
    expect(await viewer.page.getByRole('checkbox', { name: /^Choose/ }).count()).toBe(0);
    await viewer.page.context().close();
    const globex = await on.on.app.tenant('globex');
    const other = await visits.signedIn(globex.admin, `remediations/${remediationId}`);
    await other.page.getByRole('alert').waitFor();
    expect(await other.page.textContent('body')).not.toContain(on.on.account.accountId);
    await other.page.goto(visits.at('remediations'));
    await other.page.getByText('Nothing was changed yet').waitFor();
    await other.page.context().close();
  }, 60_000);

  it('are without barriers in the dark, and on a phone', async () => {
    const addresses = ['remediations', `remediations/${remediationId}`, 'findings'].map(visits.at);
    expect(await troubleOnAPhone(visits.browser, () => visits.link(on.on.keys.approver), addresses)).toEqual(
      [],
    );
    expect([...(operator?.complaints ?? []), ...(approver?.complaints ?? [])]).toEqual([]);
  }, 120_000);
});
