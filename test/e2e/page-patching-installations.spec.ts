import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { barriersOf, CHROMIUM } from '../support/browser.js';
import { CLEAN, PATCH, type ShownInstallation } from '../support/patching-app.js';
import { CVE, FIRST, SCRIPT, SECOND, startPatchPage, type PatchPage } from '../support/patch-page.js';
import { troubleOnAPhone } from '../support/phone.js';

const withBrowser = CHROMIUM === undefined ? describe.skip : describe;

withBrowser('installations of patches on the page (needs Chromium)', () => {
  let patch: PatchPage;
  let installation: ShownInstallation;

  beforeAll(async () => {
    patch = await startPatchPage();
  }, 90_000);
  afterAll(() => patch?.close(), 30_000);

  it('plans an installation, which changes nothing, and says which field is wrong', async () => {
    const { at, button, installations, is, on, page, scanned } = patch;
    await scanned();
    on.aws.add(FIRST, CLEAN, { tags: { 'aws:autoscaling:groupName': SCRIPT } });
    await page.goto(at('patching'));
    await page.getByRole('link', { name: `Plan an installation on ${SCRIPT}` }).click();
    await is('patches', 1);
    await page
      .getByText(`critical, ${CVE}, CVE-2026-2`)
      .or(page.getByText(`critical, CVE-2026-2, ${CVE}`))
      .waitFor();
    await page.getByLabel(/^Share of a batch/).fill('250');
    await button('Plan it').click();
    await page.getByRole('alert').getByText('options.batchPercent').waitFor();
    await page.getByLabel(/^Share of a batch/).fill('');
    await button('None').click();
    await button('Plan it').click();
    await page.getByRole('alert').getByText('approvedPatches').waitFor();
    await button('All').click();
    await page.getByLabel('Seconds before health is looked at').fill('0');
    await button('Plan it').click();
    await is('batches', 1);
    const plan = page.getByRole('region', { name: 'The plan' });
    expect(await plan.textContent()).toContain(`It is of the Auto Scaling group ${SCRIPT}`);
    await plan.getByText('Nobody has to approve it').waitFor();
    expect(await page.locator('main img').count()).toBe(0);
    expect(await barriersOf(page)).toEqual([]);
    expect(on.aws.calls).toEqual([]);
    expect(await installations()).toEqual([]);
    // what was planned is forgotten when something else is wanted
    await page.getByLabel(/^Instances of a batch/).fill('2');
    await plan.waitFor({ state: 'detached' });
    await button('Plan it').click();
    await plan.waitFor();
  }, 60_000);

  it('asks people first where guardrails want that, and shows it to its end by itself', async () => {
    const { asked, badge, button, counted, installations, on, page } = patch;
    await on.guard({ enabled: true, approval: { always: true } });
    await button('Plan it').click();
    await page.getByText('people are asked first').waitFor();
    await button('Ask for this installation').click();
    await page.getByText('It was asked for.').waitFor();
    await page.getByRole('link', { name: 'See how it goes' }).click();
    await page.waitForURL(/\/patching\/installations\/pin_/);
    await page.getByText('waits for people', { exact: true }).waitFor({ timeout: 30_000 });
    await badge('running').waitFor();
    expect(await barriersOf(page)).toEqual([]);
    expect(on.aws.calls).toEqual([]);
    const { items } = await asked<{ items: { id: string; title: string }[] }>('/approvals?status=pending');
    await page.getByRole('link', { name: items[0]?.title ?? '?' }).waitFor();
    const said = await on.ask('POST', `/approvals/${items[0]?.id ?? ''}/approve`, {}, on.keys.approver);
    expect(said.status).toBe(200);
    await badge('completed').waitFor({ timeout: 40_000 }); // nobody has loaded the page anew
    const [one] = await installations();
    installation = await asked<ShownInstallation>(`/patching/installations/${one?.id ?? ''}`);
    const { progress } = installation;
    for (const name of ['total', 'succeeded', 'failed'] as const)
      expect([name, await counted(name).textContent()]).toEqual([name, String(progress[name])]);
    expect(await counted('percent').textContent()).toBe('100');
    expect(on.aws.disk(FIRST)[PATCH]).toBe('Installed');
    await on.guard({ enabled: true, approval: { always: false } });
  }, 90_000);

  it('shows what was done to each instance, and takes a batch back once that was asked for twice', async () => {
    const { badge, button, counted, on, page } = patch;
    await page.getByRole('link', { name: 'Batch 1' }).click();
    await badge('succeeded').waitFor();
    const instance = page.getByRole('region', { name: FIRST });
    const row = instance.getByRole('row').filter({ hasText: PATCH });
    expect((await row.getByRole('cell').allTextContents()).slice(1)).toEqual(['Missing', 'Installed']);
    const batch = await on.batch(installation.batches[0]?.id ?? '');
    await instance.getByText(`${batch.instances[0]?.calls.length ?? -1} calls`).click();
    expect(await barriersOf(page)).toEqual([]);
    await button('Take it back …').click();
    const dialog = page.getByRole('dialog', { name: 'Take this batch back?' });
    await dialog.getByText(batch.instances[0]?.kept?.rootSnapshotId ?? '?').waitFor();
    expect(await barriersOf(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Leave it' }).click();
    expect((await on.batch(batch.id)).status).toBe('succeeded');
    // why it cannot be is said by the API
    const root = on.aws.rootVolume(FIRST);
    on.aws.change(FIRST, { rootVolumeId: 'vol-other' });
    await button('Take it back …').click();
    await dialog.getByRole('button', { name: 'Take it back' }).click();
    await dialog.getByRole('alert').getByText('was replaced since').waitFor();
    on.aws.change(FIRST, { rootVolumeId: root });
    await dialog.getByLabel(/^Why/).fill('it is slow');
    await dialog.getByRole('button', { name: 'Take it back' }).click();
    await badge('rolled back').waitFor({ timeout: 40_000 });
    await instance.getByText('its patches are as they were before').waitFor();
    expect(on.aws.disk(FIRST)).toEqual(CLEAN);
    expect(await counted('rollbacks').textContent()).toBe('1');
    expect(await button('Take it back …').count()).toBe(0);
  }, 90_000);

  it('lists installations by how they stand', async () => {
    const { at, badge, installations, is, on, page } = patch;
    on.aws.add(SECOND, CLEAN, { brokenBy: PATCH });
    const broken = await on.run([SECOND, 'i-0gone'], { healthCheck: { ssmCommand: 'true' } });
    await page.goto(at('patching/installations'));
    const ids = (await installations()).map((one) => one.id);
    await is('shown', ids.length);
    const rows = page.getByRole('list', { name: 'Installations' }).locator(':scope > li');
    expect(await rows.locator('a').allTextContents()).toEqual(ids);
    await page.getByLabel('Status').selectOption('failed');
    await page.waitForURL(/status=failed/);
    await is('shown', 1);
    await page.keyboard.press('Tab'); // out of the field
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(at(`patching/installations/${broken.id}`));
    await badge('failed').waitFor();
    const left = page.getByRole('list', { name: 'Instances that are left out' });
    expect(await left.textContent()).toContain(broken.refused[0]?.reason);
    await page.goto(at('patching/installations?status=stopped'));
    await page.getByText('No installation is like this').waitFor();
  }, 90_000);

  it('shows nothing of it to another tenant', async () => {
    const { at, on, signedIn } = patch;
    const globex = await on.app.tenant('globex');
    const { page: other } = await signedIn(globex.admin);
    await other.goto(at('patching/installations'));
    await other.getByText('Nothing was installed yet').waitFor();
    for (const path of [`installations/${installation.id}`, `batches/${installation.batches[0]?.id ?? ''}`]) {
      await other.goto(at(`patching/${path}`));
      await other.getByRole('alert').waitFor();
      expect(await other.textContent('body')).not.toContain(FIRST);
    }
    await other.context().close();
  }, 60_000);

  it('is without barriers in the dark, and on a phone', async () => {
    const { admin, at, browser, link, on } = patch;
    const addresses = [
      ...['installations', 'installations/new', `installations/${installation.id}`],
      `batches/${installation.batches[0]?.id ?? ''}`,
    ].map((path) => at(`patching/${path}`));
    expect(await troubleOnAPhone(browser, () => link(on.keys.admin), addresses)).toEqual([]);
    expect(admin.complaints).toEqual([]);
  }, 240_000);
});
