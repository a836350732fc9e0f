import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { NotificationUpkeep } from '../../src/modules/notifications/notification-escalations.service.js';
import { NotificationFacts } from '../../src/modules/notifications/notification-facts.service.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { notified, secondsAfter } from '../support/notifying.js';
import { statementCrashes } from '../support/statement-crash.js';
import { toldFacts } from '../support/told-facts.js';

jest.setTimeout(120_000);

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
}, 90_000);
afterAll(() => app?.close());

describe('what repeats', () => {
  const due = (minutes: number) => expect.closeTo(minutes * 60, -1);

  it('is told at once, then together with what came meanwhile, by its key', async () => {
    const one = await notified(app, 'repeats');
    await one.channel('hook');
    const [first] = await one.of(...(await one.tell('schedule.run.failed')));
    const [joined] = await one.of(...(await one.tell('schedule.run.failed')));
    expect(joined?.dueAt).toEqual(first?.dueAt); // the first is not out yet
    await app.database.query(`UPDATE notification_alerts SET told_at = now() WHERE tenant_id = 'repeats'`);
    const later = [await one.tell('schedule.run.failed'), await one.tell('schedule.run.failed')].flat();
    const other = await one.of(...(await one.tell('schedule.run.failed', { scheduleId: 'sch_2' })));
    expect(first && secondsAfter(first)).toBeLessThanOrEqual(11);
    const held = await one.of(...later);
    expect(held.map(secondsAfter)).toEqual([due(60), due(60)]);
    expect(held[0]?.dueAt).toEqual(held[1]?.dueAt);
    expect(new Set([first, ...held].map((telling) => telling?.groupKey)).size).toBe(1);
    expect(other.map(secondsAfter)[0]).toBeLessThanOrEqual(60);
    expect((await one.alerts()).map(({ key, count }) => [key, count])).toEqual([
      ['schedule.run.failed/schedule:sch_1', 4],
      ['schedule.run.failed/schedule:sch_2', 1],
    ]);
  });

  it('is not silenced by a clock that was put back', async () => {
    const one = await notified(app, 'clock');
    await one.channel('hook');
    await one.tell('schedule.run.failed');
    await app.database.query(
      `UPDATE notification_alerts SET first_at = first_at + interval '3 days', last_at = last_at + interval '3 days',
              told_at = told_at + interval '3 days' WHERE tenant_id = 'clock'`,
    );
    const [again] = await one.of(...(await one.tell('schedule.run.failed')));
    expect(again && secondsAfter(again)).toEqual(due(60));
    const [other] = await one.of(...(await one.tell('schedule.run.failed', { scheduleId: 'sch_2' })));
    expect(other && secondsAfter(other)).toBeLessThanOrEqual(11);
  });

  it('is not what is heard of twice', async () => {
    const one = await notified(app, 'twice');
    await one.channel('hook');
    const [id = ''] = await one.tell('schedule.run.failed');
    const again = {
      id,
      tenantId: 'twice',
      key: 'k',
      payload: toldFacts['schedule.run.failed'],
      createdAt: new Date(),
    };
    await app.app.get(NotificationFacts).take('schedule.run.failed', again);
    expect(await one.tellings()).toHaveLength(1);
    expect((await one.alerts()).map(({ count }) => count)).toEqual([1]);
  });

  it('is told once by many that take facts of one thing at a time', async () => {
    const one = await notified(app, 'race');
    await one.channel('hook');
    await one.removeDefaults();
    await one.rule({ fact: 'error-rate.high' }, { repeatAfterMinutes: 60 });
    const facts = app.app.get(NotificationFacts);
    const fact = { tenantId: 'race', key: 'k', payload: toldFacts['error-rate.high'], createdAt: new Date() };
    await Promise.all(
      Array.from({ length: 10 }, (_, i) => facts.take('error-rate.high', { ...fact, id: `fact_race_${i}` })),
    );
    const tellings = await one.tellings();
    expect(tellings).toHaveLength(10);
    const soon = tellings.filter((telling) => secondsAfter(telling) < 100);
    const messages = new Set(tellings.map(({ dueAt }) => dueAt.getTime()));
    // whose transaction began before that of the first joins it; the others are one message an hour later
    expect(new Set(soon.map(({ dueAt }) => dueAt.getTime())).size).toBe(1);
    expect(messages.size).toBe(soon.length === tellings.length ? 1 : 2);
  });
});

describe('a process that dies while it takes a fact', () => {
  it('has done nothing, or all of it: taken again, it is told once', async () => {
    const one = await notified(app, 'dies');
    await one.channel('hook');
    await one.channel('bot', 'slack', { channel: 'C1' });
    await one.rule(
      ...([
        { fact: 'approval.requested' },
        { channels: ['hook'], repeatAfterMinutes: 60, escalation: { afterMinutes: 30, channels: ['bot'] } },
      ] as const),
    );
    const crashes = statementCrashes();
    let deaths = 0;
    try {
      for (let i = 1, isOver = false; !isOver; i++) {
        for (const isDone of [false, true]) {
          const approvalId = `apr_${i}_${isDone}`;
          const payload = { ...toldFacts['approval.requested'], approvalId };
          const fact = {
            id: `fact_${approvalId}`,
            tenantId: 'dies',
            key: 'k',
            payload,
            createdAt: new Date(),
          };
          const take = () => app.app.get(NotificationFacts).take('approval.requested', fact);
          const outcome = await crashes.until({ statements: i, isDone }, take);
          isOver = outcome !== undefined;
          deaths += isOver ? 0 : 1;
          expect([0, 2]).toContain((await one.of(fact.id)).length);
          await take();
          await take();
          expect((await one.of(fact.id)).length).toBe(2);
          const alerts = (await one.alerts()).filter(({ key }) => key.endsWith(approvalId));
          expect(alerts.map(({ count }) => count)).toEqual([1, 1]); // the rule's, and the thread of the default one
        }
      }
    } finally {
      crashes.restore();
    }
    expect(deaths).toBeGreaterThan(20);
  });
});

it('forgets what nothing can come to any more', async () => {
  const one = await notified(app, 'old');
  await one.channel('hook');
  await one.tell('schedule.run.failed');
  await one.tell('scan.completed', { scanId: 'scan_old', timestamp: '2026-11-20T12:00:00.000Z' });
  await one.tell('scan.completed', { scanId: 'scan_off', status: 'cancelled' });
  await one.tell('scan.completed', { scanId: 'scan_last' });
  const left = async () =>
    [
      ...(await app.database.query<{ name: string }>(
        `SELECT rule_id LIKE 'nrule%' AS "isRule", key AS name FROM notification_alerts WHERE tenant_id = 'old'`,
      )),
      ...(await app.database.query(`SELECT scan_id AS name FROM notification_scans WHERE tenant_id = 'old'`)),
    ].length;
  expect(await left()).toBe(5); // the alert, its gathering, the scans
  await app.app.get(NotificationUpkeep).deleteOld();
  expect(await left()).toBe(5);
  await app.database.query(
    `UPDATE notification_alerts SET last_at = now() - interval '25 hours' WHERE tenant_id = 'old'`,
  );
  await app.database.query(
    `UPDATE notification_scans SET created_at = now() - interval '8 days' WHERE tenant_id = 'old'`,
  );
  await app.app.get(NotificationUpkeep).deleteOld();
  expect(await left()).toBe(2); // the alert is open, and send-alert sends the last scan
  expect(await app.database.query(`SELECT scan_id FROM notification_scans WHERE tenant_id = 'old'`)).toEqual([
    { scan_id: 'scan_last' },
  ]);
});
