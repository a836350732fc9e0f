import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, startTestApp, type TestApp } from '../support/app.js';
import { startHttpReceiver, type HttpReceiver } from '../support/http-receiver.js';
import { emulatedAccount, giveCredentials, HOME, type EmulatedAccount } from './emulated-account.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no account to scan: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

/** Stands for Slack: what the product posts is looked at, not what Slack makes of it. */
withEmulator('a scan of /api/schedule (needs MOTO_URL)', () => {
  let slack: HttpReceiver;
  let app: TestApp;
  let account: EmulatedAccount;

  beforeAll(async () => {
    giveCredentials();
    account = await emulatedAccount(MOTO_URL ?? '');
    slack = await startHttpReceiver();
    app = await startTestApp({
      ...{ AWS_ENDPOINT_URL: MOTO_URL ?? '', AWS_CALLS_PER_SECOND: '500' },
      ...{ SLACK_WEBHOOK_URL: `${slack.url}/services/T/B/X`, ALERT_EMAIL_TO: 'ops@acme.test' },
      SMTP_URL: 'smtp://127.0.0.1:9',
    });
    const { accountId, roleArn } = account;
    await must('POST', '/accounts', { accountId, roleArn, regions: [HOME] });
    await account.volume(HOME, 100);
  });
  afterAll(async () => {
    await app?.close();
    await slack?.close();
    account?.close();
  });

  async function must<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await app.request<T>(method, path, body === undefined ? {} : { body });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
  interface Delivery {
    kind: string;
    status: string;
    channelId: string;
  }
  const ofScans = async () =>
    (await must<{ items: Delivery[] }>('GET', '/notifications/deliveries?kind=scan')).items;

  it('is told once, to the channels that the configuration names, in the words of the scan', async () => {
    await must('POST', '/api/schedule/config', { channels: ['slack'] });
    await must('POST', '/api/schedule/trigger');
    const posted = await eventually(
      () => Promise.resolve(slack.posted.find(({ body }) => body.includes('EBS') || body.includes('unused'))),
      60_000,
    );
    expect(posted.path).toBe('/services/T/B/X');
    const [channel] = (await must<{ items: { id: string }[] }>('GET', '/notifications/channels?type=slack'))
      .items;
    const deliveries = await eventually(async () => {
      const all = await ofScans();
      return all.length > 0 && all.every(({ status }) => status === 'sent') && all;
    }, 30_000);
    expect(deliveries.map(({ channelId }) => channelId)).toEqual([channel?.id]);
  }, 120_000);

  it('is what send-alert sends again, and a test arrives beside it', async () => {
    const before = slack.posted.length;
    const sent = await must<{ status: string }>('POST', '/api/notifications/send-alert', {
      channel: 'slack',
    });
    expect(sent.status).toBe('sent');
    await must('POST', '/notifications/test', { channel: 'slack' });
    const texts = slack.posted.map(({ body }) => (JSON.parse(body) as { text: string }).text);
    expect(texts).toHaveLength(before + 2);
    expect(texts.slice(0, before)).toContain(texts[before]);
  }, 60_000);
});
