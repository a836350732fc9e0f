import type { FactName } from '../../src/modules/notifications/domain/rules/told.js';

/** One of each fact that people can be told of, as its publisher writes it. */
const AT = '2026-11-21T12:00:00.000Z';

const finding = {
  findingId: 'fnd_1',
  controlId: 's3_bucket_level_public_access_block',
  title: 'A bucket does not block public access',
  severity: 'critical',
  accountId: '123456789012',
  region: 'eu-west-1',
  resourceArn: 'arn:aws:s3:::reports',
  resourceType: 'AWS::S3::Bucket',
  estimatedMonthlySavingsUsd: null,
  mutedBy: null,
  suppressed: false,
  source: 'scan_1',
  frameworks: ['cis-3.0'],
  tags: { team: 'data' },
  riskText: 'Anybody could read it.',
};
const scan = {
  scanId: 'scan_1',
  status: 'completed',
  scanType: 'full',
  source: 'api',
  resources: 40,
  findings: 3,
  apiCalls: 90,
  correlationId: 'c-1',
  environment: 'dev',
  timestamp: AT,
  compliance: null,
  summary: null,
  notifyChannels: null,
};
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
  executionId: 'exe_1',
  executionArn: 'arn:aws:states:eu-west-1:123456789012:execution:x:y',
  executionName: 'weekly',
  workflowType: 'remediation',
  stateMachineName: 'RemediationWorkflow',
  status: 'FAILED',
  error: 'States.TaskFailed',
  cause: 'the bucket is gone',
  startedAt: AT,
  stoppedAt: AT,
  scheduleId: null,
};
const approval = {
  approvalId: 'apr_1',
  executionId: 'exe_1',
  workflowType: 'remediation',
  title: 'Remediate 3 findings',
  level: 1,
  quorum: 1,
  requestedBy: 'rita@acme.test',
  expiresAt: '2026-11-22T12:00:00.000Z',
  details: {},
  executionArn: null,
};
const incident = {
  ...{ incidentId: 'inc_1', incidentType: 'compliance-threshold', title: 'Public bucket', severity: 'high' },
  ...{ response: 'urgent', status: 'open', resourceArns: ['arn:aws:s3:::reports'], findingIds: ['fnd_1'] },
  ...{ executionId: 'exe_2', targets: [], at: AT, by: null },
};
const changes = [{ changeId: 'change_1', fixId: 'contain', resourceArn: 'arn:aws:s3:::reports' }];
const patching = { executionId: 'exe_3', correlationId: 'c-1', environment: 'dev', timestamp: AT };

export const toldFacts = {
  'scan.completed': scan,
  'finding.opened': finding,
  'finding.resolved': {
    ...{ findingId: 'fnd_1', controlId: finding.controlId, resourceArn: finding.resourceArn },
    ...{ reason: 'passed', source: 'scan_2' },
  },
  'finding.suppressed': {
    ...{ findingId: 'fnd_1', controlId: finding.controlId, resourceArn: finding.resourceArn },
    ...{ reason: 'it is meant to be public', by: 'alice', until: '2026-12-01T00:00:00.000Z', mutedBy: null },
  },
  'score.changed': {
    ...{ accountId: '123456789012', frameworkId: 'cis-3.0', before: 80, score: 70, coverage: 100 },
    source: 'scan_1',
  },
  'violations.detected': {
    ...{ ...head, violationsCount: 3, complianceScore: 61 },
    severityBreakdown: { CRITICAL: 1, HIGH: 2, MEDIUM: 0, LOW: 0 },
    frameworkViolations: {},
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
  'approval.decided': { ...approval, decision: 'approved', isExpired: false, decidedBy: ['ana@acme.test'] },
  'remediation.completed': {
    ...{ remediationId: 'rem_1', status: 'completed', findingIds: ['fnd_1'], executionId: 'exe_1' },
    resourceArns: ['arn:aws:s3:::reports'],
  },
  'remediation.kill-switch.changed': {
    engaged: true,
    reason: 'tests',
    changedBy: 'ana@acme.test',
    changedAt: AT,
  },
  'incident.opened': { ...incident, reasons: ['a bucket is public'], acknowledgeBy: AT, isRaised: false },
  'incident.acknowledged': { ...incident, status: 'acknowledged', by: 'ana@acme.test' },
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
    ...{ accountId: '123456789012', region: 'us-east-1', resourceArns: [], detail: {} },
  },
  'notification.requested': {
    ...{ requestKey: 'exe_1/notify', targets: [], subject: 'Remediation done', severity: null },
    ...{ details: {}, executionId: 'exe_1' },
  },
} satisfies Record<FactName, object>;
