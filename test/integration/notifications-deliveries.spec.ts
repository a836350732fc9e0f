import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DeliveriesUpkeepService } from '../../src/modules/notifications/deliveries-upkeep.service.js';
import { Tellings, type NewTelling } from '../../src/modules/notifications/telling.js';
import { scanCompleted } from '../../src/modules/scanning/index.js';
import { Database } from '../../src/platform/database/index.js';
import { Outbox } from '../../src/platform/outbox/index.js';
import { eventually, startTestApp, type TestApp } from '../support/app.js';
import { startHttpReceiver, type HttpReceiver } from '../support/http-receiver.js';
import { telling } from '../support/lanes.js';

interface Delivery {
  id: string;
  channelId: string;
  status: string;
  title: string;
  attempts: number;
  lastError: string | null;
}
interface Alert {
  status: string;
  message: string;
  deliveries: Delivery[];
}
type List = { items: Delivery[]; nextCursor: string | null };

let app: TestApp;
let receiver: HttpReceiver;
let channelId: string;
beforeAll(async () => {
  receiver = await startHttpReceiver();
  app = await startTestApp({ SLACK_WEBHOOK_URL: `${receiver.url}/services/T/B/X` });
  const { body } = await app.request<{ items: { id: string }[] }>(
    'GET',
    '/notifications/channels?type=slack',
  );
  channelId = body.items[0]?.id ?? '';
}, 60_000);
afterAll(async () => {
  await app?.close();
  await receiver?.close();
});
beforeEach(() => {
  receiver.posted.length = 0;
  receiver.answer = () => ({ status: 200, body: 'ok' });
});

const tell = (one: NewTelling) =>
  app.app
    .get(Database)
    .withTenant('default', (tx) => app.app.get(Tellings, { strict: false }).add(tx, 'default', [one]));
const list = async (query: string) =>
  (await app.request<List>('GET', `/notifications/deliveries${query}`)).body.items;
const called = (title: string, status: string) =>
  eventually(async () => (await list('')).find((one) => one.title === title && one.status === status));
const alert = (channel: string, key?: string) =>
  app.request<Alert & { error: string }>('POST', '/api/notifications/send-alert', {
    body: { channel },
    ...(key === undefined ? {} : { key }),
  });
async function metric(name: string): Promise<number> {
  const { body } = await app.request<string>('GET', '/metrics');
  return Number(
    new RegExp(`^${name}\\{[^}]*Service="notifications"[^}]*\\} (\\d+)`, 'm').exec(body)?.[1] ?? 0,
  );
}

