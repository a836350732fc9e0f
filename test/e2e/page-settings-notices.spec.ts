import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Channels } from '../../src/modules/notifications/channels.service.js';
import { Tellings } from '../../src/modules/notifications/telling.js';
import { Database } from '../../src/platform/database/index.js';
import { eventually } from '../support/app.js';
import { barriersOf, CHROMIUM, type Visit } from '../support/browser.js';
import { type ChannelApp, type Receiver, startChannelApp, startReceiver } from '../support/channels.js';
import { telling } from '../support/lanes.js';
import { ACCOUNT, openFindings, queueArn } from '../support/open-findings.js';
import { SCRIPT, startVisits, type Visits } from '../support/page-visits.js';
import { troubleOnAPhone } from '../support/phone.js';

const withBrowser = CHROMIUM === undefined ? describe.skip : describe;
const SECRET = 'a-secret-of-the-channel';
/** Of a rule; a value may have commas. */
const tags = [{ key: 'team', value: 'data, shop' }, { key: 'legacy' }];

type Json = Record<string, unknown>;
interface Delivery {
  id: string;
  title: string;
  status: string;
  attempts: number;
}

withBrowser('the settings of who is told (needs Chromium)', () => {
  let app: ChannelApp;
  let receiver: Receiver;
  let visits: Visits;
  let admin: Visit;
  let page: Page;
  /** Of the channel, the delivery and the rule that there are. */
  let channelId: string;
  let deliveryId: string;
  let ruleId: string;

  beforeAll(async () => {
    receiver = await startReceiver();
    app = await startChannelApp();
    await openFindings(app.database, 'acme', ['one']);
    visits = await startVisits(app);
    admin = await visits.signedIn(app.keys.admin);
    ({ page } = admin);
  }, 90_000);
  afterAll(async () => {
    await visits?.close();
    await app?.close();
    await receiver?.close();
  }, 30_000);

  const asked = async <T>(path: string) => (await app.request<T>('GET', path, { key: app.keys.viewer })).body;
  const listed = async <T = Json>(path: string) => (await asked<{ items: T[] }>(path)).items;
  const shown = (count: number, of = page) =>
    of.locator('[data-count="shown"]').getByText(String(count), { exact: true }).waitFor();
  const go = (path: string, of = page) => of.goto(visits.at(`settings/${path}`));
  const idOf = async (path: RegExp) => {
    await page.waitForURL(path);
    return page.url().split('/').at(-1) ?? '';
  };

  it('make a channel whose secrets go in and never come out', async () => {
    await go('channels');
    await page.getByText('Nobody is told of anything yet').waitFor();
    expect(await barriersOf(page)).toEqual([]);
    await page.getByRole('link', { name: 'Make a channel' }).click();
    await page.getByLabel('Kind').selectOption('Webhook, signed');
    await page.getByLabel('Name', { exact: true }).fill('Ops');
    await page.getByLabel(/^URL/).fill(`${receiver.url}/hook`);
    await page.getByLabel(/^Secret/).fill(SECRET);
    expect(await page.getByLabel(/^Secret/).getAttribute('type')).toBe('password');
    expect(await barriersOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Make the channel' }).click();
    channelId = await idOf(/\/settings\/channels\/chn_/);
    const made = await asked<Json>(`/notifications/channels/${channelId}`);
    expect(made).toMatchObject({ name: 'Ops', type: 'webhook', enabled: true, hasSecret: true });
    await page.getByText(`…${SECRET.slice(-4)}`).waitFor();
    await page.getByText('Change it', { exact: true }).click();
    expect(await page.getByLabel(/^Secret/).inputValue()).toBe('');
    expect(await page.content()).not.toContain(SECRET);
    expect(await barriersOf(page)).toEqual([]);
  }, 60_000);

  it('say which fields of a channel are wrong', async () => {
    await go('channels/new');
    await page.getByLabel('Kind').selectOption('Email');
    await page.getByLabel('Name', { exact: true }).fill('Mail');
    await page.getByLabel(/^To/).fill('eve@evil.test');
    await page.getByRole('button', { name: 'Make the channel' }).click();
    await page.getByRole('alert').getByText('config').first().waitFor();
    expect(await listed('/notifications/channels')).toHaveLength(1);
  }, 60_000);

  it('switch off a channel whose address is not allowed any more', async () => {
    const channel = { name: 'Mail', type: 'email', config: { to: ['ops@acme.test'] } };
    const mail = await app.make(channel);
    const path = `/notifications/channels/${String(mail['id'])}`;
    const allow = (allowedNotificationDomains: string[]) =>
      app.request('PUT', '/tenants/acme/settings', { body: { allowedNotificationDomains } });
    await allow([]);
    await go(`channels/${String(mail['id'])}`);
    await page.getByText('Change it', { exact: true }).click();
    await page.getByLabel('It is on').uncheck();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('off', { exact: true }).waitFor();
    expect(await asked(path)).toMatchObject({ enabled: false, config: { to: ['ops@acme.test'] } });
    await allow(['acme.test']);
    await app.request('DELETE', path, { key: app.keys.admin });
  }, 60_000);

  it('send a test, and say what the receiver said', async () => {
    await go(`channels/${channelId}`);
    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.locator('[data-trial="ok"]').waitFor();
    expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({ type: 'notification.test' });
    receiver.reply = () => ({ status: 500, body: 'no' });
    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.locator('[data-trial="failed"]').getByText('tried again').waitFor();
    receiver.reply = () => ({});
  }, 60_000);

  it('show a pause with its reason, and end it; change a channel and keep its secret', async () => {
    await app.app
      .get(Database)
      .withTenant('acme', (tx) => app.app.get(Channels).pause(tx, 'acme', channelId, `gone ${SCRIPT}`));
    await go('channels');
    const row = page.locator(`[data-channel="${channelId}"]`);
    await row.getByText(`gone ${SCRIPT}`).waitFor();
    await row.getByRole('link', { name: 'Ops' }).click();
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('button', { name: 'Resume' }).waitFor({ state: 'detached' });
    expect(await asked(`/notifications/channels/${channelId}`)).toMatchObject({ pausedAt: null });
    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.locator('[data-trial="ok"]').waitFor();
    await page.getByText('Change it', { exact: true }).click();
    await page.getByLabel('Name', { exact: true }).fill('Ops room');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Ops room' }).waitFor();
    await page.locator('[data-trial]').waitFor({ state: 'detached' }); // it says nothing of what is there now
    receiver.received.length = 0;
    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.locator('[data-trial="ok"]').waitFor(); // by the address and secret that it had
    expect(receiver.received).toHaveLength(1);
  }, 60_000);

  it('show what was sent with its attempts, and send again what was refused', async () => {
    receiver.reply = () => ({ status: 400, body: 'not like this' });
    const title = `A bucket ${SCRIPT}`;
    await app.app
      .get(Database)
      .withTenant('acme', (tx) =>
        app.app.get(Tellings, { strict: false }).add(tx, 'acme', [telling({ channelId }, title)]),
      );
    const delivery = () =>
      eventually(async () =>
        (await listed<Delivery>('/notifications/deliveries')).find(
          (one) => one.title === title && one.status !== 'pending',
        ),
      );
    const refused = await delivery();
    deliveryId = refused.id;
    await go(`channels/deliveries?status=${refused.status}&channelId=${channelId}`);
    await shown(1);
    const row = page.locator(`[data-delivery="${deliveryId}"]`);
    expect(await row.textContent()).toContain(`${refused.attempts} attempt`);
    await row.getByRole('link', { name: 'Ops room' }).waitFor();
    expect(await page.locator('main img').count()).toBe(0);
    expect(await barriersOf(page)).toEqual([]);
    await row.getByRole('link', { name: title }).click();
    await page.getByRole('list', { name: 'Attempts' }).getByRole('listitem').first().waitFor();
    await page.getByRole('button', { name: 'Copy id', exact: true }).click();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(deliveryId);
    expect(await page.textContent('main')).toContain('rule_1'); // a rule that is not there any more
    receiver.reply = () => ({});
    await page.getByRole('button', { name: 'Send it again' }).click();
    await page.getByText('sent', { exact: true }).first().waitFor({ timeout: 60_000 });
    expect(await asked(`/notifications/deliveries/${deliveryId}`)).toMatchObject({ status: 'sent' });
    await page.getByRole('button', { name: 'Send it again' }).waitFor({ state: 'detached' });
    expect(await barriersOf(page)).toEqual([]);
    await go('channels/deliveries?kind=scan');
    await page.getByText('No message passes these filters').waitFor();
    await page.getByLabel('About').selectOption('any');
    await shown((await listed('/notifications/deliveries')).length);
    await page.getByLabel('Channel').selectOption('Ops room');
    await page.waitForURL(new RegExp(`channelId=${channelId}`));
    await shown((await listed(`/notifications/deliveries?channelId=${channelId}`)).length);
  }, 120_000);

  it('make a rule, and try it with the newest finding: nobody is told', async () => {
    await app.database.query(
      `INSERT INTO resources (tenant_id, arn, account_id, region, service, type, name, configuration, hash, tags,
                              relations, first_seen_at, last_seen_at, changed_at)
       VALUES ('acme', $1, $2, 'eu-west-1', 'sqs', 'AWS::SQS::Queue', 'one', '{}', 'x', $3, '[]', now(), now(), now())`,
      [queueArn('one'), ACCOUNT, JSON.stringify({ team: 'data, shop' })],
    );
    await go('rules/new');
    await page.getByLabel('Name', { exact: true }).fill(`Queues ${SCRIPT}`);
    await page.getByLabel('critical', { exact: true }).check();
    await page.getByLabel('Accounts').fill(ACCOUNT);
    await page.getByLabel(/^Tags of/).fill('team=data, shop\nlegacy');
    await page.getByLabel('Whom').selectOption('these');
    await page.getByLabel('Ops room').first().check();
    await page.getByRole('combobox', { name: 'When', exact: true }).selectOption('together, each day');
    await page.getByLabel('Quiet hours').check();
    expect(await barriersOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Make the rule' }).click();
    ruleId = await idOf(/\/settings\/rules\/(?!new)/);
    expect(await asked(`/notifications/rules/${ruleId}`)).toMatchObject({
      when: { fact: 'finding.opened', severities: ['critical'], accountIds: [ACCOUNT], tags },
      ...{ channels: [channelId], enabled: true, escalation: null },
      delivery: { digest: 'daily', timeOfDay: '08:00', timezone: 'Europe/Berlin' },
      quietHours: { from: '22:00', to: '07:00', exceptSeverities: ['critical'] },
    });
    receiver.received.length = 0;
    await page.getByText('Who would be told?').click();
    await page.getByText('The newest finding stands here').waitFor();
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.locator(`[data-trial="${ruleId}"]`, { hasText: 'wants it' }).waitFor();
    const [finding] = await listed<Json>('/findings?limit=1');
    const payload = {
      ...{ findingId: finding?.['id'], controlId: finding?.['controlId'], title: finding?.['title'] },
      ...{ severity: finding?.['severity'], accountId: ACCOUNT, region: 'eu-west-1', mutedBy: null },
      ...{ resourceArn: finding?.['resourceArn'], resourceType: 'AWS::SQS::Queue', source: 'page' },
      ...{ estimatedMonthlySavingsUsd: null, tags: { team: 'data, shop' } },
    };
    const trial = await app.request<{ matches: object[]; tellings: object[] }>(
      ...(['POST', '/notifications/rules/test'] as const),
      { key: app.keys.viewer, body: { fact: 'finding.opened', payload } },
    );
    expect(trial.body.matches.length).toBeGreaterThan(0);
    for (const [name, { length }] of Object.entries({
      matches: trial.body.matches,
      tellings: trial.body.tellings,
    }))
      expect(await page.textContent(`[data-count="${name}"]`)).toBe(String(length));
    expect(receiver.received).toEqual([]);
    expect(await page.locator('main img').count()).toBe(0);
    expect(await barriersOf(page)).toEqual([]);
  }, 60_000);

  it('change a rule, and find it by what its address asks for', async () => {
    await page.getByText('Change it', { exact: true }).click();
    await page.getByLabel('It is on').uncheck();
    await page.getByLabel(/^Escalate where/).check();
    await page.getByLabel('After so many minutes').fill('15');
    await page.getByRole('group', { name: 'Escalate to' }).getByLabel('Ops room').check();
    expect(await barriersOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'off' }).waitFor();
    expect(await asked(`/notifications/rules/${ruleId}`)).toMatchObject({
      ...{ enabled: false, version: 2, channels: [channelId] },
      escalation: { afterMinutes: 15, channels: [channelId] },
      when: { fact: 'finding.opened', severities: ['critical'], accountIds: [ACCOUNT], tags },
    });
    await page.getByText('to Ops room after 15 minutes').waitFor();
    // it was tried as it was before
    expect(await page.locator('[data-trial]').count()).toBe(0);
    await go('rules');
    await page.getByLabel('State').selectOption('off');
    await page.waitForURL(/state=off/);
    await shown((await listed('/notifications/rules?enabled=false')).length);
    await go('rules?fact=finding.opened');
    await shown((await listed('/notifications/rules?fact=finding.opened')).length);
    await page.locator(`[data-rule="${ruleId}"]`).getByText('off', { exact: true }).waitFor();
    expect(await barriersOf(page)).toEqual([]);
  }, 60_000);

  it('offer nothing to who may only look, and are nobody else’s', async () => {
    const { page: viewers } = await visits.signedIn(app.keys.viewer);
    for (const path of [`channels/${channelId}`, `rules/${ruleId}`]) {
      await go(path, viewers);
      await viewers.locator('article h2').waitFor();
      const offered = viewers.getByRole('button', { name: /^(Save|Delete|Send|Resume)/ });
      expect([path, await offered.count()]).toEqual([path, 0]);
      expect(await viewers.getByText('Change it', { exact: true }).count()).toBe(0);
    }
    await viewers.context().close();
    const globex = await app.tenant('globex');
    const { page: theirs } = await visits.signedIn(globex.admin, 'settings/channels');
    await theirs.getByText('Nobody is told of anything yet').waitFor();
    await go('channels/deliveries', theirs);
    await theirs.getByText('Nothing was sent yet').waitFor();
    for (const path of [`channels/${channelId}`, `rules/${ruleId}`]) {
      await go(path, theirs);
      await theirs.getByRole('alert').waitFor();
    }
    await theirs.context().close();
  }, 60_000);

  it('are without barriers in the dark, and on a phone', async () => {
    const addresses = [
      ...['channels', 'channels/new', `channels/${channelId}`, 'channels/deliveries'],
      ...[`channels/deliveries/${deliveryId}`, 'rules', 'rules/new', `rules/${ruleId}`],
    ].map((path) => visits.at(`settings/${path}`));
    expect(await troubleOnAPhone(visits.browser, () => visits.link(app.keys.admin), addresses)).toEqual([]);
  }, 180_000);

  it('delete what was made, once that was asked for twice', async () => {
    const deleted = async (path: string, title: string, list: string) => {
      await go(path);
      await page.getByRole('button', { name: /^Delete/ }).click();
      const twice = page.getByRole('dialog', { name: title });
      await twice.getByRole('button', { name: 'Keep it' }).click();
      const before = (await listed(list)).length;
      await page.getByRole('button', { name: /^Delete/ }).click();
      await twice.getByRole('button', { name: 'Delete it' }).click();
      await twice.waitFor({ state: 'detached' });
      await page.waitForURL(visits.at(`settings/${path.split('/')[0] ?? ''}`));
      expect((await listed(list)).length).toBe(before - 1);
    };
    await deleted(`rules/${ruleId}`, 'Delete this rule?', '/notifications/rules');
    await deleted(`channels/${channelId}`, 'Delete this channel?', '/notifications/channels');
    expect(admin.complaints).toEqual([]);
  }, 60_000);
});
