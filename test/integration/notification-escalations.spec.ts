import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { FactName } from '../../src/modules/notifications/domain/rules/told.js';
import { NotificationEscalations } from '../../src/modules/notifications/notification-escalations.service.js';
import { NotificationFacts } from '../../src/modules/notifications/notification-facts.service.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { lanesOf, notified } from '../support/notifying.js';
import { toldFacts } from '../support/told-facts.js';

jest.setTimeout(120_000);

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
}, 90_000);
afterAll(() => app?.close());

describe('an escalation', () => {
  const escalate = () => app.app.get(NotificationEscalations).escalateDue();
  const overdue = (tenantId: string) =>
    app.database.query(
      `UPDATE notification_alerts SET escalate_at = now() - interval '1 second' WHERE tenant_id = $1 AND escalate_at IS NOT NULL`,
      [tenantId],
    );
  const pairs: [FactName, FactName][] = [
    ['approval.requested', 'approval.decided'],
    ['finding.opened', 'finding.resolved'],
    ['finding.opened', 'finding.suppressed'],
    ['schedule.run.failed', 'schedule.run.succeeded'],
    ['incident.opened', 'incident.acknowledged'],
    ['incident.opened', 'incident.closed'],
  ];
  const conditionOf = (fact: FactName) => (fact === 'incident.opened' ? 'incident' : fact);

  it('tells others once where nobody has acted', async () => {
    const one = await notified(app, 'escalates');
    await one.channel('hook');
    const boss = await one.channel('boss');
    await one.removeDefaults();
    const ruleId = await one.rule(
      ...([
        { fact: 'approval.requested' },
        { channels: ['hook'], escalation: { afterMinutes: 30, channels: ['boss'] } },
      ] as const),
    );
    await one.tell('approval.requested');
    await escalate();
    expect(lanesOf(await one.tellings())).not.toContain(boss); // it is not time yet
    await overdue('escalates');
    await Promise.all([escalate(), escalate()]);
    await escalate();
    const escalated = (await one.tellings()).filter(({ lane }) => lane === boss);
    expect(escalated).toMatchObject([{ ruleId, threadKey: 'approval:apr_1' }]);
    expect(Number(escalated[0]?.dueAt) % 10_000).toBe(0); // with all that nobody has acted on in these seconds
  });

  it.each(pairs)('of %s ends with %s', async (began, ended) => {
    const tenantId = `ends-${ended.replaceAll('.', '-')}`;
    const one = await notified(app, tenantId);
    await one.channel('hook');
    await one.channel('boss');
    await one.rule(
      ...([
        { fact: conditionOf(began) },
        { channels: ['hook'], escalation: { afterMinutes: 30, channels: ['boss'] } },
      ] as const),
    );
    await one.tell(began);
    expect((await one.alerts()).filter(({ escalateAt }) => escalateAt !== null)).toHaveLength(1);
    await one.tell(ended);
    const before = await one.tellings();
    await overdue(tenantId);
    await escalate();
    expect(await one.tellings()).toEqual(before);
    expect((await one.alerts()).filter(({ closedAt }) => closedAt === null)).toEqual([]);
  });

  it('is none of what had ended before its beginning was heard of', async () => {
    const one = await notified(app, 'late');
    await one.channel('hook');
    await one.channel('boss');
    await one.rule(
      ...([
        { fact: 'approval.requested' },
        { channels: ['hook'], escalation: { afterMinutes: 30, channels: ['boss'] } },
      ] as const),
    );
    const before = new Date();
    await one.tell('approval.decided');
    const fact = {
      id: 'fact_late',
      tenantId: 'late',
      key: 'k',
      payload: toldFacts['approval.requested'],
      createdAt: before,
    };
    await app.app.get(NotificationFacts).take('approval.requested', fact);
    expect(await one.of('fact_late')).not.toEqual([]);
    expect((await one.alerts()).filter(({ escalateAt }) => escalateAt !== null)).toEqual([]);
  });

  it('begins anew with what happens anew', async () => {
    const one = await notified(app, 'anew');
    await one.channel('hook');
    await one.removeDefaults();
    const boss = await one.channel('boss');
    await one.rule(
      ...([
        { fact: 'schedule.run.failed' },
        { channels: ['hook'], escalation: { afterMinutes: 30, channels: ['boss'] } },
      ] as const),
    );
    await one.tell('schedule.run.failed');
    await one.tell('schedule.run.succeeded');
    await one.tell('schedule.run.failed');
    await overdue('anew');
    await escalate();
    expect(lanesOf(await one.tellings()).filter((lane) => lane === boss)).toHaveLength(1);
  });

  it('is another one where too many events fail again, days later', async () => {
    const one = await notified(app, 'again');
    await one.channel('hook');
    await one.removeDefaults();
    const boss = await one.channel('boss');
    await one.rule(
      ...([
        { fact: 'error-rate.high' },
        { channels: ['hook'], escalation: { afterMinutes: 30, channels: ['boss'] } },
      ] as const),
    );
    const escalated = async () => lanesOf(await one.tellings()).filter((lane) => lane === boss).length;
    for (const times of [1, 2]) {
      await one.tell('error-rate.high');
      await one.tell('error-rate.high'); // it lasts
      await overdue('again');
      await escalate();
      expect(await escalated()).toBe(times);
      await app.database.query(
        `UPDATE notification_alerts SET first_at = first_at - interval '2 days', last_at = last_at - interval '2 days',
                escalate_at = escalate_at - interval '2 days' WHERE tenant_id = 'again'`,
      );
    }
  });

  it('is due although a workflow has asked for the same before its fact was heard of', async () => {
    const one = await notified(app, 'asked');
    await one.channel('hook');
    await one.channel('boss');
    await one.rule(
      ...([
        { fact: 'incident', what: ['opened'] },
        { channels: ['hook'], escalation: { afterMinutes: 30, channels: ['boss'] } },
      ] as const),
    );
    const details = { incident: { incidentId: 'inc_1', severity: 'high' } };
    const [asked] = await one.tell('notification.requested', { targets: ['hook', 'nobody'], details });
    await one.tell('incident.opened', { targets: ['nobody'] });
    expect(await one.tellings()).toHaveLength(1);
    expect((await one.alerts()).filter(({ escalateAt }) => escalateAt !== null)).toHaveLength(1);
    const { body } = await one.ask<{ items: { targetId: string }[] }>(
      ...(['GET', '/audit-log?action=notification.refused'] as const),
    );
    expect(body.items.map(({ targetId }) => targetId === asked)).toEqual([false, true]); // the fact's is later
  });

  it('is none where too many events failed an hour ago, and none was told since', async () => {
    const one = await notified(app, 'rate');
    await one.channel('hook');
    await one.removeDefaults();
    const boss = await one.channel('boss');
    await one.rule(
      ...([
        { fact: 'error-rate.high' },
        { channels: ['hook'], escalation: { afterMinutes: 90, channels: ['boss'] } },
      ] as const),
    );
    await one.tell('error-rate.high');
    await app.database.query(
      `UPDATE notification_alerts SET last_at = now() - interval '80 minutes' WHERE tenant_id = 'rate'`,
    );
    await overdue('rate');
    await escalate();
    expect(lanesOf(await one.tellings())).not.toContain(boss);
  });
});
