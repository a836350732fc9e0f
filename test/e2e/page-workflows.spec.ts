import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../support/app.js';
import { barriersOf, CHROMIUM, startBrowser, type Visit } from '../support/browser.js';
import { browserOf } from '../support/sessions.js';
import { TestTasks, TestWorkflowsModule, workflowClient } from '../support/workflows.js';

const withBrowser = CHROMIUM === undefined ? describe.skip : describe;

withBrowser('the pages of workflows (needs Chromium)', () => {
  let app: TestApp;
  let tasks: TestTasks;
  let keys: Awaited<ReturnType<TestApp['tenant']>>;
  let client: ReturnType<typeof workflowClient>;
  let browser: Awaited<ReturnType<typeof startBrowser>>;
  let someone: Visit;
  let page: Page;

  beforeAll(async () => {
    app = await startTestApp({}, [TestWorkflowsModule]);
    tasks = app.app.get(TestTasks, { strict: false });
    keys = await app.tenant('acme');
    client = workflowClient(app, keys.operator);
    browser = await startBrowser();
    someone = await signedIn(keys.operator);
    ({ page } = someone);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  }, 30_000);

  async function signedIn(key: string, options: Parameters<typeof browser.visit>[0] = {}): Promise<Visit> {
    const visit = await browser.visit(options);
    await visit.page.goto(`${app.url}/#sign-in=${await browserOf(app).code(key)}`);
    await visit.page.getByRole('heading', { name: 'Overview' }).waitFor();
    return visit;
  }
  const open = (of: Page, path: string) => of.goto(`${app.url}/ui/workflows${path}`);
  const state = (name: string, status: string, of = page) =>
    of.locator(`[data-state="${name}"][data-status="${status}"]`).waitFor();
  const badge = (text: string, of = page) =>
    of.getByRole('status').getByText(text, { exact: true }).waitFor();
  const arnOf = (of: Page) => decodeURIComponent(new URL(of.url()).pathname.replace('/ui/workflows/', ''));
  const step = async (name: string) => {
    await page.locator(`[data-step="${name}"] > summary`).click();
    return page.locator(`[data-step="${name}"]`);
  };

  it('offers a start to who may, and says what to do where there is nothing', async () => {
    const viewer = await signedIn(keys.viewer);
    await viewer.page.keyboard.press('g');
    await viewer.page.keyboard.press('w');
    await viewer.page.getByText('No workflow was started yet').waitFor();
    expect(await viewer.page.getByRole('button', { name: 'Start a workflow …' }).count()).toBe(0);
    expect(viewer.complaints).toEqual([]);
    await viewer.page.context().close();
  }, 60_000);

  it('starts a workflow, and tells of each field that is wrong', async () => {
    await open(page, '');
    await page.getByRole('button', { name: 'Start a workflow …' }).click();
    const dialog = page.getByRole('dialog', { name: 'Start a workflow' });
    await dialog.getByRole('combobox', { name: 'Workflow', exact: true }).selectOption('test-gated');
    const parameters = dialog.getByLabel('Parameters (JSON)');
    expect(JSON.parse(await parameters.inputValue())).toEqual({ gate: '' });
    await dialog.getByRole('button', { name: 'Start', exact: true }).click();
    await dialog.getByRole('alert').getByText('parameters.gate').waitFor();
    await parameters.fill('{ "gate": ');
    await dialog.getByRole('alert').getByText('This is no JSON object').waitFor();
    await parameters.fill('{ "gate": "watched" }');
    await dialog.getByRole('button', { name: '+ note' }).click();
    await parameters.fill((await parameters.inputValue()).replace('"note": ""', '"note": "<b>seen</b>"'));
    expect(await barriersOf(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Start', exact: true }).click();
    await page.waitForURL(/\/ui\/workflows\/arn/);
    await badge('running');
  }, 60_000);

  it('shows states as they are reached, without a reload, and the output that the API has', async () => {
    await page.evaluate('globalThis.sameDocument = true');
    const asked: string[] = [];
    page.on('request', (request) => void asked.push(request.url()));
    await state('Prepare', 'done');
    await state('Work', 'current');
    await state('Finish', 'unreached');
    expect(await barriersOf(page)).toEqual([]);
    const began = Date.now();
    tasks.open('watched');
    await state('Work', 'done');
    await state('Finish', 'done');
    expect(Date.now() - began).toBeLessThan(2500);
    await badge('succeeded');
    expect(asked.filter((url) => url.includes('/history'))).toEqual([]); // all of it was told
    expect(await page.evaluate('globalThis.sameDocument')).toBe(true);
    const { output } = await client.status(arnOf(page));
    expect(output).toEqual({ done: 'watched', note: '<b>seen</b>' });
    const shown = await page.locator('[data-outcome="output"] pre').textContent();
    expect(JSON.parse(shown ?? '')).toEqual(output);
    const finish = await step('Finish');
    expect(JSON.parse((await finish.getByLabel('Output', { exact: true }).textContent()) ?? '')).toEqual(
      output,
    );
    expect(await barriersOf(page)).toEqual([]);
  }, 60_000);

  it('opens a state from the drawing, with the keyboard too', async () => {
    await page.getByRole('button', { name: 'Prepare: done' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('[data-step="Prepare"][open]').waitFor();
    expect(await page.locator('[data-step][open]').count()).toBe(1);
  }, 30_000);

  it('shows the branches of a fork, each as it goes', async () => {
    const { executionArn } = await client.start('test-forked', { gate: 'fork' });
    await open(page, `/${encodeURIComponent(executionArn)}`);
    await state('Quick', 'done');
    await state('Slow', 'current');
    await state('Fork', 'current');
    await state('After', 'unreached');
    tasks.open('fork');
    await state('Slow', 'done');
    await state('Fork', 'done');
    await state('After', 'done');
  }, 60_000);

  it('asks again and again where events cannot be had', async () => {
    const { executionArn } = await client.start('test-gated', { gate: 'polled' });
    await page.route('**/events', (route) => route.fulfill({ status: 503 }));
    await open(page, `/${encodeURIComponent(executionArn)}`);
    await state('Work', 'current');
    tasks.open('polled');
    await state('Finish', 'done');
    await badge('succeeded');
    await page.unroute('**/events');
  }, 60_000);

  it('stops an execution with a reason', async () => {
    const { executionArn } = await client.start('test-gated', { gate: 'never' });
    await open(page, `/${encodeURIComponent(executionArn)}`);
    await state('Work', 'current');
    await page.getByRole('button', { name: 'Stop …' }).click();
    await page.getByLabel('Why is it stopped?').fill('started by mistake');
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await badge('aborted');
    await state('Work', 'stopped');
    await page.locator('[data-outcome="error"]').getByText('started by mistake').waitFor();
    expect(await client.status(executionArn)).toMatchObject({
      ...{ status: 'ABORTED', cause: 'started by mistake' },
    });
  }, 60_000);

  it('shows why one has failed, and lets it go on from there', async () => {
    tasks.failing.add('mended');
    const { executionArn } = await client.start('test-flaky', { gate: 'mended' });
    await client.until(executionArn, 'FAILED');
    await open(page, `/${encodeURIComponent(executionArn)}`);
    await badge('failed');
    await state('Second', 'failed');
    const outcome = page.locator('[data-outcome="error"]');
    expect(await outcome.textContent()).toBe('Brokenit is not mended yet');
    await (await step('Second')).getByText('Broken').waitFor();
    expect(await barriersOf(page)).toEqual([]);
    tasks.failing.delete('mended');
    await page.getByRole('button', { name: 'Redrive' }).click();
    await badge('succeeded');
    await state('Second', 'done');
    await state('Third', 'done');
    await page.locator('[data-step="Second"]').getByText('1 retry').waitFor();
    expect(await client.status(executionArn)).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
  }, 60_000);

  it('lists executions by the filters of its address, and counts them as the API does', async () => {
    await open(page, '');
    await page.getByRole('combobox', { name: 'Workflow', exact: true }).selectOption('test-gated');
    await page.waitForURL(/workflowType=test-gated/);
    await page.getByRole('combobox', { name: 'Status', exact: true }).selectOption('aborted');
    await page.waitForURL(/status=ABORTED/);
    await expectRows(1);
    const { body } = await client.ask<Record<string, number>>('GET', '/metrics?workflowType=test-gated');
    const metric = (name: string) => page.locator(`[data-metric="${name}"]`).textContent();
    expect(await metric('executions')).toBe(String(body.result['totalExecutions']));
    expect(await metric('stopped')).toBe('1');
    await page.getByRole('combobox', { name: 'Workflow', exact: true }).selectOption('test-many');
    await page.getByText('No execution passes these filters').waitFor();
    await page.getByRole('button', { name: 'Remove the filters' }).click();
    await expectRows(5);
    await page.getByRole('region', { name: 'Executions' }).focus();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/ui\/workflows\/arn/);
    await page.getByRole('link', { name: 'Overview' }).click();
    const last = page.getByRole('list', { name: 'The last workflows' }).getByRole('link');
    await last.first().waitFor();
    const { body: list } = await client.ask<{ executions: { executionName: string }[] }>(
      'GET',
      '/list?limit=5',
    );
    expect(await last.allTextContents()).toEqual(
      list.result.executions.map(({ executionName }) => executionName),
    );
    await page.goBack();
    await page.waitForURL(/\/ui\/workflows\/arn/);
  }, 60_000);

  const expectRows = async (count: number) => {
    await page.locator(`table.executions tbody:not(:has(> tr:nth-child(${count + 1})))`).waitFor();
    expect(await page.locator('table.executions tbody tr').count()).toBe(count);
  };

  it('shows nothing of another tenant', async () => {
    const globex = await app.tenant('globex');
    const other = await signedIn(globex.admin);
    await other.page.goto(page.url());
    await other.page.getByRole('alert').waitFor();
    expect(await other.page.locator('[data-graph]').count()).toBe(0);
    await other.page.context().close();
  }, 60_000);

  it.each(['light', 'dark'] as const)(
    'is without barriers on a phone, when it is %s',
    async (colorScheme) => {
      const phone = await signedIn(keys.viewer, { colorScheme, viewport: { width: 360, height: 740 } });
      const scan = await client.start('test-forked', { gate: 'fork' });
      for (const path of ['', `/${encodeURIComponent(scan.executionArn)}`]) {
        await open(phone.page, path);
        await phone.page
          .locator(path === '' ? 'table.executions' : '[data-state="After"][data-status="done"]')
          .waitFor();
        expect(await barriersOf(phone.page)).toEqual([]);
        const width = await phone.page.evaluate<number>('document.documentElement.scrollWidth');
        expect(width).toBeLessThanOrEqual(360);
      }
      expect(phone.complaints).toEqual([]);
      await phone.page.context().close();
    },
    60_000,
  );

  it('has broken nothing on its way', () => {
    expect(someone.complaints).toEqual([]);
  });
});
