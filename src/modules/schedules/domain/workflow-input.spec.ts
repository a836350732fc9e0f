import { describe, expect, it } from '@jest/globals';
import { byteLength, isoSeconds, replaceKeywords, workflowTypeOf } from './workflow-input.js';

const keywords = {
  scheduledTime: new Date('2026-11-20T06:00:00.000Z'),
  executionId: 'run_1',
  attemptNumber: 2,
  scheduleArn: 'sch_1',
};

describe('replaceKeywords', () => {
  it('replaces each keyword of EventBridge Scheduler in every string, however deep and often', () => {
    const given = {
      at: '<aws.scheduler.scheduled-time>',
      deep: [{ of: ['<aws.scheduler.schedule-arn>:<aws.scheduler.schedule-arn>'] }],
      text: 'attempt <aws.scheduler.attempt-number> of <aws.scheduler.execution-id>',
    };
    expect(replaceKeywords(given, keywords)).toEqual({
      at: '2026-11-20T06:00:00Z',
      deep: [{ of: ['sch_1:sch_1'] }],
      text: 'attempt 2 of run_1',
    });
    expect(given.at).toBe('<aws.scheduler.scheduled-time>');
  });

  it('leaves alone what is no keyword', () => {
    const given = {
      '<aws.scheduler.execution-id>': 1,
      unknown: '<aws.scheduler.name> <AWS.scheduler.execution-id> <aws.scheduler.execution-id',
      others: [null, true, 0, 1.5, ''],
      none: {},
    };
    expect(replaceKeywords(given, keywords)).toEqual(given);
  });

  it('does not read what it has put in', () => {
    const tricky = { ...keywords, executionId: '$& <aws.scheduler.attempt-number>' };
    expect(replaceKeywords('<aws.scheduler.execution-id>', tricky)).toBe('$& <aws.scheduler.attempt-number>');
  });

  it('keeps a field that is called __proto__', () => {
    const given = JSON.parse('{"__proto__": {"a": "<aws.scheduler.execution-id>"}}') as object;
    expect(JSON.stringify(replaceKeywords(given, keywords))).toBe('{"__proto__":{"a":"run_1"}}');
  });
});

describe('the standard input', () => {
  it('has times without milliseconds', () => {
    expect(isoSeconds(new Date('2026-11-20T06:00:00.123Z'))).toBe('2026-11-20T06:00:00Z');
  });

  it('is measured in bytes of JSON', () => {
    expect(byteLength({ a: 'ü€' })).toBe('{"a":""}'.length + 2 + 3);
  });

  it.each([
    ['ComplianceScanWorkflow', 'compliance-scan'],
    ['RemediationWorkflow', 'remediation'],
    ['ComplianceAssessmentWorkflow', 'compliance-assessment'],
    ['IncidentResponseWorkflow', 'incident-response'],
    ['AuditPackGenerationWorkflow', 'audit-pack-generation'],
    ['ContinuousMonitoringWorkflow', 'continuous-monitoring'],
  ])('names the workflow type of %s', (stateMachine, type) => {
    expect(workflowTypeOf(stateMachine)).toBe(type);
  });

  it.each([
    ['patch-approval-workflow-dev', 'patch-approval'],
    ['compliance-remediation-workflow-dev', 'compliance-remediation'],
    ['patch-installation-workflow-dev', 'patch-installation'],
  ])('names the workflow type of %s', (stateMachine, type) => {
    expect(workflowTypeOf(stateMachine)).toBe(type);
  });
});