describe('deliveries', () => {
  it('show what was sent, with its message and attempts, and are counted', async () => {
    const before = await metric('NotificationsSent');
    await tell(telling({ channelId }, 'shown'));
    const { id } = await called('shown', 'sent');
    expect(receiver.posted[0]).toMatchObject({ path: '/services/T/B/X' });
    expect(receiver.posted[0]?.body).toContain('shown');
    const { body } = await app.request('GET', `/notifications/deliveries/${id}`);
    expect(body).toMatchObject({
      ...{ id, channelId, channelType: 'slack', kind: 'finding', status: 'sent', told: 1, attempts: 1 },
      ...{ message: { title: 'shown' }, attemptList: [{ number: 1, outcome: 'sent', error: null }] },
      ...{ nextAttemptAt: null, target: null, ruleId: 'rule_1' },
    });
    expect(await metric('NotificationsSent')).toBe(before + 1);
  });

  it('show nobody a personal link', async () => {
    const personal = {
      kind: 'approval',
      id: 'apr_1',
      action: 'approve',
      personalLinkId: 'lnk_secret',
    } as const;
    const one = telling({ channelId }, 'personal');
    one.message.links = [{ label: 'Approve', style: 'primary', to: personal }];
    await tell(one);
    const { id } = await called('personal', 'sent');
    const { body } = await app.request('GET', `/notifications/deliveries/${id}`);
    expect(JSON.stringify(body)).not.toContain('lnk_secret');
    expect(body).toMatchObject({ message: { links: [{ to: { id: 'apr_1', personalLinkId: null } }] } });
  });

  it('are sent again when somebody asks, as themselves, and the audit log says who', async () => {
    receiver.answer = () => ({ status: 400, body: 'invalid_blocks' });
    await tell(telling({ channelId }, 'again'));
    const { id, lastError } = await called('again', 'refused');
    expect(lastError).toContain('invalid_blocks');
    receiver.answer = () => ({ status: 200, body: 'ok' });
    const answer = await app.request<Delivery>('POST', `/notifications/deliveries/${id}/retry`, { body: {} });
    expect(answer).toMatchObject({ status: 200, body: { id, status: 'pending' } });
    expect(await called('again', 'sent')).toMatchObject({ id, attempts: 2 });
    const { body } = await app.request<{ items: object[] }>('GET', `/audit-log?targetId=${id}`);
    expect(body.items).toMatchObject([{ action: 'notification.retried', before: { status: 'refused' } }]);
    const twice = await app.request('POST', `/notifications/deliveries/${id}/retry`, { body: {} });
    expect(twice).toMatchObject({ status: 409, body: { error_type: 'CONFLICT' } });
  });

  it('are found by status, channel, kind and time, page by page', async () => {
    for (const title of ['p1', 'p2']) await tell(telling({ channelId }, title));
    await called('p2', 'sent');
    const all = await list('');
    expect(all.map(({ id }) => id)).toEqual(
      all
        .map(({ id }) => id)
        .sort()
        .reverse(),
    );
    expect(await list('?status=failed')).toEqual([]);
    expect(await list('?kind=incident')).toEqual([]);
    expect(await list('?channelId=chn_none')).toEqual([]);
    expect(await list(`?channelId=${channelId}&kind=finding&status=sent&since=2020-01-01T00:00:00Z`)).toEqual(
      all,
    );
    expect(await list(`?since=${encodeURIComponent(new Date(Date.now() + 60_000).toISOString())}`)).toEqual(
      [],
    );
    const first = await app.request<List>('GET', '/notifications/deliveries?limit=1');
    const second = await app.request<List>(
      ...(['GET', `/notifications/deliveries?limit=1&cursor=${first.body.nextCursor ?? ''}`] as const),
    );
    expect([first.body.items[0], second.body.items[0]]).toEqual(all.slice(0, 2));
    expect((await app.request('GET', '/notifications/deliveries?status=lost')).status).toBe(400);
    expect((await app.request('GET', '/notifications/deliveries/dlv_none')).status).toBe(404);
  });

  it('belong to their tenant', async () => {
    const { viewer, operator } = await app.tenant('acme');
    const [{ id } = { id: '' }] = await list('');
    for (const [method, path] of [
      ['GET', `/notifications/deliveries/${id}`],
      ['POST', `/notifications/deliveries/${id}/retry`],
    ] as const)
      expect(
        (await app.request(method, path, { key: operator, ...(method === 'POST' && { body: {} }) })).status,
      ).toBe(404);
    const theirs = await app.request<List>('GET', '/notifications/deliveries', { key: viewer });
    expect(theirs.body.items).toEqual([]);
    const refused = await app.request('POST', `/notifications/deliveries/${id}/retry`, {
      key: viewer,
      body: {},
    });
    expect(refused.status).toBe(403);
  });

  it('are deleted when they ended long ago, and what they told with them', async () => {
    await tell(telling({ channelId }, 'old'));
    const { id } = await called('old', 'sent');
    await tell(telling({ channelId }, 'young'));
    await called('young', 'sent');
    await app.database.query(
      "UPDATE notification_deliveries SET ended_at = ended_at - interval '91 days' WHERE id = $1",
      [id],
    );
    await app.database.query(
      "UPDATE notification_tellings SET created_at = created_at - interval '91 days' WHERE delivery_id = $1",
      [id],
    );
    await app.app.get(DeliveriesUpkeepService, { strict: false }).deleteOld();
    const left = await app.database.query<{ source_key: string }>(
      'SELECT source_key FROM notification_tellings',
    );
    const keys = left.map((row) => row.source_key);
    expect([keys.includes('fact_old'), keys.includes('fact_young')]).toEqual([false, true]);
    expect((await app.request('GET', `/notifications/deliveries/${id}`)).status).toBe(404);
  });
});

