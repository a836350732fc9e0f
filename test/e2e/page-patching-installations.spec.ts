import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { barriersOf, CHROMIUM } from '../support/browser.js';
import { ACCOUNT, CLEAN, PATCH, REGION, type ShownInstallation } from '../support/patching-app.js';
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
    await page.getByLabel('in a maintenance window alone').check();
    await button('Plan it').click();
    await plan.getByText('as soon as you ask for it and its maintenance window is open').waitFor();
    await page.getByLabel('in a maintenance window alone').uncheck();
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
    expect(await button('Plan it').count()).toBe(0); // nor can it be asked for again
    await page.getByRole('link', { name: 'See how it goes' }).click();
    await page.waitForURL(/\/patching\/installations\/pin_/);
    await page.getByText('waits for people', { exact: true }).waitFor({ timeout: 30_000 });
    await badge('running').waitFor();
    expect(await page.getByText('Nobody had to approve it').count()).toBe(0);
    expect(await barriersOf(page)).toEqual([]);
    expect(on.aws.calls).toEqual([]);
    const { items } = await asked<{ items: { id: string; title: string }[] }>('/approvals?status=pending');
    await page.getByRole('link', { name: items[0]?.title ?? '?' }).click();
    // what is asked is said in words, with all that is done to an instance
    const patches = page.getByRole('list', { name: 'Patches' });
    await patches.getByText(`on ${FIRST}`).first().waitFor();
    expect(await page.textContent('.plan')).toContain('settleSeconds');
    expect(await barriersOf(page)).toEqual([]);
    await page.getByRole('link', { name: 'The installation', exact: true }).click();
    await page.waitForURL(/\/patching\/installations\/pin_/);
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

  it('shows what was done to each instance, and rolls a batch back once that was asked for twice', async () => {
    const { badge, button, counted, on, page } = patch;
    await page.getByRole('link', { name: 'Batch 1' }).click();
    await badge('succeeded').waitFor();
    const instance = page.getByRole('region', { name: FIRST });
    const row = instance.getByRole('row').filter({ hasText: PATCH });
    expect((await row.getByRole('cell').allTextContents()).slice(1)).toEqual(['Missing', 'Installed']);
    const batch = await on.batch(installation.batches[0]?.id ?? '');
    await instance.getByText(`${batch.instances[0]?.calls.length ?? -1} calls`).click();
    expect(await barriersOf(page)).toEqual([]);
    await button('Roll back batch 1').click();
    const dialog = page.getByRole('dialog', { name: 'Roll this batch back?' });
    await dialog.getByText(batch.instances[0]?.kept?.rootSnapshotId ?? '?').waitFor();
    expect(await barriersOf(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Leave it' }).click();
    expect((await on.batch(batch.id)).status).toBe('succeeded');
    // why it cannot be is said by the API
    const root = on.aws.rootVolume(FIRST);
    on.aws.change(FIRST, { rootVolumeId: 'vol-other' });
    await button('Roll back batch 1').click();
    await dialog.getByRole('button', { name: 'Roll it back' }).click();
    await dialog.getByRole('alert').getByText('was replaced since').waitFor();
    on.aws.change(FIRST, { rootVolumeId: root });
    await dialog.getByLabel(/^Why/).fill('it is slow');
    await dialog.getByRole('button', { name: 'Roll it back' }).click();
    await badge('rolled back').waitFor({ timeout: 40_000 });
    await instance.getByText('its patches are as they were before').waitFor();
    expect(on.aws.disk(FIRST)).toEqual(CLEAN);
    expect(await counted('rollbacks').textContent()).toBe('1');
    expect(await button('Roll back batch 1').count()).toBe(0);
  }, 90_000);

  it('offers no way back where nothing was kept', async () => {
    const { at, badge, on, page } = patch;
    on.aws.add('i-0eeeeeee', CLEAN);
    const { batches } = await on.run(['i-0eeeeeee'], { snapshot: 'none' });
    const id = batches[0]?.id ?? '';
    await page.goto(at(`patching/batches/${id}`));
    await badge('succeeded').waitFor();
    await page.getByText('It cannot be rolled back: how i-0eeeeeee was before was not kept').waitFor();
    expect(await page.getByRole('button', { name: /^Roll back/ }).count()).toBe(0);
    expect((await on.ask('POST', `/patching/batches/${id}/rollback`, {}, on.keys.approver)).status).toBe(409);
  }, 60_000);

  it('lets one choose of all that an instance lacks, however much that is', async () => {
    const { at, button, is, on, page } = patch;
    const instanceId = 'i-0ddddddd';
    on.aws.add(instanceId, CLEAN);
    // one patch closes more than an installation takes of it; the other is read last
    await on.app.database.query(
      `INSERT INTO vulnerabilities (id, tenant_id, account_id, region, external_id, provider, vulnerability_id,
         resource_arn, resource_type, instance_id, title, severity, status, patches, patchable, first_seen_at,
         updated_at, last_seen_at, scan_id)
       SELECT 'vul_m' || lpad(n::text, 4, '0'), 'acme', $1, $2, 'm' || n, 'ssm', 'CVE-2025-' || n, 'arn', 'AWS::EC2::Instance',
              $3, 'many', 'high', 'open', jsonb_build_array(jsonb_build_object('patchId',
                CASE n WHEN 1 THEN 'bash.x86_64' ELSE $4 END, 'severity', 'high', 'state', 'missing')),
              true, now(), now(), now(), 's'
         FROM generate_series(1, 602) AS n`,
      [ACCOUNT, REGION, instanceId, PATCH],
    );
    await page.goto(at(`patching/installations/new?instanceId=${instanceId}`));
    await is('patches', 2);
    expect(await page.getByText('There are more vulnerabilities').count()).toBe(0);
    await button('Plan it').click();
    await is('batches', 1);
  }, 60_000);

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
    const { executionId } = (
      await on.ask<{ executionId: string }>('GET', `/patching/installations/${broken.id}`)
    ).body;
    await page.goto(at(`patching/installations?executionId=${executionId}`));
    await is('shown', 1);
    await page.getByText('of one execution').waitFor();
    await page.getByRole('link', { name: 'See all of them' }).click();
    await is('shown', ids.length);
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
