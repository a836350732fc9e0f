import { messageOf } from '../../src/modules/notifications/domain/words/index.js';
import type { Message } from '../../src/modules/notifications/domain/message.js';
import { readings, type ReadingOf, type ToldFact } from '../../src/modules/notifications/domain/readings.js';
import type { ScanSummary } from '../../src/modules/notifications/domain/scan-summary.js';

const AT = '2026-11-21T06:04:00.000Z';
const ACCOUNT = '123456789012';
const BUCKET = 'arn:aws:s3:::acme-customer-exports';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/ci-deploy`;

const waste = (resourceType: string, region: string, count: number, savingsUsd = 0, highRisk = 0) => ({
  ...{ resourceType, region, count, highRisk, savingsUsd },
});

/** The scan that specs/4 prints the message of. */
export const printedWaste: ScanSummary['waste'] = [
  waste('AWS::EC2::Instance', 'ap-south-1', 2, 0),
  waste('AWS::EC2::Instance', 'us-east-1', 8, 96.4),
  waste('AWS::EC2::Instance', 'eu-west-1', 3, 41.2),
  waste('AWS::EC2::Volume', 'eu-west-1', 2, 16),
  waste('AWS::EC2::Volume', 'us-east-1', 5, 62.5),
  waste('AWS::S3::Bucket', 'us-east-1', 2, 1.2),
  waste('AWS::S3::Bucket', 'eu-west-1', 1, 0.4),
  waste('AWS::IAM::User', 'global', 2),
];

export const scanSummary = (given: Partial<ScanSummary> = {}): ScanSummary => ({
  ...{ scanId: 'scan_01jd7y3m5v', status: 'completed', scanType: 'full', source: 'schedule' },
  ...{ accountIds: [ACCOUNT, '210987654321'], startedAt: '2026-11-21T06:00:00.000Z', endedAt: AT },
  ...{ resources: 1284, bySeverity: { critical: 2, high: 7, medium: 14, low: 31, informational: 4 } },
  ...{ opened: 6, resolved: 11, savingsUsd: 217.7, waste: printedWaste, gaps: 0 },
  byTypeAndRegion: [
    ...printedWaste.map(({ resourceType, region, count }) => ({ resourceType, region, count })),
    { resourceType: 'AWS::EC2::SecurityGroup', region: 'us-east-1', count: 6 },
    { resourceType: 'AWS::EC2::SecurityGroup', region: 'eu-west-1', count: 4 },
    { resourceType: 'AWS::RDS::DBInstance', region: 'eu-west-1', count: 3 },
    { resourceType: 'AWS::IAM::Role', region: 'global', count: 5 },
  ],
  scores: [
    { frameworkId: 'cis-3.0', name: 'CIS AWS Foundations', score: 82.4, before: 78.9, coverage: 96 },
    { frameworkId: 'pci-dss-4.0', name: 'PCI DSS', score: 71, before: 73.5, coverage: 88 },
    { frameworkId: 'soc2', name: 'SOC 2', score: 90.2, before: 90.2, coverage: 91 },
  ],
  top: [
    top('fnd_01', 'S3 bucket lets everybody read it', 'critical', BUCKET, 'us-east-1'),
    top('fnd_02', 'Role can be assumed by any AWS account', 'critical', ROLE, 'global'),
    top(
      ...(['fnd_03', 'Security group opens SSH to the world', 'high'] as const),
      ...([`arn:aws:ec2:us-east-1:${ACCOUNT}:security-group/sg-0a1b2c3d4e5f67890`, 'us-east-1'] as const),
    ),
    top(
      ...(['fnd_04', 'EC2 instance is idle', 'medium'] as const),
      ...([`arn:aws:ec2:eu-west-1:${ACCOUNT}:instance/i-0abc1234def567890`, 'eu-west-1', 38.4] as const),
    ),
  ],
  ...given,
});

function top(
  findingId: string,
  title: string,
  severity: ScanSummary['top'][number]['severity'],
  resourceArn: string,
  region: string,
  savingsUsd: number | null = null,
): ScanSummary['top'][number] {
  return {
    findingId,
    title,
    severity,
    controlId: 'a_control',
    resourceArn,
    accountId: ACCOUNT,
    region,
    savingsUsd,
  };
}

const vulnerabilities = {
  ...{ scanId: 'scan_02', timestamp: AT, totalVulnerabilities: 41, criticalCount: 3, highCount: 12 },
  ...{ patchableCount: 29, patchesCount: 8 },
};
const run = {
  ...{ runId: 'run_1', scheduleId: 'sch_1', scheduleType: 'daily-compliance-scan', plannedAt: AT },
  ...{ attempt: 3, executionId: 'exe_1' },
};
const execution = {
  ...{ executionId: 'exe_1', executionName: 'audit-pack-2026-11', workflowType: 'audit-pack-generation' },
  ...{
    status: 'FAILED',
    error: 'States.TaskFailed',
    cause: 'The reports bucket denies writing (AccessDenied)',
  },
  ...{ startedAt: '2026-11-21T06:00:12.000Z', stoppedAt: AT, scheduleId: 'sch_1' },
};
const approval = {
  ...{ approvalId: 'apr_1', executionId: 'exe_2', workflowType: 'remediation', level: 1, quorum: 1 },
  ...{ title: 'Change 3 resources?', requestedBy: 'rita@acme.test', expiresAt: '2026-11-22T06:04:00.000Z' },
  details: {
    ...{ remediationId: 'rem_1', planVersion: 2, why: ['A change cannot be taken back'], notShown: 0 },
    changes: [
      {
        ...{
          findingId: 'fnd_01',
          fixId: 's3_block_public_access',
          title: 'Block public access',
          accountId: ACCOUNT,
        },
        ...{ region: 'us-east-1', resourceArn: BUCKET, words: ['Nobody outside can read it any more'] },
        ...{ calls: [{ call: 's3:PutPublicAccessBlock', region: 'us-east-1' }], loses: null },
      },
    ],
  },
};
const incident = {
  ...{
    incidentId: 'inc_1',
    incidentType: 'credential-exposure',
    title: 'Access key found in a public repository',
  },
  ...{ severity: 'critical' as const, response: 'immediate', status: 'open', executionId: 'exe_3' },
  ...{ resourceArns: [ROLE, BUCKET], findingIds: ['fnd_01', 'fnd_02'], targets: [], at: AT, by: null },
};
const changes = [{ changeId: 'chg_1', fixId: 'iam_role_deny_all', resourceArn: ROLE }];
const patching = { executionId: 'exe_4', environment: 'prod', timestamp: AT };

/** One of each fact that people can be told of. */
export const toldFacts: { [F in ToldFact]: ReadingOf<F> } = {
  'scan.completed': {
    ...{
      scanId: 'scan_01jd7y3m5v',
      status: 'completed',
      scanType: 'full',
      source: 'schedule',
      resources: 1284,
    },
    ...{ findings: 58, correlationId: 'corr-1', timestamp: AT, summary: scanSummary() },
  },
  'finding.opened': {
    ...{
      findingId: 'fnd_01',
      controlId: 's3_bucket_policy_public',
      title: 'S3 bucket lets everybody read it',
    },
    ...{ severity: 'critical', accountId: ACCOUNT, region: 'us-east-1', resourceArn: BUCKET, mutedBy: null },
    suppressed: false,
    ...{ resourceType: 'AWS::S3::Bucket', estimatedMonthlySavingsUsd: null, source: 'scan_01jd7y3m5v' },
    ...{ frameworks: ['cis-3.0', 'soc2'], tags: { Owner: 'data-team', 'aws:cloudformation:stack-id': 'x' } },
    riskText: 'Whoever knows or guesses its name can copy all that is in it.',
  },
  'finding.resolved': {
    ...{ findingId: 'fnd_01', controlId: 's3_bucket_policy_public', resourceArn: BUCKET },
    ...{ source: 'scan_01', reason: 'passed' },
  },
  'finding.suppressed': {
    ...{ findingId: 'fnd_01', controlId: 's3_bucket_policy_public', resourceArn: BUCKET },
    ...{ reason: 'The pictures of the shop are meant for all', by: 'alice' },
    ...{ until: '2026-12-31T00:00:00.000Z', mutedBy: null },
  },
  'score.changed': {
    ...{
      accountId: ACCOUNT,
      frameworkId: 'cis-3.0',
      before: 82.4,
      score: 74.1,
      coverage: 96,
      source: 'scan_01',
    },
  },
  'violations.detected': {
    ...{ scanId: 'scan_03', timestamp: AT, violationsCount: 12, complianceScore: 81.5 },
    severityBreakdown: { CRITICAL: 1, HIGH: 4, MEDIUM: 7, LOW: 0 },
  },
  'vulnerabilities.detected': vulnerabilities,
  'vulnerability-scan.completed': { ...vulnerabilities, status: 'completed' },
  'assessment.completed': {
    ...{ framework: 'cis-3.0', score: 82.4, assessmentId: 'asm_1', reportId: 'rep_1', executionId: 'exe_1' },
    summary:
      '11 of 58 requirements fail. Closing the public bucket and three open ports would bring 6 points.',
  },
  'schedule.run.failed': { ...run, error: 'The account 123456789012 denies sts:AssumeRole to the scanner' },
  'schedule.run.succeeded': run,
  'workflow.failed': execution,
  'workflow.finished': { ...execution, status: 'SUCCEEDED', error: null, cause: null },
  'error-rate.high': {
    ...{
      eventId: 'evt_1',
      failed: 26,
      processed: 310,
      percent: 8.387,
      thresholdPercent: 5,
      minutes: 15,
      until: AT,
    },
  },
  'approval.requested': approval,
  'approval.decided': { ...approval, decision: 'approved', isExpired: false, decidedBy: ['ana@acme.test'] },
  'remediation.completed': {
    ...{ remediationId: 'rem_1', status: 'completed', findingIds: ['fnd_01'], resourceArns: [BUCKET] },
    executionId: 'exe_2',
  },
  'remediation.kill-switch.changed': {
    ...{
      engaged: true,
      reason: 'A fix has cut off the payment service',
      changedBy: 'ana@acme.test',
      changedAt: AT,
    },
  },
  'incident.opened': {
    ...{ ...incident, acknowledgeBy: '2026-11-21T06:19:00.000Z', isRaised: false },
    reasons: ['It can be reached from outside', 'It has the rights of an administrator'],
  },
  'incident.acknowledged': { ...incident, by: 'ben@acme.test' },
  'incident.escalated': { ...incident, level: 2, acknowledgeBy: '2026-11-21T06:34:00.000Z' },
  'incident.contained': { ...incident, by: 'ben@acme.test', changes },
  'incident.released': { ...incident, by: 'ben@acme.test', changes },
  'incident.closed': {
    ...incident,
    by: 'ben@acme.test',
    outcome: 'resolved',
    summary: 'The key was deleted.',
  },
  'patch.approved': {
    ...{ ...patching, vulnerabilityCount: 5 },
    patchesApproved: [
      {
        ...{
          patchId: 'KB5034441',
          instanceId: 'i-0abc1234def567890',
          accountId: ACCOUNT,
          region: 'eu-west-1',
        },
        ...{ severity: 'critical', cveIds: ['CVE-2026-0001'] },
      },
    ],
  },
  'patch.installed': {
    ...patching,
    totalBatches: 4,
    successfulBatches: 3,
    failedBatches: 1,
    successRate: 75,
  },
  'compliance-remediation.completed': {
    ...{ ...patching, scoreBefore: 71.5, scoreAfter: 88, threshold: 85, scanId: 'scan_05', findings: 9 },
    ...{ resolved: 7, open: 2, started: 8 },
    remediations: [{ executionId: 'exe_5', accountId: ACCOUNT, status: 'SUCCEEDED' }],
  },
  'event.matched': {
    ...{ ruleId: 'rule_1', ruleName: 'Root is used', runId: 'rrun_1', eventId: 'evt_2', targets: [] },
    ...{
      source: 'aws.signin',
      detailType: 'AWS Console Sign In via CloudTrail',
      time: AT,
      accountId: ACCOUNT,
    },
    ...{ region: 'us-east-1', resourceArns: [`arn:aws:iam::${ACCOUNT}:root`] },
    detail: { eventName: 'ConsoleLogin', userIdentity: { arn: `arn:aws:iam::${ACCOUNT}:root` } },
  },
  'notification.requested': {
    ...{ requestKey: 'key', targets: ['sec@acme.test'], subject: 'Compliance scan completed: 58 findings' },
    ...{ severity: 'high', executionId: 'exe_6' },
    details: {
      scanJob: { scanJobId: 'scan_01', status: 'completed', findingsCount: 58 },
      findings: [{ title: 'X' }],
    },
  },
};

export const toldFactNames = Object.keys(readings) as ToldFact[];

/** What people are told of one of them. */
export const toldMessage = <F extends ToldFact>(fact: F, given: Partial<ReadingOf<F>> = {}): Message =>
  messageOf(fact, { ...toldFacts[fact], ...given }, new Date(AT));

/** A message of each fact. */
export const toldMessages = (): [ToldFact, Message][] =>
  toldFactNames.map((fact) => [fact, toldMessage(fact)]);

/** Addresses as the service makes them. */
export const urls = ({ kind, id, action }: { kind: string; id: string; action: string }): string =>
  `https://shepherd.acme.test/links/${kind}/${encodeURIComponent(id)}?action=${action}`;
