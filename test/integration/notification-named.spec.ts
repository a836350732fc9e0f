import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { lanesOf, notified } from '../support/notifying.js';

jest.setTimeout(120_000);

const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:x';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ SMTP_URL: 'smtp://127.0.0.1:9' });
}, 90_000);
afterAll(() => app?.close());

describe('whom a fact names', () => {
  it('is told, or refused, and the audit log says why', async () => {
    const one = await notified(app, 'named');
    const [hook, slack] = [await one.channel('Ops hook'), await one.channel('team', 'slack')];
    await one.ask('PUT', '/tenants/named/settings', { allowedNotificationDomains: ['acme.test'] });
    const targets = ['ops@acme.test', 'OPS@acme.test', 'eve@evil.test', 'ops HOOK', 'slack', 'nobody', TOPIC];
    const ids = await one.tell('notification.requested', { targets });
    expect(lanesOf(await one.of('request:exe_1/notify'))).toEqual(
      [hook, slack, 'email:ops@acme.test'].sort(),
    );
    const { body } = await one.ask<{
      items: { action: string; targetId: string; after: { target: string; reason: string } }[];
    }>(...(['GET', '/audit-log?action=notification.refused'] as const));
    expect(body.items.map(({ targetId, after }) => [targetId, after.target]).sort()).toEqual(
      ['eve@evil.test', 'nobody', TOPIC].map((target) => [ids[0], target]).sort(),
    );
    expect(body.items.find(({ after }) => after.target === TOPIC)?.after.reason).toMatch(/not registered/);
  });

  it('may be a request that is tried again: it is told once', async () => {
    const one = await notified(app, 'retried');
    await one.channel('hook');
    await one.tell('notification.requested', { targets: ['hook'] }, { targets: ['hook'] });
    expect(await one.tellings()).toHaveLength(1);
  });

  it('is told of an incident beside those whose rules ask for it, and once although its workflow asks, too', async () => {
    const one = await notified(app, 'incidents');
    const hook = await one.channel('hook');
    await one.ask('PUT', '/tenants/incidents/settings', { allowedNotificationDomains: ['acme.test'] });
    await one.rule({ fact: 'incident', what: ['opened'] }, { channels: ['hook'] });
    const targets = ['ops@acme.test'];
    await one.tell('incident.opened', { targets });
    await one.tell('notification.requested', {
      targets,
      details: { incident: { incidentId: 'inc_1', severity: 'high' } },
    });
    expect(lanesOf(await one.tellings())).toEqual([hook, 'email:ops@acme.test'].sort());
    await one.tell('incident.closed', { targets });
    expect(lanesOf(await one.tellings())).toEqual(
      [hook, 'email:ops@acme.test', 'email:ops@acme.test'].sort(),
    );
  });

  it('is each person who may approve, by mail, and never who asks', async () => {
    const one = await notified(app, 'approvals');
    await one.ask('PUT', '/tenants/approvals/settings', { allowedNotificationDomains: ['approvals.test'] });
    await one.tell('approval.requested', { requestedBy: 'Admin@approvals.test' });
    expect(lanesOf(await one.tellings())).toEqual(['email:approver@approvals.test']);
    const [row] = await app.database.query<{
      message: { links: { to: { action: string; personalLinkId: string | null } }[] };
    }>(
      `SELECT coalesce(t.message, d.message) AS message FROM notification_tellings t
         LEFT JOIN notification_deliveries d ON d.id = t.delivery_id WHERE t.tenant_id = 'approvals'`,
    );
    const links = row?.message.links.map(({ to }) => [to.action, to.personalLinkId !== null]);
    expect(links).toEqual(
      expect.arrayContaining([
        ['approve', true],
        ['reject', true],
      ]),
    );
    expect(await app.database.query(`SELECT person FROM links WHERE tenant_id = 'approvals'`)).toEqual([
      { person: 'approver@approvals.test' },
    ]);
  });
});
