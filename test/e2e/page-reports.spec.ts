import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ReportWriting, type NewReport } from '../../src/modules/reports/index.js';
import { newId } from '../../src/shared/ids.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { barriersOf, CHROMIUM, goByKeys, startBrowser, type Visit } from '../support/browser.js';
import { troubleOnAPhone } from '../support/phone.js';
import { browserOf } from '../support/sessions.js';

const withBrowser = CHROMIUM === undefined ? describe.skip : describe;
const SCRIPT = '<img src=x onerror="document.title=`taken`">';
const PDF = Buffer.from('%PDF-1.7 not really');

interface Reports {
  items: { reportId: string; kind: string; files: { format: string; sha256: string }[] }[];
}

withBrowser('the reports of the page (needs Chromium)', () => {
  let app: TestApp;
  let keys: Awaited<ReturnType<TestApp['tenant']>>;
  let browser: Awaited<ReturnType<typeof startBrowser>>;
  let admin: Visit;
  let page: Page;

  beforeAll(async () => {
    app = await startTestApp();
    keys = await app.tenant('acme');
    browser = await startBrowser();
    admin = await signedIn(keys.admin);
    ({ page } = admin);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  }, 30_000);

  const link = async (key: string) => `${app.url}/#sign-in=${await browserOf(app).code(key)}`;
  const at = (path: string) => `${app.url}/ui/${path}`;
  const asked = async (path: string) =>
    (await app.request<Reports>('GET', path, { key: keys.viewer })).body.items;
  const signedIn = async (key: string) => {
    const visit = await browser.visit();
    await visit.page.goto(await link(key));
    await visit.page.getByRole('heading', { name: 'Overview' }).waitFor();
    return visit;
  };
  const write = (kind: NewReport['kind'], title: string) =>
    app.app.get(ReportWriting, { strict: false }).save('acme', {
      ...{ reportId: newId('rpt'), kind, title, subject: 'soc2', executionId: null },
      createdBy: 'ann@example.com',
      files: [
        {
          ...{ format: 'html', contentType: 'text/html' },
          content: Buffer.from(`<!doctype html><title>r</title><h1>Of ${kind}</h1>`),
        },
        { format: 'pdf', contentType: 'application/pdf', content: PDF },
      ],
    });
  const lines = (of = page) => of.getByRole('list', { name: 'Reports' }).locator(':scope > li');

  it('say how one is made, where there is none', async () => {
    await goByKeys(page, 'p', 'Reports');
    await page.getByText('Nothing was written yet').waitFor();
    expect(await page.textContent('main')).toContain('POST /workflows');
    expect(await barriersOf(page)).toEqual([]);
  }, 60_000);

  it('are listed as the API has them, by kind, as text whatever they say', async () => {
    await write('assessment', SCRIPT);
    await write('scan', 'Scan of the shop');
    await write('audit-pack', 'Everything of October');
    await page.reload();
    await lines().first().waitFor();
    expect(await page.textContent('[data-count="shown"]')).toBe(String((await asked('/reports')).length));
    expect(await lines().count()).toBe(3);
    expect(await lines().last().textContent()).toContain(SCRIPT);
    expect(await page.locator('main img').count()).toBe(0);
    expect(await barriersOf(page)).toEqual([]);
    await page.getByLabel('Kind').selectOption('assessment');
    await page.waitForURL(/kind=assessment/);
    await page.locator('[data-count="shown"]').getByText('1', { exact: true }).waitFor();
    expect(await lines().count()).toBe((await asked('/reports?kind=assessment')).length);
  }, 60_000);

  it('open as a page and are downloaded as files, by the session alone', async () => {
    await page.goto(at('reports?kind=assessment'));
    const opened = page.context().waitForEvent('page');
    await page.getByRole('link', { name: /^Open / }).click();
    const report = await opened;
    await report.getByRole('heading', { name: 'Of assessment' }).waitFor();
    await report.close();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: /^PDF / }).click();
    const file = await readFile(await (await download).path());
    const [known] = await asked('/reports?kind=assessment');
    const { sha256 } = known?.files.find(({ format }) => format === 'pdf') ?? {};
    expect(createHash('sha256').update(file).digest('hex')).toBe(sha256);
  }, 60_000);

  it('offer to who is no admin neither what the packs hold, nor to delete anything', async () => {
    const viewer = await signedIn(keys.viewer);
    await viewer.page.goto(at('reports'));
    await lines(viewer.page).first().waitFor();
    expect(await viewer.page.getByRole('button', { name: /^Delete/ }).count()).toBe(0);
    const pack = lines(viewer.page).filter({ hasText: 'Everything of October' });
    expect(await pack.textContent()).toContain('for admins');
    expect(await pack.getByRole('link').count()).toBe(0);
    expect(await lines(viewer.page).filter({ hasText: 'Scan of the shop' }).getByRole('link').count()).toBe(
      3,
    );
    await viewer.page.context().close();
  }, 60_000);

  it('are deleted once that was asked for twice', async () => {
    await page.goto(at('reports'));
    await page.getByRole('button', { name: 'Delete Scan of the shop' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete this report?' });
    await dialog.getByRole('button', { name: 'Keep it' }).click();
    expect((await asked('/reports')).length).toBe(3);
    await page.getByRole('button', { name: 'Delete Scan of the shop' }).click();
    await dialog.waitFor();
    expect(await barriersOf(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Delete it' }).click();
    await page.locator('[data-count="shown"]').getByText('2', { exact: true }).waitFor();
    expect((await asked('/reports')).map(({ kind }) => kind)).toEqual(['audit-pack', 'assessment']);
  }, 60_000);

  it('are nobody else’s', async () => {
    const globex = await app.tenant('globex');
    const other = await signedIn(globex.admin);
    await other.page.goto(at('reports'));
    await other.page.getByText('Nothing was written yet').waitFor();
    await other.page.context().close();
  }, 60_000);

  it('are without barriers in the dark, and on a phone', async () => {
    const addresses = ['reports', 'reports?kind=scan'].map(at);
    expect(await troubleOnAPhone(browser, () => link(keys.admin), addresses)).toEqual([]);
    expect(admin.complaints).toEqual([]);
  }, 90_000);
});
