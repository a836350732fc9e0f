import type { Message } from '../message.js';
import type { ReadingOf, ToldFact } from '../readings.js';
import { approvalDecided, approvalRequested } from './approval.js';
import { assessmentCompleted } from './assessment.js';
import { eventMatched, notificationRequested } from './event.js';
import { findingOpened, findingResolved, findingSuppressed } from './finding.js';
import * as incident from './incident.js';
import { complianceRemediated, patchApproved, patchInstalled } from './patching.js';
import { killSwitchChanged, remediationCompleted } from './remediation.js';
import { scanCompleted } from './scan.js';
import { scheduleRunFailed, scheduleRunSucceeded } from './schedule.js';
import { scoreChanged } from './score.js';
import {
  violationsDetected,
  vulnerabilitiesDetected,
  vulnerabilityScanCompleted,
} from './vulnerabilities.js';
import { errorRateHigh, workflowFailed, workflowFinished } from './workflow.js';

export { forPerson } from './approval.js';
export { scanMessage } from './scan.js';
export { testMessage } from './test.js';

type Words = { [F in ToldFact]: (reading: ReadingOf<F>, at: string) => Message };

/** What people are told of each fact. */
const words: Words = {
  'scan.completed': scanCompleted,
  'finding.opened': findingOpened,
  'finding.resolved': findingResolved,
  'finding.suppressed': findingSuppressed,
  'score.changed': scoreChanged,
  'violations.detected': violationsDetected,
  'vulnerabilities.detected': vulnerabilitiesDetected,
  'vulnerability-scan.completed': vulnerabilityScanCompleted,
  'assessment.completed': assessmentCompleted,
  'schedule.run.failed': scheduleRunFailed,
  'schedule.run.succeeded': scheduleRunSucceeded,
  'workflow.failed': workflowFailed,
  'workflow.finished': workflowFinished,
  'error-rate.high': errorRateHigh,
  'approval.requested': approvalRequested,
  'approval.decided': approvalDecided,
  'remediation.completed': remediationCompleted,
  'remediation.kill-switch.changed': killSwitchChanged,
  'incident.opened': incident.incidentOpened,
  'incident.acknowledged': incident.incidentAcknowledged,
  'incident.escalated': incident.incidentEscalated,
  'incident.contained': incident.incidentContained,
  'incident.released': incident.incidentReleased,
  'incident.closed': incident.incidentClosed,
  'patch.approved': patchApproved,
  'patch.installed': patchInstalled,
  'compliance-remediation.completed': complianceRemediated,
  'event.matched': eventMatched,
  'notification.requested': notificationRequested,
};

/** What people are told of a fact that happened `at`. Takes what `readings` has parsed. */
export const messageOf = <F extends ToldFact>(fact: F, reading: ReadingOf<F>, at: Date): Message =>
  (words[fact] as (reading: ReadingOf<F>, at: string) => Message)(reading, at.toISOString());
