import { z } from 'zod';
import { scanSummary } from './scan-summary.js';
import { severity } from './severity.js';

/*
 * What notifications read of each fact: no more than people are told, or rules match. Who publishes a fact may add to
 * it as it likes. What came to a fact later has a default: an older one may still wait in the outbox.
 */

const scan = z.object({
  scanId: z.string(),
  status: z.string(),
  scanType: z.string(),
  source: z.string(),
  resources: z.number(),
  findings: z.number(),
  correlationId: z.string(),
  timestamp: z.string(),
  /** Null: it has read nothing. */
  summary: scanSummary.nullable().default(null),
});

const finding = z.object({
  findingId: z.string(),
  controlId: z.string(),
  title: z.string(),
  severity,
  accountId: z.string(),
  region: z.string(),
  resourceArn: z.string(),
  resourceType: z.string(),
  estimatedMonthlySavingsUsd: z.number().nullable(),
  mutedBy: z.string().nullable(),
  suppressed: z.boolean().default(false),
  source: z.string(),
  /** Slugs of the frameworks that its control is part of. */
  frameworks: z.array(z.string()).default([]),
  /** Of the resource. */
  tags: z.record(z.string(), z.string()).default({}),
  /** Why it matters. */
  riskText: z.string().nullable().default(null),
});

const resolved = finding.pick({ findingId: true, controlId: true, resourceArn: true, source: true }).extend({
  reason: z.string(),
});

const suppressed = resolved.omit({ source: true }).extend({
  by: z.string(),
  until: z.string().nullable(),
  mutedBy: z.string().nullable(),
});

const score = z.object({
  accountId: z.string(),
  frameworkId: z.string(),
  before: z.number().nullable(),
  score: z.number().nullable(),
  coverage: z.number().nullable(),
  source: z.string(),
});

const violations = z.object({
  scanId: z.string(),
  timestamp: z.string(),
  violationsCount: z.number(),
  complianceScore: z.number().nullable(),
  /** By severity, in whatever case. */
  severityBreakdown: z.record(z.string(), z.number()).default({}),
});

const vulnerabilities = z.object({
  scanId: z.string(),
  timestamp: z.string(),
  totalVulnerabilities: z.number(),
  criticalCount: z.number(),
  highCount: z.number(),
  patchableCount: z.number(),
  patchesCount: z.number(),
});

const assessment = z.object({
  framework: z.string().nullable(),
  score: z.number().nullable(),
  assessmentId: z.string().nullable(),
  reportId: z.string().nullable(),
  executionId: z.string().nullable(),
  summary: z.string().nullable(),
});

const run = z.object({
  runId: z.string(),
  scheduleId: z.string(),
  scheduleType: z.string(),
  plannedAt: z.iso.datetime(),
  attempt: z.number(),
  executionId: z.string().nullable(),
});

const execution = z.object({
  executionId: z.string(),
  executionName: z.string(),
  workflowType: z.string(),
  status: z.string(),
  error: z.string().nullable(),
  cause: z.string().nullable(),
  startedAt: z.iso.datetime().nullable(),
  stoppedAt: z.iso.datetime(),
  scheduleId: z.string().nullable(),
});

const approval = z.object({
  approvalId: z.string(),
  executionId: z.string(),
  workflowType: z.string(),
  title: z.string(),
  level: z.number(),
  quorum: z.number(),
  requestedBy: z.string(),
  expiresAt: z.iso.datetime(),
  /** As the workflow gave them. */
  details: z.record(z.string(), z.unknown()).default({}),
});

const incident = z.object({
  incidentId: z.string(),
  incidentType: z.string(),
  title: z.string(),
  severity,
  response: z.string(),
  status: z.string(),
  resourceArns: z.array(z.string()),
  findingIds: z.array(z.string()),
  executionId: z.string(),
  targets: z.array(z.string()),
  at: z.string(),
  by: z.string().nullable(),
});
const changes = z.array(z.object({ changeId: z.string(), fixId: z.string(), resourceArn: z.string() }));

