import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { barriersOf, CHROMIUM, goByKeys } from '../support/browser.js';
import { ACCOUNT, CLEAN, PATCH, REGION } from '../support/patching-app.js';
import { FIRST, SCRIPT, SECOND, startPatchPage, type PatchPage } from '../support/patch-page.js';
import { troubleOnAPhone } from '../support/phone.js';

const withBrowser = CHROMIUM === undefined ? describe.skip : describe;

withBrowser('the patching of the page (needs Chromium)', () => {
  let patch: PatchPage;

  beforeAll(async () => {
    patch = await startPatchPage();
  }, 90_000);
  afterAll(() => patch?.close(), 30_000);

  it('says what to do where nothing is known, in each of its parts', async () => {
    const { at, page } = patch;
    await goByKeys(page, 't', 'Patching');
    const parts = page.getByRole('navigation', { name: 'Patching' });
    for (const [part, text] of [
      ['Compliance', 'No instance is known that Systems Manager manages'],
      ['Vulnerabilities', 'No vulnerability is known'],
      ['Installations', 'Nothing was installed yet'],
      ['Patch approvals', 'No patch was approved or asked for yet'],
    ] as const) {
      await parts.getByRole('link', { name: part }).click();
      await page.getByText(text).waitFor();
      expect(await barriersOf(page)).toEqual([]);
    }
    await page.goto(at('patching/installations/new'));
    await page.getByText('No patch is known that is missing').waitFor();
  }, 60_000);

  it('tells what is missing where, as the API does, as text', async () => {
    const { asked, at, button, counted, is, page, scanned } = patch;
    await scanned();
    await page.goto(at('patching'));
    await page.getByRole('list', { name: 'Instances' }).waitFor();
    type Item = { status: string; missing: number | null; failed: number | null };
    const { items } = await asked<{ items: Item[] }>('/patching/compliance');
    expect(items).toHaveLength(3);
    const sum = (name: 'missing' | 'failed') => items.reduce((all, one) => all + (one[name] ?? 0), 0);
    const having = (status: string) => items.filter((one) => one.status === status).length;
    for (const [name, count] of [
      ...[['shown', items.length] as const, ['missing', sum('missing')] as const],
      ...[['failed', sum('failed')] as const, ['compliant', having('compliant')] as const],
      ...[['non-compliant', having('non_compliant')] as const, ['unknown', having('unknown')] as const],
      ['critical', 1] as const, // one patch, though it closes two vulnerabilities
    ])
      expect([name, await counted(name).textContent()]).toEqual([name, String(count)]);
    await page.getByRole('link', { name: SCRIPT, exact: true }).waitFor();
    expect(await page.locator('main img').count()).toBe(0);
    expect(await barriersOf(page)).toEqual([]);
    await page.getByLabel('Instance', { exact: true }).fill(SECOND);
    await button('Filter').click();
    await page.waitForURL(/instanceId=/);
    await is('shown', 1);
    await page.getByLabel('Instance', { exact: true }).fill('i-none');
    await button('Filter').click();
    await page.getByText('No instance passes these filters').waitFor();
    await page.getByLabel('Account', { exact: true }).fill('123');
    await button('Filter').click();
    await page.getByRole('alert').getByText('must have 12 digits').waitFor();
  }, 60_000);

  it('lists vulnerabilities by the filters of the address, with what closes them', async () => {
    const { asked, at, is, page } = patch;
    await page.goto(at('patching/vulnerabilities?status=open'));
    const { items } = await asked<{ items: { vulnerabilityId: string }[] }>('/vulnerabilities?status=open');
    await is('shown', items.length);
    const lines = page.getByRole('list', { name: 'Vulnerabilities' }).locator(':scope > li');
    expect(await lines.locator('.what a').allTextContents()).toEqual(
      items.map(({ vulnerabilityId }) => vulnerabilityId),
    );
    expect(await lines.first().textContent()).toContain(`closed by ${PATCH}`);
    expect(await page.locator('main img').count()).toBe(0);
    await page.getByLabel('Severity').selectOption('critical');
    await page.waitForURL(/severity=critical/);
    await is('shown', 1);
    await page.getByLabel('Can be patched').selectOption('no');
    await page.getByText('No vulnerability passes these filters').waitFor();
    expect(await barriersOf(page)).toEqual([]);
  }, 60_000);

  it('shows patch approvals, and plans the installation of what was approved', async () => {
    const { asked, at, button, counted, decided, is, on, page } = patch;
    on.aws.add(SECOND, CLEAN);
    await decided('papr_1', 'approved');
    await decided('papr_2', 'rejected');
    await page.goto(at('patching/approvals'));
    await is('shown', (await asked<{ items: object[] }>('/patching/approvals')).items.length);
    await page.getByLabel('Status').selectOption('approved');
    await page.waitForURL(/status=approved/);
    await is('shown', 1);
    expect(await barriersOf(page)).toEqual([]);
    await page.getByRole('link', { name: '1 critical patch on 1 instance' }).click();
    await page.getByRole('list', { name: 'Patches' }).getByText(SCRIPT).waitFor();
    expect(await counted('vulnerabilities').textContent()).toBe('7');
    const title = page.getByRole('heading', {
      level: 1,
      name: '1 critical patch on 1 instance',
      exact: true,
    });
    await title.waitFor();
    // what follows the decision is shown by itself
    const started = [{ executionId: null, executionName: 'papr_1-1', patchCount: 1, error: SCRIPT }];
    await on.app.database.query(`UPDATE patch_approvals SET installations = $1 WHERE id = 'papr_1'`, [
      JSON.stringify(started),
    ]);
    await page.getByText(`papr_1-1`).waitFor({ timeout: 40_000 });
    expect(await page.locator('main img').count()).toBe(0);
    await page.getByRole('link', { name: 'Plan their installation' }).click();
    await is('patches', 1);
    await page
      .getByRole('group', { name: `${SECOND} ${ACCOUNT} ${REGION}` })
      .getByText(PATCH)
      .waitFor();
    await button('Plan it').click();
    await is('batches', 1);
  }, 60_000);

  it('saves the policy, and says which field is wrong', async () => {
    const { asked, at, button, page } = patch;
    await page.goto(at('patching/policy'));
    await page.getByText('Nobody has saved one').waitFor();
    await page.getByLabel('patches of critical vulnerabilities').check();
    await page.getByLabel('patches of high vulnerabilities').check();
    await page.getByLabel(/^Never approved nor asked for/).fill(`kernel*\n${SCRIPT}\n`);
    await page.getByLabel(/^Hours until/).fill('9999');
    await page.getByLabel('in a maintenance window alone').check();
    await page.getByLabel('Time zone').fill('Nowhere/Land');
    await button('Save the policy').click();
    const problem = page.getByRole('alert');
    for (const path of ['approvalExpiresInHours', 'maintenanceWindow.timezone'])
      await problem.getByText(path).waitFor();
    expect(await barriersOf(page)).toEqual([]);
    await page.getByLabel(/^Hours until/).fill('24');
    await page.getByLabel('Time zone').fill('Europe/Berlin');
    await button('Save the policy').click();
    await page.getByText('Saved by admin@acme.test').waitFor();
    expect(await asked('/patching/policy')).toMatchObject({
      ...{ autoApproveCritical: true, autoApproveSeverities: ['high'], approvalExpiresInHours: 24 },
      ...{ excludedPatches: ['kernel*', SCRIPT], installAfterApproval: false, startOnCritical: true },
      maintenanceWindow: { timezone: 'Europe/Berlin', days: ['sat', 'sun'], from: '22:00', to: '04:00' },
    });
  }, 60_000);

  it('keeps what is typed into the policy when another is saved meanwhile, and says so', async () => {
    const { asked, button, on, page } = patch;
    await page.getByLabel(/^Never approved nor asked for/).fill('mine*');
    const {
      tenantId: _,
      savedBy,
      savedAt,
      ...settings
    } = await asked<Record<string, unknown>>('/patching/policy');
    expect([savedBy, typeof savedAt]).toEqual(['admin@acme.test', 'string']);
    const theirs = { ...settings, approvalExpiresInHours: 48 };
    expect((await on.ask('PUT', '/patching/policy', theirs, on.keys.admin)).status).toBe(200);
    await page.getByText('has saved another policy meanwhile').waitFor({ timeout: 40_000 });
    expect(await page.getByLabel(/^Never approved nor asked for/).inputValue()).toBe('mine*');
    expect(await page.getByLabel(/^Hours until/).inputValue()).toBe('24');
    expect(await barriersOf(page)).toEqual([]);
    await button('Show that one instead').click();
    expect(await page.getByLabel(/^Hours until/).inputValue()).toBe('48');
    expect(await page.getByRole('alert').count()).toBe(0);
  }, 60_000);

  it('offers to a viewer nothing that changes anything', async () => {
    const { at, button, on, signedIn } = patch;
    const { page: other, ...viewer } = await signedIn(on.keys.viewer);
    await other.goto(at('patching'));
    await other.getByRole('list', { name: 'Instances' }).waitFor();
    expect(await other.getByRole('link', { name: /^Plan/ }).count()).toBe(0);
    await other.goto(at('patching/vulnerabilities'));
    await other.getByRole('list', { name: 'Vulnerabilities' }).waitFor();
    expect(await button('Scan for vulnerabilities', other).count()).toBe(0);
    await other.goto(at('patching/installations/new'));
    await other.getByText('Operators plan installations').waitFor();
    await other.goto(at('patching/policy'));
    await other.getByText('Admins change it.').waitFor();
    expect(await other.textContent('main')).toContain(SCRIPT);
    expect(await button('Save the policy', other).count()).toBe(0);
    on.aws.add(FIRST, CLEAN);
    const { batches } = await on.run([FIRST]);
    await other.goto(at(`patching/batches/${batches[0]?.id ?? ''}`));
    await other.locator('main header .badge').getByText('succeeded', { exact: true }).waitFor();
    expect(await other.getByRole('button', { name: /^Roll back/ }).count()).toBe(0);
    expect(viewer.complaints).toEqual([]);
    await other.context().close();
  }, 90_000);

  it('starts a scan for vulnerabilities, and says how it ended', async () => {
    const { asked, at, button, page } = patch;
    await page.goto(at('patching/vulnerabilities'));
    await button('Scan for vulnerabilities').click();
    await page.getByText(/^The scan is /).waitFor({ timeout: 60_000 });
    type Scans = { items: { reads: { kind: string } | null }[] };
    expect((await asked<Scans>('/scans')).items[0]?.reads).toMatchObject({ kind: 'vulnerabilities' });
  }, 90_000);

  it('shows nothing of it to another tenant', async () => {
    const { at, on, signedIn } = patch;
    const globex = await on.app.tenant('globex');
    const { page: other } = await signedIn(globex.admin);
    await other.goto(at('patching'));
    await other.getByText('No instance is known').waitFor();
    await other.goto(at('patching/vulnerabilities'));
    await other.getByText('No vulnerability is known').waitFor();
    await other.goto(at('patching/approvals/papr_1'));
    await other.getByRole('alert').waitFor();
    expect(await other.textContent('body')).not.toContain(PATCH);
    await other.goto(at('patching/policy'));
    await other.getByText('Nobody has saved one').waitFor();
    await other.context().close();
  }, 60_000);

  it('is without barriers in the dark, and on a phone', async () => {
    const { admin, at, browser, link, on } = patch;
    const addresses = ['', '/vulnerabilities', '/approvals', '/approvals/papr_1', '/policy'].map((path) =>
      at(`patching${path}`),
    );
    expect(await troubleOnAPhone(browser, () => link(on.keys.admin), addresses)).toEqual([]);
    expect(admin.complaints).toEqual([]);
  }, 240_000);
});
