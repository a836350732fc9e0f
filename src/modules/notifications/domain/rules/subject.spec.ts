import { describe, expect, it } from '@jest/globals';
import { toldFacts } from '../../../../../test/support/told-facts.js';
import { accountsIn, namedTarget } from './named-target.js';
import { oncePerRecipient, type Intended } from './plan.js';
import { endedBy, namedIn, subjectOf } from './subject.js';
import { factNames, toldOf, type FactName } from './told.js';

const of = (fact: FactName, payload: object = {}, id = 'fact_1') =>
  subjectOf(toldOf(fact, { ...toldFacts[fact], ...payload }), id);

describe('what a fact is about', () => {
  it('is one message for the findings of one scan, and one thread for each', () => {
    const [one, other] = [of('finding.opened'), of('finding.opened', { findingId: 'fnd_2' }, 'fact_2')];
    expect(one).toMatchObject({ groupKey: 'finding.opened:scan_1', isGathered: true, sourceKey: 'fact_1' });
    expect(other.groupKey).toBe(one.groupKey);
    expect([one.threadKey, other.threadKey]).toEqual(['finding:fnd_1', 'finding:fnd_2']);
    expect(of('finding.opened', { source: 'scan_2' }).groupKey).not.toBe(one.groupKey);
  });

  it('is the same for a scan and for the workflow that asks for it to be told', () => {
    const details = { scanJob: { scanJobId: 'scan_1' } };
    expect(of('notification.requested', { details }, 'fact_2').sourceKey).toBe(
      of('scan.completed').sourceKey,
    );
    expect(of('notification.requested').sourceKey).toBe('request:exe_1/notify');
    expect(of('notification.requested', { details: { scanJob: null } }).sourceKey).toBe(
      'request:exe_1/notify',
    );
  });

  it('is the same for an incident and for its workflow, but for a reminder', () => {
    const details = { incident: { incidentId: 'inc_1', severity: 'high' } };
    const asked = of('notification.requested', { details, severity: 'high' });
    expect(asked.sourceKey).toBe(of('incident.opened').sourceKey);
    expect(of('incident.opened', { severity: 'critical' }).sourceKey).not.toBe(asked.sourceKey);
    const reminder = of('notification.requested', { details: { ...details, escalation: { level: 1 } } });
    expect(reminder.sourceKey).toBe('request:exe_1/notify');
  });

  it('is repeated by schedule, by workflow, by account and framework', () => {
    expect(of('schedule.run.failed', { runId: 'run_2' }, 'fact_2').repeatKey).toBe(
      of('schedule.run.failed').repeatKey,
    );
    expect(of('schedule.run.failed', { scheduleId: 'sch_2' }).repeatKey).not.toBe(
      of('schedule.run.failed').repeatKey,
    );
    expect(of('score.changed', { frameworkId: 'soc2' }).repeatKey).not.toBe(of('score.changed').repeatKey);
    expect(of('remediation.kill-switch.changed', { engaged: false }).repeatKey).not.toBe(
      of('remediation.kill-switch.changed').repeatKey,
    );
  });

  it('is ended by the fact of the same thread', () => {
    const pairs: [FactName, FactName][] = [
      ['finding.opened', 'finding.resolved'],
      ['finding.opened', 'finding.suppressed'],
      ['approval.requested', 'approval.decided'],
      ['schedule.run.failed', 'schedule.run.succeeded'],
      ['incident.opened', 'incident.acknowledged'],
      ['incident.opened', 'incident.closed'],
    ];
    for (const [began, ended] of pairs)
      expect([ended, endedBy(toldOf(ended, toldFacts[ended]))]).toEqual([ended, of(began).threadKey]);
    expect(factNames.filter((fact) => endedBy(toldOf(fact, toldFacts[fact])) !== undefined)).toHaveLength(6);
  });

  it('names whom the fact itself names', () => {
    const scan = toldOf('scan.completed', { ...toldFacts['scan.completed'], notifyChannels: ['slack'] });
    expect(namedIn(scan)).toEqual(['slack']);
    const incident = { ...toldFacts['incident.opened'], targets: ['ops@acme.test'] };
    expect(namedIn(toldOf('incident.opened', incident))).toEqual(['ops@acme.test']);
    expect(namedIn(toldOf('score.changed', toldFacts['score.changed']))).toEqual([]);
  });
});

describe('a named target', () => {
  it('is an email address, a topic, or a channel', () => {
    expect(namedTarget(' Ops@ACME.test ')).toEqual({
      type: 'email',
      to: 'Ops@ACME.test',
      domain: 'acme.test',
    });
    const topicArn = 'arn:aws:sns:eu-west-1:123456789012:alerts';
    expect(namedTarget(topicArn)).toEqual({ type: 'sns', topicArn, accountId: '123456789012' });
    expect(namedTarget('slack')).toEqual({ type: 'channel', name: 'slack' });
    expect(namedTarget('arn:aws:sns:eu-west-1:12:alerts').type).toBe('channel');
    expect(namedTarget('ops@acme.test,eve@evil.test').type).toBe('channel');
    expect(namedTarget('ops@acme.test\nBcc: eve@evil.test').type).toBe('channel');
    expect(accountsIn([topicArn, topicArn, 'slack'])).toEqual(['123456789012']);
  });
});

describe('a recipient of several rules', () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 10, 21, 12, minute));
  const one = (
    channelId: string,
    minute: number,
    isDigest = false,
    ruleId: string | null = 'r',
  ): Intended => ({
    ...{ recipient: { channelId }, ruleId, dueAt: at(minute), isDigest },
  });

  it('is told once, as soon as one of them wants it', () => {
    expect(oncePerRecipient([one('a', 30, true, 'r1'), one('b', 0), one('a', 1, false, 'r2')])).toEqual([
      one('a', 1, false, 'r2'),
      one('b', 0),
    ]);
    expect(oncePerRecipient([one('a', 1, true), one('a', 1)])).toEqual([one('a', 1)]);
  });

  it('is the same person however the address is written', () => {
    const mail = (to: string): Intended => ({ ...one('', 0), recipient: { target: { type: 'email', to } } });
    expect(oncePerRecipient([mail('Ops@acme.test'), mail('ops@ACME.test')])).toHaveLength(1);
  });
});