describe('POST /api/notifications/send-alert', () => {
  const scanned = (scanId: string, timestamp: string, status: 'completed' | 'failed') =>
    app.app.get(Database).withTenant('default', (tx) =>
      app.app.get(Outbox).write(tx, 'default', scanCompleted, [
        {
          key: scanId,
          payload: {
            ...{ scanId, status, scanType: 'full', source: 'api', correlationId: 'c', environment: 'dev' },
            ...{
              timestamp,
              resources: 3,
              findings: 7,
              apiCalls: 1,
              compliance: null,
              summary: null,
              notifyChannels: [],
            },
          },
        },
      ]),
    );

  it('says that there was no scan, where there was none', async () => {
    const { status, body } = await alert('slack');
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'sent', message: 'Sent to 1 channel' });
    expect(body.deliveries).toMatchObject([{ channelId, status: 'sent', title: 'No scan has ended yet' }]);
    expect(receiver.posted).toHaveLength(1);
  });

  it('sends what the last scan has found, whichever is told of last', async () => {
    await scanned('scan_2', '2026-11-21T12:00:00.000Z', 'completed');
    const lastIs = (scanId: string) =>
      eventually(async () => {
        const rows = await app.database.query<{ scan_id: string }>(
          'SELECT scan_id FROM notification_scans WHERE ended_at IS NOT NULL ORDER BY ended_at DESC',
        );
        return rows[0]?.scan_id === scanId;
      });
    await lastIs('scan_2');
    await scanned('scan_1', '2026-11-21T11:00:00.000Z', 'failed');
    await eventually(async () => (await app.database.query('SELECT 1 FROM jobs')).length === 0);
    await lastIs('scan_2');
    const { body } = await alert('slack');
    expect(body.deliveries[0]?.title).toBe('Scan finished: 7 findings');
  });

  it('says queued where the receiver is down, and why, and passes what waits for it', async () => {
    receiver.answer = () => ({ status: 503, body: 'busy' });
    await tell(telling({ channelId }, 'stuck'));
    await eventually(async () => (await list('?status=pending'))[0]?.lastError ?? false);
    const { status, body } = await alert('slack');
    expect({ status, is: body.status }).toEqual({ status: 200, is: 'queued' });
    expect(body.message).toContain('503');
    receiver.answer = () => ({ status: 200, body: 'ok' });
    const sent = await eventually(
      async () =>
        (await list('')).find(({ id, status: now }) => id === body.deliveries[0]?.id && now === 'sent'),
      40_000,
    );
    expect(sent.attempts).toBeGreaterThan(1);
    await called('stuck', 'sent');
  }, 90_000);

  it('says failed where the channel is dead, which is paused from then on', async () => {
    receiver.answer = () => ({ status: 404, body: 'no_service' });
    const { body } = await alert('slack');
    expect(body).toMatchObject({ status: 'failed', deliveries: [{ status: 'waiting' }] });
    expect(body.message).toContain('no_service');
    const paused = await alert('slack');
    expect(paused).toMatchObject({ status: 412, body: { error_type: 'PRECONDITION_FAILED' } });
    expect(paused.body.error).toContain('paused');
  });

  it('says how to make a channel where there is none of that type', async () => {
    const { operator, viewer } = await app.tenant('empty');
    const { status, body } = await alert('email', operator);
    expect(status).toBe(412);
    expect(body.error).toBe('There is no email channel: make one with POST /notifications/channels');
    expect((await alert('email', viewer)).status).toBe(403);
    expect((await alert('pager', operator)).status).toBe(400);
  });
});
