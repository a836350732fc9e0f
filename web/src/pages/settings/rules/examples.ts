import type { Schemas } from '../../../api/api.js';

export type TriedFact = Schemas['TryNotificationRules']['fact'];
type Payload = Record<string, unknown>;

const AT = '2026-11-21T12:00:00.000Z';
const BUCKET = 'arn:aws:s3:::reports';
const ACCOUNT = '123456789012';

const head = { scanId: 'scan_1', correlationId: 'c-1', environment: 'dev', timestamp: AT };
const counts = {
  totalVulnerabilities: 9,
  criticalCount: 2,
  highCount: 3,
  patchableCount: 4,
  patchesCount: 4,
};
const run = {
  ...{ runId: 'run_1', scheduleId: 'sch_1', scheduleType: 'weekly-assessment', plannedAt: AT, attempt: 1 },
  executionId: null,
};
const execution = {
  ...{ executionId: 'exe_1', executionName: 'weekly', workflowType: 'remediation', status: 'FAILED' },
  executionArn: `arn:aws:states:eu-west-1:${ACCOUNT}:execution:x:y`,
  ...{ stateMachineName: 'RemediationWorkflow', error: 'States.TaskFailed', cause: 'the bucket is gone' },
  ...{ startedAt: AT, stoppedAt: AT, scheduleId: null },
};
const approval = {
  ...{ approvalId: 'apr_1', executionId: 'exe_1', workflowType: 'remediation', title: 'Mend 3 findings?' },
  ...{ level: 1, quorum: 1, requestedBy: 'ann@example.com', expiresAt: AT, details: {}, executionArn: null },
};
const incident = {
  ...{ incidentId: 'inc_1', incidentType: 'compliance-threshold', title: 'Public bucket', severity: 'high' },
  ...{ response: 'urgent', status: 'open', resourceArns: [BUCKET], findingIds: ['fnd_1'] },
  ...{ executionId: 'exe_2', targets: [], at: AT, by: null },
};
const changes = [{ changeId: 'change_1', fixId: 'contain', resourceArn: BUCKET }];
const patching = { executionId: 'exe_3', correlationId: 'c-1', environment: 'dev', timestamp: AT };

