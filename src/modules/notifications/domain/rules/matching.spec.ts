import { describe, expect, it } from '@jest/globals';
import { toldFacts } from '../../../../../test/support/told-facts.js';
import { condition, type Condition } from './condition.js';
import { defaultRules } from './default-rules.js';
import { matches } from './matching.js';
import { ruleSetOf } from './rule.js';
import { factNames, toldOf, type FactName } from './told.js';

const holds = (when: object, fact: FactName, payload: object = {}) =>
  matches(condition.parse(when), toldOf(fact, { ...toldFacts[fact], ...payload }));

type Case = [when: object, fact: FactName, fits: object, fitsNot: object];

describe('a condition', () => {
  it.each<Case>([
    [
      { fact: 'finding.opened', severities: ['critical', 'high'] },
      'finding.opened',
      { severity: 'high' },
      { severity: 'low' },
    ],
    [{ fact: 'finding.opened', controlIds: ['c'] }, 'finding.opened', { controlId: 'c' }, { controlId: 'd' }],
    [
      { fact: 'finding.opened', frameworks: ['hipaa', 'soc2'] },
      'finding.opened',
      { frameworks: ['cis-3.0', 'soc2'] },
      { frameworks: [] },
    ],
    [
      { fact: 'finding.opened', tags: [{ key: 'env', value: 'prod' }] },
      'finding.opened',
      { tags: { env: 'prod' } },
      { tags: { env: 'dev' } },
    ],
    [
      { fact: 'finding.opened', tags: [{ key: 'toString' }, { key: 'env' }] },
      'finding.opened',
      { tags: { env: '' } },
      { tags: {} },
    ],
    [{ fact: 'finding.opened', accountIds: ['1'] }, 'finding.opened', { accountId: '1' }, { accountId: '2' }],
    [{ fact: 'finding.opened', regions: ['eu-west-1'] }, 'finding.opened', {}, { region: 'us-east-1' }],
    [
      { fact: 'finding.opened', resourceTypes: ['AWS::S3::Bucket'] },
      'finding.opened',
      {},
      { resourceType: 'AWS::EC2::Instance' },
    ],
    [{ fact: 'finding.opened' }, 'finding.opened', {}, { mutedBy: 'mute_1' }],
    [{ fact: 'finding.opened' }, 'finding.opened', {}, { suppressed: true }],
    [{ fact: 'finding.suppressed', controlIds: ['a'] }, 'finding.suppressed', { controlId: 'a' }, {}],
    [{ fact: 'scan.completed', statuses: ['failed'] }, 'scan.completed', { status: 'failed' }, {}],
    [{ fact: 'scan.completed', scheduled: true }, 'scan.completed', { notifyChannels: [] }, {}],
    [
      { fact: 'scan.completed', scheduled: true },
      'scan.completed',
      { source: 'schedule' },
      { source: 'workflow' },
    ],
    [{ fact: 'scan.completed', scheduled: false }, 'scan.completed', {}, { notifyChannels: ['slack'] }],
    [{ fact: 'scan.completed', onlyWithFindings: true }, 'scan.completed', {}, { findings: 0 }],
    [
      { fact: 'scan.completed', scanTypes: ['full'], sources: ['api'] },
      'scan.completed',
      {},
      { scanType: 'cost' },
    ],
    [{ fact: 'score.changed', dropOfAtLeast: 10 }, 'score.changed', {}, { score: 70.5 }],
    [{ fact: 'score.changed' }, 'score.changed', {}, { score: 90 }],
    [{ fact: 'score.changed' }, 'score.changed', {}, { before: null }],
    [{ fact: 'score.changed', frameworks: ['cis-3.0'] }, 'score.changed', {}, { frameworkId: 'soc2' }],
    [
      { fact: 'violations.detected', severities: ['critical'] },
      'violations.detected',
      {},
      { severityBreakdown: { CRITICAL: 0, HIGH: 3 } },
    ],
    [
      { fact: 'violations.detected', violationsAtLeast: 3 },
      'violations.detected',
      {},
      { violationsCount: 2 },
    ],
    [
      { fact: 'vulnerabilities.detected', criticalCountAtLeast: 2 },
      'vulnerabilities.detected',
      {},
      { criticalCount: 1 },
    ],
    [
      { fact: 'vulnerability-scan.completed', statuses: ['completed'] },
      'vulnerability-scan.completed',
      {},
      { status: 'failed' },
    ],
    [{ fact: 'assessment.completed', scoreBelow: 80 }, 'assessment.completed', {}, { score: 80 }],
    [
      { fact: 'assessment.completed', frameworks: ['cis-3.0'] },
      'assessment.completed',
      {},
      { framework: null },
    ],
    [
      { fact: 'schedule.run.failed', scheduleTypes: ['weekly-assessment'] },
      'schedule.run.failed',
      {},
      { scheduleType: 'x' },
    ],
    [
      { fact: 'schedule.run.failed', scheduleIds: ['sch_1'] },
      'schedule.run.failed',
      {},
      { scheduleId: 'sch_2' },
    ],
    [{ fact: 'workflow.failed', scheduled: false }, 'workflow.failed', {}, { scheduleId: 'sch_1' }],
    [
      { fact: 'workflow.failed', workflowTypes: ['remediation'] },
      'workflow.failed',
      {},
      { workflowType: 'x' },
    ],
    [{ fact: 'workflow.finished', statuses: ['SUCCEEDED'] }, 'workflow.finished', {}, { status: 'ABORTED' }],
    [{ fact: 'approval.requested', levels: [1] }, 'approval.requested', {}, { level: 2 }],
    [{ fact: 'approval.decided', decisions: ['approved'] }, 'approval.decided', {}, { decision: 'rejected' }],
    [{ fact: 'incident', severities: ['high'] }, 'incident.opened', {}, { severity: 'low' }],
    [
      { fact: 'incident', what: ['closed'], incidentTypes: ['compliance-threshold'] },
      'incident.closed',
      {},
      { incidentType: 'x' },
    ],
    [{ fact: 'patch.installed', onlyWithFailures: true }, 'patch.installed', {}, { failedBatches: 0 }],
  ])('%j holds for %s of one kind, and not of another', (when, fact, fits, fitsNot) => {
    expect(holds(when, fact, fits)).toBe(true);
    expect(holds(when, fact, fitsNot)).toBe(false);
  });

  it('is about one fact only', () => {
    for (const wanted of factNames.filter(
      (name) => !['event.matched', 'notification.requested'].includes(name),
    )) {
      const when = wanted.startsWith('incident.')
        ? { fact: 'incident', what: [wanted.slice('incident.'.length)] }
        : { fact: wanted };
      expect(factNames.filter((fact) => holds(when, fact))).toEqual([wanted]);
    }
  });

  it.each<[string, object, string]>([
    ['a fact that there is not', { fact: 'finding.closed' }, 'fact'],
    ['no filter at all in a list', { fact: 'finding.opened', severities: [] }, 'severities'],
    [
      'a misspelt filter, which would let everything through',
      { fact: 'finding.opened', severity: ['high'] },
      '',
    ],
    ['a filter of another fact', { fact: 'scan.completed', levels: [1] }, ''],
  ])('refuses %s', (_what, when, path) => {
    const read = condition.safeParse(when);
    expect(read.error?.issues.map((issue) => issue.path[0] ?? '')).toEqual([path]);
  });
});

