import type { Condition } from './condition.js';

/** The rule that a scan with channels of its own (/api/schedule/config) takes the place of. */
export const SCAN_FINISHED = 'scan-finished';

export interface DefaultRule {
  key: string;
  name: string;
  description: string;
  when: Condition;
  repeatAfterMinutes: number | null;
}

/** What every tenant is told of from the start (specs/1 "Alerts", specs/4), and nothing else. */
export const defaultRules: readonly DefaultRule[] = [
  {
    key: 'schedule-failed',
    name: 'Schedule failed',
    description: 'A run of a schedule has failed; the same schedule is told once an hour at most',
    when: { fact: 'schedule.run.failed' },
    repeatAfterMinutes: 60,
  },
  {
    key: 'workflow-failed',
    name: 'Workflow failed',
    description: 'A workflow that no schedule has started; of the others the schedule tells',
    when: { fact: 'workflow.failed', scheduled: false },
    repeatAfterMinutes: null,
  },
  {
    key: 'error-rate-high',
    name: 'Many events fail',
    description: 'More events fail than EVENT_ERROR_RATE_PERCENT allows',
    when: { fact: 'error-rate.high' },
    repeatAfterMinutes: null,
  },
  {
    key: 'critical-finding',
    name: 'Critical finding',
    description: 'A critical finding is new, or open again; those of one scan are one message',
    when: { fact: 'finding.opened', severities: ['critical'] },
    repeatAfterMinutes: null,
  },
  {
    key: SCAN_FINISHED,
    name: 'Scheduled scan finished',
    description: 'What a scan has found that a schedule, or /api/schedule/trigger, has started',
    when: { fact: 'scan.completed', scheduled: true },
    repeatAfterMinutes: null,
  },
  {
    key: 'approval-requested',
    name: 'Approval wanted',
    description: 'Somebody has to approve what a workflow is about to do',
    when: { fact: 'approval.requested' },
    repeatAfterMinutes: null,
  },
];
