import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually, startTestApp, type TestApp } from '../support/app.js';
import { barriersOf, CHROMIUM, type Visit } from '../support/browser.js';
import { ACCOUNT, openFindings, queueArn } from '../support/open-findings.js';
import { SCRIPT, startVisits, type Visits } from '../support/page-visits.js';
import { troubleOnAPhone } from '../support/phone.js';

const withBrowser = CHROMIUM === undefined ? describe.skip : describe;

type Json = Record<string, unknown>;
interface Mute {
  id: string;
  rules: object[];
  reason: string;
  expiresAt: string | null;
}
interface Guardrails {
  settings: Json | null;
  version: number;
}

withBrowser('the settings of what is muted, and what may be changed (needs Chromium)', () => {
  let app: TestApp;
  let keys: Awaited<ReturnType<TestApp['tenant']>>;
  let visits: Visits;
  let admin: Visit;
  let page: Page;
  /** Of the mute that the page has made. */
  let muteId: string;

  beforeAll(async () => {
    app = await startTestApp();
    keys = await app.tenant('acme');
    await app.request('POST', '/accounts', { key: keys.admin, body: { accountId: ACCOUNT } });
    await openFindings(app.database, 'acme', ['one', 'two']);
    visits = await startVisits(app);
    admin = await visits.signedIn(keys.admin);
    ({ page } = admin);
  }, 90_000);
  afterAll(async () => {
    await visits?.close();
    await app?.close();
  }, 30_000);

  const asked = async <T>(path: string) => (await app.request<T>('GET', path, { key: keys.viewer })).body;
  const listed = async <T = Json>(path: string) => (await asked<{ items: T[] }>(path)).items;
  const shown = (count: number, of = page) =>
    of.locator('[data-count="shown"]').getByText(String(count), { exact: true }).waitFor();
  const go = (path: string, of = page) => of.goto(visits.at(`settings/${path}`));
  const idOf = async (path: RegExp) => {
    await page.waitForURL(path);
    return page.url().split('/').at(-1) ?? '';
  };

  it('mute only after they have shown what that would mute', async () => {
    await go('mutes');
    await page.getByText('Nothing is muted').waitFor();
    await page.getByRole('link', { name: 'Mute findings' }).click();
    await page.getByLabel('Control').fill('sqs_queue_open');
    await page.getByLabel('Why').fill(`a demo ${SCRIPT}`);
    expect(await page.getByRole('button', { name: 'Mute', exact: true }).count()).toBe(0);
    await page.getByRole('button', { name: 'Show what it would mute' }).click();
    await page.locator('[data-count="matches"]', { hasText: '2' }).waitFor();
    await page.getByLabel(/^Resource ARN/).fill(queueArn('o*'));
    await page.getByRole('button', { name: 'Mute', exact: true }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Another rule' }).click();
    await page.getByRole('button', { name: 'Remove rule 2' }).click();
    await page.getByRole('button', { name: 'Show what it would mute' }).click();
    await page.locator('[data-count="matches"]', { hasText: '1' }).waitFor();
    await page.getByText(queueArn('one')).waitFor();
    expect(await barriersOf(page)).toEqual([]);
    expect(await listed('/mutes')).toEqual([]);
    await page.getByRole('button', { name: 'Mute', exact: true }).click();
    muteId = await idOf(/\/settings\/mutes\/mute_/);
    expect(await asked<Mute>(`/mutes/${muteId}`)).toMatchObject({
      rules: [{ controlId: 'sqs_queue_open', resourceArn: queueArn('o*') }],
      ...{ reason: `a demo ${SCRIPT}`, expiresAt: null },
    });
    await eventually(async () => (await asked<Json>('/findings/fnd_one'))['muted'] !== null);
    expect(await page.locator('main img').count()).toBe(0);
  }, 60_000);

  it('change a mute, so that it ends by itself', async () => {
    await page.getByText('Change it', { exact: true }).click();
    await page.getByLabel(/^Until/).fill('2001-01-01T00:00');
    await page.getByRole('button', { name: 'Show what it would mute' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').getByText('must lie in the future').waitFor();
    await page.getByLabel(/^Until/).fill('2199-01-01T00:00');
    await page.getByRole('alert').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Show what it would mute' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('time[datetime^="2198-12-31T23"]').waitFor();
    expect((await asked<Mute>(`/mutes/${muteId}`)).expiresAt).toBe('2198-12-31T23:00:00.000Z'); // of Berlin
    await go('mutes');
    await shown(1);
    await page.getByRole('link', { name: `a demo ${SCRIPT}` }).waitFor();
    expect(await barriersOf(page)).toEqual([]);
  }, 60_000);

  it('keep the tags of a mute as they are when something else is changed', async () => {
    const rules = [{ controlId: 'sqs_queue_open', tag: { key: 'stage', value: '' } }];
    const body = { rules, reason: 'no stage', expiresAt: null };
    const { body: made } = await app.request<Mute>('POST', '/mutes', { key: keys.admin, body });
    await go(`mutes/${made.id}`);
    await page.getByText('Change it', { exact: true }).click();
    await page.getByLabel('Why').fill('none yet');
    await page.getByRole('button', { name: 'Show what it would mute' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'none yet' }).waitFor();
    expect((await asked<Mute>(`/mutes/${made.id}`)).rules).toEqual(rules);
    // a value whose key was forgotten is refused: without it all queues would be muted
    await page.getByText('Change it', { exact: true }).click();
    await page.getByLabel(/^Tag of/).fill('=dev');
    await page.getByRole('button', { name: 'Show what it would mute' }).click();
    await page.getByRole('alert').getByText('rules.0.tag.key').waitFor();
    await app.request('DELETE', `/mutes/${made.id}`, { key: keys.admin });
  }, 60_000);

  it('stop all changes by one button, that asks twice and says why, and let them go on', async () => {
    const { page: operators } = await visits.signedIn(keys.operator, 'settings/guardrails');
    await operators.locator('[data-engaged="false"]').waitFor();
    await operators.getByRole('button', { name: 'Stop all changes' }).click();
    await operators.getByRole('button', { name: 'Leave it as it is' }).click();
    expect(await asked('/remediations/kill-switch')).toMatchObject({ engaged: false });
    await operators.getByRole('button', { name: 'Stop all changes' }).click();
    await operators.getByLabel(/^Why/).fill(`it burns ${SCRIPT}`);
    expect(await barriersOf(operators)).toEqual([]);
    await operators.getByRole('button', { name: 'Yes, stop all changes' }).click();
    await operators.getByText('All changes are stopped').waitFor();
    await operators.getByText(`it burns ${SCRIPT}`).waitFor();
    expect(await asked('/remediations/kill-switch')).toMatchObject({
      ...{ engaged: true, reason: `it burns ${SCRIPT}`, changedBy: 'operator@acme.test' },
    });
    await operators.getByText('An admin lets them go on').waitFor();
    expect(await operators.getByRole('button', { name: /changes/ }).count()).toBe(0);
    await operators.context().close();
    await go('guardrails');
    await page.locator('[data-engaged="true"]').waitFor();
    expect(await barriersOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Let changes go on' }).click();
    await page.getByRole('button', { name: 'Yes, let changes go on' }).click();
    await page.locator('[data-engaged="false"]').waitFor();
    expect(await asked('/remediations/kill-switch')).toMatchObject({ engaged: false });
  }, 60_000);

  it('say that changes are stopped, though an answer from before comes later', async () => {
    await go('guardrails');
    await page.locator('[data-engaged="false"]').waitFor();
    const late = { isTaken: false, release: () => undefined as void };
    const held = new Promise<void>((release) => (late.release = release));
    await page.route('**/remediations/kill-switch', async (route) => {
      if (route.request().method() !== 'GET') return route.continue();
      const response = await route.fetch();
      late.isTaken = true;
      await held;
      return route.fulfill({ response }).catch(() => undefined); // nobody waits for it any more
    });
    await eventually(() => Promise.resolve(late.isTaken));
    await page.getByRole('button', { name: 'Stop all changes' }).click();
    await page.getByLabel(/^Why/).fill('it burns');
    await page.getByRole('button', { name: 'Yes, stop all changes' }).click();
    await page.locator('[data-engaged="true"]').waitFor();
    late.release();
    await page.waitForTimeout(1000);
    expect(await page.locator('[data-engaged="true"]').count()).toBe(1);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    const body = { engaged: false };
    await app.request('PUT', '/remediations/kill-switch', { key: keys.admin, body });
  }, 60_000);

  it('set guardrails for an account and say whose each word is', async () => {
    const guardrails = () => asked<Guardrails>(`/remediations/guardrails/${ACCOUNT}`);
    await shown((await listed('/remediations/guardrails')).length);
    await page.getByRole('link', { name: ACCOUNT }).click();
    await page.getByText('not allowed by default').waitFor();
    await page.getByText('Change them').click();
    await page.getByLabel('Changes are allowed').selectOption('yes');
    await page.getByRole('combobox', { name: 'Regions', exact: true }).selectOption('these');
    await page.getByLabel(/^Regions, one/).fill('eu-west-1\nus-east-1');
    await page.getByRole('combobox', { name: 'Change windows', exact: true }).selectOption('these');
    await page.getByLabel('sat', { exact: true }).check();
    await page.getByLabel('Exempt tags').selectOption('these');
    await page.getByLabel(/^Tags as/).fill('team=data\nlegacy');
    await page.getByLabel(/^Changes per hour/).fill('3');
    await page.getByLabel('Approval levels').selectOption('2');
    expect(await barriersOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('3 at most').waitFor();
    const { settings, version } = await guardrails();
    expect([settings, version]).toEqual([
      {
        ...{ enabled: true, regions: ['eu-west-1', 'us-east-1'], maxChangesPerHour: 3 },
        hours: [{ timezone: 'Europe/Berlin', days: ['sat'], from: '22:00', to: '04:00' }],
        ...{ exemptTags: [{ key: 'team', value: 'data' }, { key: 'legacy' }], approval: { levels: 2 } },
      },
      1,
    ]);
    await page.getByText('sat 22:00 to 04:00 (Europe/Berlin)').waitFor();
    await page.getByRole('button', { name: 'Remove what is set' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove it' }).click();
    await page.getByText('not allowed by default').waitFor();
    expect((await guardrails()).settings).toBeNull();
    await go('guardrails/all');
    await page.getByRole('heading', { name: 'Guardrails: All accounts' }).waitFor();
  }, 60_000);

  it('do not write over guardrails that somebody else has set, and begin again with those', async () => {
    await go(`guardrails/${ACCOUNT}`);
    await page.getByText('Change them').click();
    await page.getByLabel(/^Changes per hour/).fill('7');
    await page.getByLabel('Exempt tags').selectOption('these');
    await page.getByLabel(/^Tags as/).fill('note=a, b');
    const path = `/remediations/guardrails/${ACCOUNT}`;
    await app.request('PUT', path, { key: keys.admin, body: { maxChangesPerHour: 9 } });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The guardrails have been changed').waitFor();
    await page.getByText('9 at most').waitFor();
    expect(await page.getByLabel(/^Changes per hour/).inputValue()).toBe('7');
    await page.getByRole('button', { name: 'Begin again with that' }).click();
    await page.getByText('Change them').click();
    expect(await page.getByLabel(/^Changes per hour/).inputValue()).toBe('9');
    await page.getByLabel('Exempt tags').selectOption('these');
    await page.getByLabel(/^Tags as/).fill('note=a, b');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('note=a, b;').waitFor();
    expect((await asked<Guardrails>(path)).settings).toEqual({
      ...{ maxChangesPerHour: 9, exemptTags: [{ key: 'note', value: 'a, b' }] },
    });
    await app.request('DELETE', path, { key: keys.admin });
  }, 60_000);

  it('offer for an account that was removed only that its guardrails are too', async () => {
    const gone = '222222222222';
    const path = `/remediations/guardrails/${gone}`;
    await app.request('POST', '/accounts', { key: keys.admin, body: { accountId: gone } });
    await app.request('PUT', path, { key: keys.admin, body: { enabled: false } });
    await app.request('DELETE', `/accounts/${gone}`, { key: keys.admin });
    await go(`guardrails/${gone}`);
    await page.getByText('what is set can only be removed').waitFor();
    expect(await page.getByText('Change them').count()).toBe(0);
    await page.getByRole('button', { name: 'Remove what is set' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove it' }).click();
    await page.waitForURL(/guardrails$/);
    await shown((await listed('/remediations/guardrails')).length);
    expect(await page.textContent('main')).not.toContain(gone);
  }, 60_000);

  it('offer nothing to who may only look, and are nobody else’s', async () => {
    const { page: viewers } = await visits.signedIn(keys.viewer);
    for (const path of [`mutes/${muteId}`, 'guardrails/all']) {
      await go(path, viewers);
      await viewers.locator('article h2').waitFor();
      expect(await viewers.getByRole('button', { name: /^(Save|Delete|Remove|Show)/ }).count()).toBe(0);
      expect(await viewers.getByText(/^Change (it|them)$/).count()).toBe(0);
    }
    await go('guardrails', viewers);
    await viewers.getByText('An operator can stop them').waitFor();
    expect(await viewers.getByRole('button', { name: /changes/ }).count()).toBe(0);
    await viewers.context().close();
    const globex = await app.tenant('globex');
    const { page: theirs } = await visits.signedIn(globex.admin, 'settings/mutes');
    await theirs.getByText('Nothing is muted').waitFor();
    await go(`mutes/${muteId}`, theirs);
    await theirs.getByRole('alert').waitFor();
    await go('guardrails', theirs);
    await shown(1, theirs);
    expect(await theirs.textContent('main')).not.toContain(ACCOUNT);
    await theirs.context().close();
  }, 60_000);

  it('are without barriers in the dark, and on a phone', async () => {
    const addresses = [...['mutes', 'mutes/new', `mutes/${muteId}`, 'guardrails', 'guardrails/all']].map(
      (path) => visits.at(`settings/${path}`),
    );
    expect(await troubleOnAPhone(visits.browser, () => visits.link(keys.admin), addresses)).toEqual([]);
  }, 120_000);

  it('take a mute back, once that was asked for twice', async () => {
    await go(`mutes/${muteId}`);
    await page.getByRole('button', { name: 'Delete this mute' }).click();
    const twice = page.getByRole('dialog', { name: 'Delete this mute?' });
    await twice.getByRole('button', { name: 'Keep it' }).click();
    expect(await listed('/mutes')).toHaveLength(1);
    await page.getByRole('button', { name: 'Delete this mute' }).click();
    await twice.getByRole('button', { name: 'Delete it' }).click();
    await page.getByText('Nothing is muted').waitFor();
    expect(await listed('/mutes')).toEqual([]);
    await eventually(async () => (await asked<Json>('/findings/fnd_one'))['muted'] === null);
    expect(admin.complaints).toEqual([]);
  }, 60_000);
});
