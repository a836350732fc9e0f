import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { factNames, type FactName } from '../../src/modules/notifications/domain/rules/told.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { lanesOf, Notified, notified, secondsAfter } from '../support/notifying.js';
import { toldFacts } from '../support/told-facts.js';

jest.setTimeout(120_000);

const ACCOUNT = '123456789012';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({
    SCHEDULE_ALERTS_TOPIC: topic('schedule-alerts'),
    COMPLIANCE_NOTIFICATIONS_TOPIC: topic('compliance'),
  });
}, 90_000);
afterAll(() => app?.close());

const topic = (name: string) => `arn:aws:sns:eu-west-1:${ACCOUNT}:${name}`;
const finding = (i: number, more: object = {}) => ({
  ...{ findingId: `fnd_${i}`, resourceArn: `arn:aws:s3:::bucket-${i}`, source: 'scan_many', ...more },
});

describe('a new tenant with one webhook', () => {
  it('is told the alerts of specs/1, of scans that a schedule started, and of approvals: and nothing else', async () => {
    const acme = await notified(app, 'acme');
    const webhook = await acme.channel('hook');
    const told: string[] = [];
    // a rule about events is somebody's own, and says itself that people are to be told
    for (const name of factNames.filter((one) => one !== 'event.matched')) {
      const before = (await acme.tellings()).length;
      // critical ones start a workflow, which fails without AWS and is told
      await acme.tell(name, name === 'vulnerabilities.detected' ? { criticalCount: 0 } : {});
      const tellings = (await acme.tellings()).slice(before);
      expect(lanesOf(tellings)).toEqual(tellings.map(() => webhook));
      told.push(...tellings.map(() => name));
    }
    expect(told).toEqual([
      ...[
        'finding.opened',
        'schedule.run.failed',
        'workflow.failed',
        'error-rate.high',
        'approval.requested',
      ],
    ]);
    const [scan] = await acme.tell('scan.completed', { scanId: 'scan_2', notifyChannels: [] });
    expect(await acme.of(scan ?? '', 'scan:scan_2')).toHaveLength(1);
    expect(await acme.of(...(await acme.tell('event.matched')))).toHaveLength(1);
  });

  it('hears of every fact there is: each is told, or is none of people’s concern', () => {
    const sources = readdirSync('src/modules', { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('facts.ts') && !path.startsWith('notifications'))
      .map((path) => readFileSync(`src/modules/${path}`, 'utf8'));
    const published = sources.flatMap((text) =>
      [...text.matchAll(/\bfact\(\s*'([\w.-]+)'/g)].map(([, name]) => name),
    );
    expect(published.length).toBeGreaterThan(25);
    const internal = ['tenant.created', 'schedule.scans.started'];
    expect(published.sort()).toEqual([...factNames, ...internal].sort());
  });
});

describe('findings', () => {
  it('of one scan are one group that is due at few times, and muted and suppressed ones are nobody’s alarm', async () => {
    const one = await notified(app, 'findings');
    await one.channel('hook');
    const ids = await one.tell(
      'finding.opened',
      ...Array.from({ length: 60 }, (_, i) => finding(i)),
      finding(98, { suppressed: true }),
      finding(99, { mutedBy: 'mute_1' }),
    );
    const tellings = await one.of(...ids);
    expect(tellings).toHaveLength(60);
    expect(new Set(tellings.map(({ groupKey }) => groupKey))).toEqual(new Set(['finding.opened:scan_many']));
    expect(new Set(tellings.map(({ threadKey }) => threadKey)).size).toBe(60);
    expect(new Set(tellings.map(({ dueAt }) => dueAt.getTime())).size).toBeLessThanOrEqual(3);
    const waits = tellings.map(secondsAfter);
    expect(Math.max(...waits)).toBeGreaterThan(5); // 10 s after the first was heard of
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(0);
  });

  it('that no rule wants cost nothing', async () => {
    const one = await notified(app, 'nothing');
    await one.channel('hook');
    await one.tell('finding.opened', finding(0, { severity: 'high' })); // the rules are known from now on
    const written = await one.write(
      'finding.opened',
      Array.from({ length: 5000 }, (_, i) => finding(i, { severity: 'high' })),
    );
    expect(written).toEqual([]);
    const [mixed] = await one.tell('finding.opened', finding(1, { severity: 'critical' }));
    expect(await one.of(mixed ?? '')).toHaveLength(1);
  });

  it('end in the threads of those who know of them, and are told to nobody else', async () => {
    const one = await notified(app, 'threads');
    const [hook, bot] = [await one.channel('hook'), await one.channel('bot', 'slack', { channel: 'C1' })];
    await one.rule({ fact: 'score.changed' }); // this process reads the rules again
    const opened = await one.tell('finding.opened', finding(1));
    expect(lanesOf(await one.of(...opened))).toEqual([hook, bot].sort());
    const resolved = await one.tell('finding.resolved', { findingId: 'fnd_1' });
    expect(await one.of(...resolved)).toMatchObject([{ lane: bot, threadKey: 'finding:fnd_1' }]);
    const others = await one.tell('finding.resolved', { findingId: 'fnd_2' }, { findingId: 'fnd_1' });
    expect(await one.of(...others)).toEqual([]); // not told before, and ended already
  });
});

describe('a scan', () => {
  it('is told each recipient once, whoever asks for it', async () => {
    const one = await notified(app, 'scans');
    const [hook, slack] = [await one.channel('hook'), await one.channel('ops', 'slack')];
    const details = { scanJob: { scanJobId: 'scan_a' } };
    await one.tell('scan.completed', { scanId: 'scan_a', notifyChannels: [] });
    await one.tell('notification.requested', { targets: ['hook', 'ops'], details });
    expect(lanesOf(await one.of('scan:scan_a'))).toEqual([hook, slack].sort());
  });

  it('goes where /api/schedule/config says, in the place of all', async () => {
    const one = await notified(app, 'config');
    const [, slack] = [await one.channel('hook'), await one.channel('ops', 'slack')];
    await one.tell('scan.completed', { scanId: 'scan_b', notifyChannels: ['slack'] });
    expect(lanesOf(await one.of('scan:scan_b'))).toEqual([slack]);
    const hook2 = await one.channel('second');
    await one.rule({ fact: 'scan.completed' }, { channels: [hook2] });
    await one.tell('scan.completed', { scanId: 'scan_c', notifyChannels: ['slack'] });
    expect(lanesOf(await one.of('scan:scan_c'))).toEqual([slack, hook2].sort()); // an own rule still holds
  });

  it('goes to the other channels of a type where the one of that name is switched off', async () => {
    const one = await notified(app, 'replaced');
    const [old, team] = [await one.channel('slack', 'slack'), await one.channel('team', 'slack')];
    await one.tell('scan.completed', { scanId: 'scan_d', notifyChannels: ['slack'] });
    await app.database.query('UPDATE notification_channels SET enabled = false WHERE id = $1', [old]);
    await one.tell('scan.completed', { scanId: 'scan_e', notifyChannels: ['slack'] });
    expect([lanesOf(await one.of('scan:scan_d')), lanesOf(await one.of('scan:scan_e'))]).toEqual([
      [old],
      [team],
    ]);
  });

  it('is waited for by the request of its workflow, and told in its own words', async () => {
    const one = await notified(app, 'waits');
    await one.channel('hook');
    const details = { scanJob: { scanJobId: 'scan_w' } };
    await one.write('notification.requested', [{ targets: ['hook'], details }]);
    await new Promise((done) => setTimeout(done, 500));
    expect(await one.tellings()).toEqual([]);
    await one.tell('scan.completed', { scanId: 'scan_w', source: 'workflow' });
    expect(await one.of('scan:scan_w')).toHaveLength(1);
    const shown = await one.ask<{ message: { kind: string } }>('POST', '/notifications/rules/test', {
      ...{
        fact: 'notification.requested',
        payload: { ...toldFacts['notification.requested'], targets: ['hook'], details },
      },
    });
    expect(shown.body.message.kind).toBe('scan');
  });
});

describe('the topics of the environment', () => {
  it('get what their variables say, for the tenant default, and nothing else', async () => {
    const platform = { viewer: '', operator: '', approver: '', admin: app.platformKey };
    const one = new Notified(app, 'default', platform);
    const told: [FactName, string][] = [];
    const names = () =>
      app.database.query<{ name: string }>(
        `SELECT c.name FROM notification_tellings t JOIN notification_channels c ON c.id = t.lane
          WHERE t.tenant_id = 'default' ORDER BY t.id`,
      );
    for (const fact of factNames) {
      const known = (await names()).length;
      await one.tell(fact);
      told.push(...(await names()).slice(known).map(({ name }): [FactName, string] => [fact, name]));
    }
    expect(told).toEqual([
      ['scan.completed', 'compliance-notifications'],
      ['finding.opened', 'compliance-notifications'],
      ['schedule.run.failed', 'schedule-alerts'],
    ]);
  });
});