const patching = z.object({ executionId: z.string(), environment: z.string(), timestamp: z.iso.datetime() });

/** By the fact's name. */
export const readings = {
  'scan.completed': scan,
  'finding.opened': finding,
  'finding.resolved': resolved,
  'finding.suppressed': suppressed,
  'score.changed': score,
  'violations.detected': violations,
  'vulnerabilities.detected': vulnerabilities,
  'vulnerability-scan.completed': vulnerabilities.extend({ status: z.string() }),
  'assessment.completed': assessment,
  'schedule.run.failed': run.extend({ error: z.string() }),
  'schedule.run.succeeded': run,
  'workflow.failed': execution,
  'workflow.finished': execution,
  'error-rate.high': z.object({
    eventId: z.string(),
    failed: z.number(),
    processed: z.number(),
    percent: z.number(),
    thresholdPercent: z.number(),
    minutes: z.number(),
    until: z.iso.datetime(),
  }),
  'approval.requested': approval,
  'approval.decided': approval.extend({
    decision: z.enum(['approved', 'rejected']),
    isExpired: z.boolean(),
    decidedBy: z.array(z.string()),
  }),
  'remediation.completed': z.object({
    remediationId: z.string(),
    status: z.string(),
    findingIds: z.array(z.string()),
    resourceArns: z.array(z.string()),
    executionId: z.string().nullable(),
  }),
  'remediation.kill-switch.changed': z.object({
    engaged: z.boolean(),
    reason: z.string().nullable(),
    changedBy: z.string(),
    changedAt: z.iso.datetime(),
  }),
  'incident.opened': incident.extend({
    reasons: z.array(z.string()),
    acknowledgeBy: z.string(),
    isRaised: z.boolean(),
  }),
  'incident.acknowledged': incident,
  'incident.escalated': incident.extend({ level: z.number(), acknowledgeBy: z.string() }),
  'incident.contained': incident.extend({ changes }),
  'incident.released': incident.extend({ changes }),
  'incident.closed': incident.extend({ outcome: z.string(), summary: z.string() }),
  'patch.approved': patching.extend({
    vulnerabilityCount: z.number(),
    patchesApproved: z.array(
      z.object({
        patchId: z.string(),
        instanceId: z.string(),
        accountId: z.string(),
        region: z.string(),
        severity,
        cveIds: z.array(z.string()),
      }),
    ),
  }),
  'patch.installed': patching.extend({
    totalBatches: z.number(),
    successfulBatches: z.number(),
    failedBatches: z.number(),
    successRate: z.number(),
  }),
  'compliance-remediation.completed': patching.extend({
    scoreBefore: z.number().nullable(),
    scoreAfter: z.number().nullable(),
    threshold: z.number(),
    scanId: z.string(),
    findings: z.number(),
    resolved: z.number(),
    open: z.number(),
    started: z.number(),
    remediations: z.array(z.object({ executionId: z.string(), accountId: z.string(), status: z.string() })),
  }),
  'event.matched': z.object({
    ruleId: z.string(),
    ruleName: z.string(),
    runId: z.string(),
    eventId: z.string(),
    targets: z.array(z.string()),
    source: z.string(),
    detailType: z.string(),
    time: z.string(),
    accountId: z.string(),
    region: z.string(),
    resourceArns: z.array(z.string()),
    detail: z.record(z.string(), z.unknown()),
  }),
  'notification.requested': z.object({
    requestKey: z.string(),
    targets: z.array(z.string()),
    subject: z.string(),
    severity: severity.nullable(),
    details: z.record(z.string(), z.unknown()),
    executionId: z.string().nullable(),
  }),
} as const;

/** The facts that people can be told of. */
export type ToldFact = keyof typeof readings;
/** What notifications read of one. */
export type ReadingOf<F extends ToldFact> = z.output<(typeof readings)[F]>;
