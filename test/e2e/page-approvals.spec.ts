import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { patchQuestion } from '../../src/modules/patching/domain/patch-approval-question.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { approvalsOf, ApprovalTestModule, type ShownApproval } from '../support/approvals.js';
import { barriersOf, CHROMIUM, startBrowser, type Visit } from '../support/browser.js';
import { browserOf } from '../support/sessions.js';

const withBrowser = CHROMIUM === undefined ? describe.skip : describe;

const change = {
  ...{ findingId: 'fnd_1', fixId: 's3-block-public-access', title: 'Block public access to <b>logs</b>' },
  ...{ accountId: '123456789012', region: 'eu-west-1', resourceArn: 'arn:aws:s3:::logs' },
  words: ['public access: allowed → blocked'],
  calls: [
    {
      call: 's3:PutPublicAccessBlock',
      region: 'eu-west-1',
      input: { Bucket: 'logs', PublicAccessBlockConfiguration: { BlockPublicAcls: true } },
    },
  ],
  loses: 'who reads it without a name',
};
/** As a remediation puts its plan to people. */
const PLAN = {
  remediationId: 'rem_1',
  planVersion: 1,
  why: ['s3 always asks'],
  changes: [change],
  notShown: 2,
};

withBrowser('the page of approvals (needs Chromium)', () => {
  let app: TestApp;
  let keys: Awaited<ReturnType<TestApp['tenant']>>;
  let on: ReturnType<typeof approvalsOf>;
  let browser: Awaited<ReturnType<typeof startBrowser>>;
  let someone: Visit;
  let page: Page;
  let id: string;

  const signIn = async (visit: Visit, key: string) => {
    await visit.page.goto(`${app.url}/#sign-in=${await browserOf(app).code(key)}`);
    await visit.page.getByRole('heading', { name: 'Overview' }).waitFor();
  };
  const shown = async (of: string) =>
    (await app.request<ShownApproval>('GET', `/approvals/${of}`, { key: keys.viewer })).body;

  beforeAll(async () => {
    app = await startTestApp({}, [ApprovalTestModule]);
    keys = await app.tenant('acme');
    on = approvalsOf(app);
    browser = await startBrowser();
    someone = await browser.visit();
    ({ page } = someone);
    await signIn(someone, keys.approver);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  }, 30_000);

  it('says that nothing waits, and is found by the keyboard', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await page.getByText('Nothing waits for a decision').waitFor();
    expect(new URL(page.url()).pathname).toBe('/ui/approvals');
    expect(await barriersOf(page)).toEqual([]);
  }, 30_000);

  it('leads from the overview to a question, and shows the plan that is asked about', async () => {
    ({ id } = await on.ask({ title: 'Fix 3 findings?', details: PLAN, quorum: 2 }));
    await page.goto(`${app.url}/ui/`);
    await page.getByRole('link', { name: 'Fix 3 findings?' }).click();
    await page.getByRole('heading', { name: 'Fix 3 findings?' }).waitFor();
    expect(page.url()).toBe(`${app.url}/ui/approvals/${id}`);
    await page.getByRole('heading', { name: change.title }).waitFor(); // as text
    for (const text of ['s3 always asks', change.words[0] ?? '', change.loses, 'operator@acme.test'])
      await page.getByText(text).first().waitFor();
    await page.getByText('s3:PutPublicAccessBlock').click();
    await page.getByText('"BlockPublicAcls": true').waitFor();
    expect(await page.textContent('[data-count="not-shown"]')).toBe(String(PLAN.notShown));
    expect(await page.textContent('[data-count="quorum"]')).toBe('2');
    expect(await barriersOf(page)).toEqual([]);
  }, 30_000);

  it('approves with a comment, and says what is still wanted', async () => {
    await page.getByLabel(/^Comment/).fill('inside <b>the</b> window');
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await page.getByText('inside <b>the</b> window').last().waitFor();
    await page.locator('[data-count="approved"]', { hasText: '1' }).waitFor();
    expect(await shown(id)).toMatchObject({
      status: 'pending',
      decisions: [
        { decision: 'approved', decidedBy: 'approver@acme.test', comment: 'inside <b>the</b> window' },
      ],
    });
    await page.getByText('You have approved it').waitFor();
    expect(await page.getByRole('button', { name: 'Approve', exact: true }).count()).toBe(0);
    const key = await on.keyOf('second@acme.test', 'approver');
    expect((await on.decide(id, 'approve', key)).status).toBe(200);
    // what somebody else does is seen without a word
    await page.locator('[data-count="approved"]', { hasText: '2' }).waitFor();
    await page.getByText('You have approved it').waitFor({ state: 'detached' });
  }, 60_000);

  it('says which patches may be installed, and how many found no room', async () => {
    const patch = (name: string, instanceId: string) => ({
      ...{ patchId: name, severity: 'critical' as const, cveIds: ['CVE-2026-1'], instanceId },
      ...{ accountId: '123456789012', region: 'eu-west-1' },
      resourceArn: `arn:aws:ec2:eu-west-1:123456789012:instance/${instanceId}`,
    });
    const many = Array.from({ length: 400 }, (_, i) => patch(`KB${i} ${'<b>'.repeat(20)}`, 'i-0b'));
    const asked = patchQuestion(
      {
        ...{ id: 'papr_9', kind: 'critical', correlationId: 'c-9', expiresAt: new Date(Date.now() + 60_000) },
        patches: [patch('KB5039', 'i-0a'), patch('KB5039', 'i-0b'), ...many],
      },
      new Date(),
    );
    const details = { ...asked.details, patches: asked.details.patches.map((one) => ({ ...one })) };
    const { id: question } = await on.ask({ title: asked.title, details });
    await page.goto(`${app.url}/ui/approvals/${question}`);
    const row = page.getByRole('list', { name: 'Patches' }).getByRole('listitem').first();
    await row.getByText('KB5039').waitFor();
    await row.getByText('2 instances').click();
    await row.getByText('123456789012 eu-west-1 i-0a').waitFor();
    const { notShown } = details;
    expect(notShown).toBeGreaterThan(0);
    expect(await page.textContent('[data-count="not-shown"]')).toBe(String(notShown));
    expect(await page.locator('.tree').count()).toBe(0);
    const theirs = page.getByRole('link', { name: 'These patches' });
    expect(await theirs.getAttribute('href')).toBe('/ui/patching/approvals/papr_9');
    expect(await barriersOf(page)).toEqual([]);
    expect((await on.decide(question, 'reject', keys.approver)).status).toBe(200);
  }, 60_000);

  it('rejects what a workflow of a tenant asks in a form of its own, and lists it', async () => {
    const asked = await on.ask({ title: 'Close the bucket?', details: { bucket: 'logs', steps: ['close'] } });
    await page.goto(`${app.url}/ui/approvals`);
    await page.getByRole('link', { name: 'Close the bucket?' }).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByText('"close"').waitFor(); // lies open
    await page.getByRole('button', { name: 'Reject' }).click();
    await page.getByRole('button', { name: 'Reject' }).waitFor({ state: 'detached' });
    expect(await shown(asked.id)).toMatchObject({ status: 'rejected', decisions: [{ comment: null }] });
    await page.goto(`${app.url}/ui/approvals`);
    await page.getByText('Nothing waits for a decision').waitFor();
    await page.getByLabel('Status').selectOption('rejected');
    await page.getByRole('link', { name: 'Close the bucket?' }).waitFor();
    expect(page.url()).toContain('status=rejected');
    expect(await page.getByRole('link', { name: 'Fix 3 findings?' }).count()).toBe(0);
  }, 60_000);

  it("shows the API's refusal to who has asked, and offers nothing to a viewer", async () => {
    const mine = await on.ask({ title: 'My own?' }, undefined, 'approver@acme.test');
    await page.goto(`${app.url}/ui/approvals/${mine.id}`);
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    const refusal = (await on.decide(mine.id, 'approve', keys.approver)).body.error ?? '';
    await page.getByRole('alert').getByText(refusal).waitFor();
    expect(await shown(mine.id)).toMatchObject({ status: 'pending', decisions: [] });

    const viewer = await browser.visit();
    await signIn(viewer, keys.viewer);
    await viewer.page.goto(`${app.url}/ui/approvals/${mine.id}`);
    await viewer.page.getByText('approvers and admins decide').waitFor();
    expect(await viewer.page.getByRole('button', { name: 'Approve', exact: true }).count()).toBe(0);
    await viewer.page.context().close();
  }, 60_000);

  it('is without barriers in the light and the dark, and on a phone', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const phone = await browser.visit({ colorScheme, viewport: { width: 360, height: 740 } });
      await signIn(phone, keys.approver);
      for (const path of ['approvals?status=any', `approvals/${id}`]) {
        await phone.page.goto(`${app.url}/ui/${path}`);
        await phone.page.getByText('Fix 3 findings?').first().waitFor();
        expect(await barriersOf(phone.page)).toEqual([]);
        expect(await phone.page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
          360,
        );
      }
      expect(phone.complaints).toEqual([]);
      await phone.page.context().close();
    }
    expect(someone.complaints).toEqual([]);
  }, 90_000);
});
