import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp } from '../support/app.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { items, type Json } from './access-client.js';

const HOOK = 'https://hooks.slack.com/services/T00000000/B00000000/SeCrEtOfHook';
const slack = (more: Json = {}): Json => ({
  ...{ name: 'Alerts', type: 'slack', config: { webhookUrl: HOOK } },
  ...more,
});

describe('the channels of the environment', () => {
  const env = {
    SLACK_WEBHOOK_URL: 'http://127.0.0.1:9/services/first',
    ALERT_EMAIL_TO: 'ops@example.com,it@example.com',
    COMPLIANCE_NOTIFICATIONS_TOPIC: 'arn:aws:sns:us-east-1:123456789012:compliance',
    SCHEDULE_ALERTS_TOPIC: 'arn:aws:sns:us-east-1:123456789012:schedules',
  };
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  /** What the tenant `default` has while a process with these variables runs. */
  async function during(
    variables: Record<string, string>,
    work: (
      ask: (method: string, path: string, body?: Json) => Promise<{ status: number; body: Json }>,
    ) => Promise<void>,
  ): Promise<Json[]> {
    const own = await startTestApp(variables, [], database);
    const request = (method: string, path: string, body?: Json) =>
      own.request<Json>(method, `/notifications/channels${path}`, { body });
    try {
      await work(request);
      return items(await request('GET', '')).sort((a, b) => (String(a['name']) < String(b['name']) ? -1 : 1));
    } finally {
      await own.close();
    }
  }
  const rows = () => database.query<Json>('SELECT * FROM notification_channels');

  it('are there from the start, without their secrets in the database, and can only be disabled', async () => {
    const all = await during(env, async (request) => {
      const list = items(await request('GET', ''));
      const path = `/${String(list.find(({ name }) => name === 'slack')?.['id'])}`;
      expect((await request('DELETE', path)).status).toBe(409);
      expect((await request('PUT', path, { config: { webhookUrl: HOOK } })).status).toBe(409);
      expect((await request('PUT', path, { name: 'other' })).status).toBe(409);
      expect((await request('PUT', path, { enabled: false })).status).toBe(200);
    });
    expect(
      all.map(({ name, type, config, enabled, origin }) => [name, type, config, enabled, origin]),
    ).toEqual([
      [
        'compliance-notifications',
        'sns',
        { topicArn: env.COMPLIANCE_NOTIFICATIONS_TOPIC },
        true,
        'environment',
      ],
      ['email', 'email', { to: ['ops@example.com', 'it@example.com'] }, true, 'environment'],
      ['schedule-alerts', 'sns', { topicArn: env.SCHEDULE_ALERTS_TOPIC }, true, 'environment'],
      ['slack', 'slack', { host: '127.0.0.1:9' }, false, 'environment'],
    ]);
    expect(JSON.stringify(await rows())).not.toContain('services/first');
  });

  it('stay the same ones from start to start, also when several start at once, and change with their variables', async () => {
    const ids = (all: Json[]) => all.map(({ id }) => id).sort();
    const before = ids(await rows());
    await database.query(`UPDATE notification_channels SET paused_at = now(), paused_reason = 'x'`);
    await Promise.all([1, 2].map(() => during(env, () => Promise.resolve())));
    expect(ids(await rows())).toEqual(before);
    expect((await rows()).every((row) => row['paused_at'] !== null)).toBe(true);
    const changed = { ...env, SLACK_WEBHOOK_URL: 'http://127.0.0.1:9/services/other' };
    const all = await during(changed, () => Promise.resolve());
    expect(ids(all)).toEqual(before);
    expect(all.map(({ name, pausedReason, enabled }) => [name, pausedReason, enabled])).toEqual([
      ['compliance-notifications', 'x', true],
      ['email', 'x', true],
      ['schedule-alerts', 'x', true],
      ['slack', null, false], // it leads elsewhere now, and is as disabled as before
    ]);
  });

  it('are paused while their variable is not set, and can then be deleted', async () => {
    const { SLACK_WEBHOOK_URL: _unset, ...rest } = env;
    const reasonOf = (all: Json[]) => all.find(({ name }) => name === 'slack')?.['pausedReason'];
    await during(env, () => Promise.resolve());
    expect(reasonOf(await during(rest, () => Promise.resolve()))).toBe('SLACK_WEBHOOK_URL is not set');
    expect(reasonOf(await during(env, () => Promise.resolve()))).toBeNull();
    const all = await during(rest, async (request) => {
      const slackId = items(await request('GET', '')).find(({ name }) => name === 'slack')?.['id'];
      expect((await request('DELETE', `/${String(slackId)}`)).status).toBe(204);
    });
    expect(all.map(({ name }) => name)).toEqual(['compliance-notifications', 'email', 'schedule-alerts']);
  });

  it('leave a name to who has it already', async () => {
    const { SLACK_WEBHOOK_URL: _unset, ...rest } = env;
    await during(rest, async (request) => {
      expect((await request('POST', '', slack({ name: 'Slack' }))).status).toBe(201);
    });
    const all = await during(env, () => Promise.resolve());
    const names = all.filter(({ type }) => type === 'slack').map(({ name, origin }) => [name, origin]);
    expect(names).toEqual([
      ['Slack', 'api'],
      ['slack (environment)', 'environment'],
    ]);
  });

  it('go on after a start where the mail server had stopped them', async () => {
    const reason = 'SMTP_URL: the mail server does not let the service in: 535 no';
    await database.query(`UPDATE notification_channels SET paused_at = now(), paused_reason = $1`, [reason]);
    const all = await during(env, () => Promise.resolve());
    expect(all.filter(({ pausedAt }) => pausedAt === null).map(({ name }) => name)).toEqual(['email']);
  });
});
