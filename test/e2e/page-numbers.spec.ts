import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { CHROMIUM, startBrowser } from '../support/browser.js';
import { browserOf } from '../support/sessions.js';
import { startScanApp, type ScanApp } from './scan-app.js';

const MOTO_URL = process.env['MOTO_URL'];
const withBrowser = MOTO_URL === undefined || CHROMIUM === undefined ? describe.skip : describe;
const ACTIVE = 'status=open&suppressed=false&muted=false';

interface Counts {
  total: number;
  bySeverity: Record<string, number>;
  byResourceType: Record<string, number>;
  estimatedMonthlySavingsUsd: number;
}
interface Finding {
  id: string;
  resourceArn: string;
  estimatedMonthlySavingsUsd: number | null;
}
interface Listed<Item> {
  items: Item[];
  counts: Counts;
}

withBrowser("the page's numbers are the API's (needs MOTO_URL and Chromium)", () => {
  let on: ScanApp;
  let browser: Awaited<ReturnType<typeof startBrowser>>;
  let page: Page;

  beforeAll(async () => {
    on = await startScanApp(MOTO_URL ?? '', {}, []);
    for (const size of [3, 5, 500, 1000]) await on.account.volume('us-east-1', size);
    await on.account.bucket(`numbers-${on.account.accountId}`);
    await on.account.user('bob');
    await on.scan();
    const [first] = (await on.get<Listed<Finding>>('/findings?status=open&severity=low')).items;
    await on.must('POST', `/findings/${first?.id}/suppress`, { reason: 'so that one is not counted' });
    browser = await startBrowser();
    ({ page } = await browser.visit());
    await page.goto(`${on.app.url}/#sign-in=${await browserOf(on.app).code(on.keys.operator)}`);
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await on?.close();
  }, 30_000);

  const open = async (path: string) => {
    await page.goto(`${on.app.url}/ui/${path}`);
    await page.locator('h1').waitFor();
    await page.waitForLoadState('networkidle');
    await page.locator('.skeleton').first().waitFor({ state: 'detached' });
  };
  /** What stands at a place, without what only makes it easier to read. */
  const plain = (text: string | null) => (text ?? '').replaceAll(/[,$\s%]/g, '');
  const shown = async (selector: string) => plain(await page.textContent(selector));
  const count = (name: string) => shown(`main [data-count="${name}"]`);

  it('on the overview: findings, savings, a day, scores and scans', async () => {
    const { counts } = await on.get<Listed<Finding>>(`/findings?${ACTIVE}&limit=1`);
    const since = new Date(Date.now() - 86_400_000).toISOString();
    const dayOf = async (status: string) =>
      (await on.get<Listed<Finding>>(`/findings?status=${status}&since=${since}&limit=1`)).counts.total;
    await open('');
    expect(Object.keys(counts.bySeverity).length).toBeGreaterThan(2);
    for (const severity of ['critical', 'high', 'medium', 'low', 'informational'])
      expect([severity, await count(severity)]).toEqual([severity, String(counts.bySeverity[severity] ?? 0)]);
    expect(counts.estimatedMonthlySavingsUsd).toBeGreaterThan(0);
    expect(await count('savings')).toBe(counts.estimatedMonthlySavingsUsd.toFixed(2));
    expect(await count('opened')).toBe(String(await dayOf('open')));
    expect(await count('resolved')).toBe(String(await dayOf('resolved')));
  }, 60_000);

  it('on the overview: the score of each framework, and what each scan has read', async () => {
    const { items: frameworks } = await on.get<Listed<{ id: string }>>('/frameworks?limit=100');
    const waiting = page.locator('[data-framework]', { hasText: '…' });
    await waiting.first().waitFor({ state: 'detached' });
    expect(frameworks.length).toBeGreaterThan(3);
    for (const { id } of frameworks) {
      const { score, coverage, statuses } = await on.get<{
        score: number | null;
        coverage: number | null;
        statuses: Record<string, number>;
      }>(`/frameworks/${id}/assessment`);
      const cells = await page.locator(`[data-framework="${id}"] td`).allTextContents();
      expect([id, ...cells.map(plain)]).toEqual([
        ...[id, score === null ? 'noevidence' : score.toFixed(1)],
        ...[coverage === null ? '–' : coverage.toFixed(1), String(statuses['failed'] ?? 0)],
      ]);
    }
    const { items: scans } =
      await on.get<Listed<{ scanId: string; progress: { resources: number; findings: number } }>>(
        '/scans?limit=5',
      );
    for (const { scanId, progress } of scans)
      expect(await shown(`[data-scan="${scanId}"] .soft`)).toBe(
        `${progress.resources}resources${progress.findings}findings`,
      );
  }, 120_000);

  it('of the findings: all of them, of each severity, of each type, and what they cost', async () => {
    for (const query of ['', 'status=open', 'severity=high', 'suppressed=true']) {
      const { counts } = await on.get<Listed<Finding>>(`/findings?${query}&limit=1`);
      await open(`findings?${query.replace('severity=high', 'severity=%5B%22high%22%5D')}`);
      expect([query, await count('total')]).toEqual([query, String(counts.total)]);
      expect(await count('savings')).toBe(counts.estimatedMonthlySavingsUsd.toFixed(2));
      for (const [severity, of] of Object.entries(counts.bySeverity))
        expect(await shown(`[data-facet="${severity}"]`)).toBe(String(of));
      const most = Object.entries(counts.byResourceType).sort(([, a], [, b]) => b - a);
      for (const [type, of] of most.slice(0, 15))
        expect([type, await shown(`[data-facet="${type}"]`)]).toEqual([type, String(of)]);
      const grid = page.getByRole('grid', { name: 'Findings' });
      if (counts.total > 0 && counts.total <= 200)
        expect(await grid.getAttribute('aria-rowcount')).toBe(String(counts.total));
    }
  }, 120_000);

  it('of one finding and its resource', async () => {
    const { items } = await on.get<Listed<Finding>>(`/findings?resourceType=AWS::EC2::Volume&${ACTIVE}`);
    const costly = items.find(({ estimatedMonthlySavingsUsd: usd }) => usd !== null && usd > 0);
    const { id = '', resourceArn = '', estimatedMonthlySavingsUsd = 0 } = costly ?? {};
    await open(`findings/${id}`);
    expect(await count('cost')).toBe(estimatedMonthlySavingsUsd?.toFixed(2));
    const arn = encodeURIComponent(resourceArn);
    const { counts } = await on.get<Listed<Finding>>(`/findings?resourceArn=${arn}&status=open&limit=1`);
    await open(`resource?arn=${arn}`);
    expect(await count('open')).toBe(String(counts.total));
  }, 60_000);

  it('of resources, events, workflows and schedules', async () => {
    const { items: resources } = await on.get<Listed<object>>('/resources?limit=100');
    await open('resources');
    expect(await count('shown')).toBe(String(resources.length));
    const { accounts } = await on.get<{ accounts: { status: string }[] }>('/events/health');
    await open('events');
    expect(await count('accounts')).toBe(String(accounts.length));
    expect(await count('fine')).toBe(String(accounts.filter(({ status }) => status === 'ok').length));
    const { result } = await on.get<{ result: Record<string, number> }>('/workflows/metrics');
    await open('workflows');
    for (const [name, field] of [
      ['executions', 'totalExecutions'],
      ['running', 'runningExecutions'],
      ['succeeded', 'successfulExecutions'],
      ['failed', 'failedExecutions'],
    ] as const)
      expect([name, await shown(`[data-metric="${name}"]`)]).toEqual([name, String(result[field])]);
    const { items: schedules } = await on.get<Listed<{ scheduleId: string }>>('/schedules?limit=50');
    await open('schedules');
    expect(await page.locator('main .rows > li').count()).toBe(schedules.length);
  }, 60_000);
});