describe('the default rules', () => {
  const wanted = (fact: FactName, payload: object = {}) =>
    defaultRules
      .filter(({ when }) => matches(when, toldOf(fact, { ...toldFacts[fact], ...payload })))
      .map(({ key }) => key);

  it('want the alerts of specs/1, scheduled scans and approvals, and nothing else', () => {
    expect(factNames.flatMap((fact) => wanted(fact).map((key) => [fact, key]))).toEqual([
      ['finding.opened', 'critical-finding'],
      ['schedule.run.failed', 'schedule-failed'],
      ['workflow.failed', 'workflow-failed'],
      ['error-rate.high', 'error-rate-high'],
      ['approval.requested', 'approval-requested'],
    ]);
    expect(wanted('scan.completed', { notifyChannels: [] })).toEqual(['scan-finished']);
  });

  it('tell a failure once: of a workflow that a schedule started, the schedule tells', () => {
    expect(wanted('workflow.failed', { scheduleId: 'sch_1' })).toEqual([]);
  });

  it('are rules that could be saved', () => {
    for (const { when } of defaultRules) expect(condition.parse(when)).toEqual(when);
  });
});

describe('the rules of a tenant', () => {
  const rule = (when: Condition, escalation: { afterMinutes: number; channels: string[] } | null = null) => ({
    ...{ when, escalation },
  });

  it('let in what one of them wants', () => {
    const set = ruleSetOf([rule({ fact: 'finding.opened', severities: ['critical'] })], false);
    const finding = (severity: string) =>
      toldOf('finding.opened', { ...toldFacts['finding.opened'], severity });
    expect([set.isAbout('finding.opened'), set.isAbout('score.changed')]).toEqual([true, false]);
    expect([set.wants(finding('critical')), set.wants(finding('high'))]).toEqual([true, false]);
  });

  it('want to know how things end only where that changes anything', () => {
    const opened = { fact: 'finding.opened' as const };
    const escalation = { afterMinutes: 5, channels: ['chn_1'] };
    expect(ruleSetOf([rule(opened)], false).followsEndOf('finding.opened')).toBe(false);
    expect(ruleSetOf([rule(opened)], true).followsEndOf('finding.opened')).toBe(true);
    expect(ruleSetOf([rule(opened, escalation)], false).followsEndOf('finding.opened')).toBe(true);
    expect(ruleSetOf([rule(opened, escalation)], false).followsEndOf('schedule.run.failed')).toBe(false);
  });
});