/** One of each fact, as it is told inside the service. */
export const examples: Readonly<Record<TriedFact, Payload>> = {
  'finding.opened': {
    ...{ findingId: 'fnd_1', controlId: 's3_bucket_level_public_access_block', severity: 'critical' },
    ...{ title: 'A bucket does not block public access', accountId: ACCOUNT, region: 'eu-west-1' },
    ...{ resourceArn: BUCKET, resourceType: 'AWS::S3::Bucket', estimatedMonthlySavingsUsd: null },
    ...{
      mutedBy: null,
      suppressed: false,
      source: 'scan_1',
      frameworks: ['cis-3.0'],
      tags: { team: 'data' },
    },
  },
  'finding.resolved': {
    ...{ findingId: 'fnd_1', controlId: 's3_bucket_level_public_access_block', resourceArn: BUCKET },
    ...{ reason: 'passed', source: 'scan_2' },
  },
  'finding.suppressed': {
    ...{ findingId: 'fnd_1', controlId: 's3_bucket_level_public_access_block', resourceArn: BUCKET },
    ...{ reason: 'it is meant to be public', by: 'alice', until: null, mutedBy: null },
  },
  'scan.completed': {
    ...{ scanId: 'scan_1', status: 'completed', scanType: 'full', source: 'api', resources: 40, findings: 3 },
    ...{ apiCalls: 90, correlationId: 'c-1', environment: 'dev', timestamp: AT, compliance: null },
    ...{ summary: null, notifyChannels: null },
  },
  'score.changed': {
    ...{ accountId: ACCOUNT, frameworkId: 'cis-3.0', before: 80, score: 70, coverage: 100 },
    source: 'scan_1',
  },
  'violations.detected': {
    ...{ ...head, violationsCount: 3, complianceScore: 61, frameworkViolations: {} },
    severityBreakdown: { CRITICAL: 1, HIGH: 2, MEDIUM: 0, LOW: 0 },
  },
  'vulnerabilities.detected': { ...head, ...counts },
  'vulnerability-scan.completed': { ...head, ...counts, status: 'completed' },
  'assessment.completed': {
    ...{ framework: 'cis-3.0', score: 71, assessmentId: null, reportId: null, executionId: 'exe_1' },
    ...{ summary: null, eventId: null },
  },
  'schedule.run.failed': { ...run, error: 'the state machine is gone' },
  'schedule.run.succeeded': run,
  'workflow.failed': execution,
  'workflow.finished': { ...execution, status: 'SUCCEEDED', error: null, cause: null },
  'error-rate.high': {
    ...{ eventId: 'error-rate-high-1', failed: 20, processed: 100, percent: 20, thresholdPercent: 5 },
    ...{ minutes: 15, until: AT },
  },
  'approval.requested': approval,
  'approval.decided': { ...approval, decision: 'approved', isExpired: false, decidedBy: ['bea@example.com'] },
  'remediation.completed': {
    ...{ remediationId: 'rem_1', status: 'completed', findingIds: ['fnd_1'], executionId: 'exe_1' },
    resourceArns: [BUCKET],
  },
  'remediation.kill-switch.changed': {
    ...{
      engaged: true,
      reason: 'an application lost its database',
      changedBy: 'bea@example.com',
      changedAt: AT,
    },
  },
  'incident.opened': { ...incident, reasons: ['a bucket is public'], acknowledgeBy: AT, isRaised: false },
  'incident.acknowledged': { ...incident, status: 'acknowledged', by: 'bea@example.com' },
  'incident.escalated': { ...incident, level: 1, acknowledgeBy: AT },
  'incident.contained': { ...incident, status: 'contained', changes },
  'incident.released': { ...incident, status: 'released', changes },
  'incident.closed': { ...incident, status: 'closed', outcome: 'contained', summary: 'It was closed.' },
  'patch.approved': { ...patching, vulnerabilityCount: 2, patchesApproved: [] },
  'patch.installed': {
    ...patching,
    totalBatches: 2,
    successfulBatches: 1,
    failedBatches: 1,
    successRate: 50,
  },
  'compliance-remediation.completed': {
    ...{ ...patching, scoreBefore: 60, scoreAfter: 80, threshold: 90, scanId: 'scan_1', findings: 3 },
    ...{ resolved: 1, open: 2, started: 2, remediations: [] },
  },
  'event.matched': {
    ...{ ruleId: 'rule_1', ruleName: 'Root signed in', runId: 'rrun_1', sourceId: 'evt_1', eventId: 'e-1' },
    ...{ targets: [], source: 'aws.signin', detailType: 'AWS Console Sign In via CloudTrail', time: AT },
    ...{ accountId: ACCOUNT, region: 'us-east-1', resourceArns: [], detail: {} },
  },
  'notification.requested': {
    ...{ requestKey: 'exe_1/notify', targets: [], subject: 'It is done', severity: null, details: {} },
    executionId: 'exe_1',
  },
};
export const triedFacts = Object.keys(examples) as TriedFact[];

/** A finding as it is told when it opens: rules ask for the frameworks of its control and the tags of its resource too. */
export const findingAsFact = (
  { id, ...of }: Schemas['Finding'],
  frameworks: readonly string[],
  tags: Readonly<Record<string, string>>,
): Payload => ({
  ...{ findingId: id, controlId: of.controlId, title: of.title, severity: of.severity },
  ...{ accountId: of.accountId, region: of.region, resourceArn: of.resourceArn },
  ...{ resourceType: of.resourceType, estimatedMonthlySavingsUsd: of.estimatedMonthlySavingsUsd },
  ...{ mutedBy: of.muted?.muteId ?? null, suppressed: of.suppressed !== null },
  ...{ source: 'page', frameworks, tags },
});
