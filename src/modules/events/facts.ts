import { z } from 'zod';
import { fact } from '../../platform/outbox/index.js';

export { assessmentCompleted, type AssessmentCompleted } from '../reports/index.js';

const remediation = z.object({
  remediationId: z.string(),
  /** `completed`, or how else it ended. */
  status: z.string(),
  findingIds: z.array(z.string()),
  resourceArns: z.array(z.string()),
  executionId: z.string().nullable(),
});
export type RemediationCompleted = z.output<typeof remediation>;
/** Fixes have been made: their resources are looked at again. */
export const remediationCompleted = fact('remediation.completed', remediation);

const patching = {
  executionId: z.string(),
  correlationId: z.string(),
  environment: z.string(),
  /** When it was decided, or done. */
  timestamp: z.iso.datetime(),
};

/** Patches may be installed. */
export const patchApproved = fact(
  'patch.approved',
  z.object({
    ...patching,
    vulnerabilityCount: z.number(),
    patchesApproved: z.array(
      z.object({
        patchId: z.string(),
        instanceId: z.string(),
        accountId: z.string(),
        region: z.string(),
        severity: z.enum(['critical', 'high', 'medium', 'low', 'informational']),
        cveIds: z.array(z.string()),
      }),
    ),
  }),
);

/** They were; batches are counted as they ended. */
export const patchInstalled = fact(
  'patch.installed',
  z.object({
    ...patching,
    totalBatches: z.number(),
    successfulBatches: z.number(),
    failedBatches: z.number(),
    /** Per cent of the batches. */
    successRate: z.number(),
  }),
);

/** Violations were looked at, remediation was begun where it could be, and compliance was assessed again. */
export const complianceRemediated = fact(
  'compliance-remediation.completed',
  z.object({
    ...patching,
    /** Per cent; null: nobody has said, or nothing was decided. */
    scoreBefore: z.number().nullable(),
    scoreAfter: z.number().nullable(),
    threshold: z.number(),
    /** The reassessment. */
    scanId: z.string(),
    /** Findings that the violations are, however they stand. */
    findings: z.number(),
    /** Of those, as they stand now. */
    resolved: z.number(),
    open: z.number(),
    /** Of those, for which a remediation was started. */
    started: z.number(),
    remediations: z.array(z.object({ executionId: z.string(), accountId: z.string(), status: z.string() })),
  }),
);

/** Too many events have failed of late; at most once an hour. */
export const errorRateHigh = fact(
  'error-rate.high',
  z.object({
    eventId: z.string(),
    failed: z.number(),
    processed: z.number(),
    percent: z.number(),
    thresholdPercent: z.number(),
    /** Over which they were counted, until `until`. */
    minutes: z.number(),
    until: z.iso.datetime(),
  }),
);

/** An event has matched a rule that wants somebody to be told. */
export const eventMatched = fact(
  'event.matched',
  z.object({
    ruleId: z.string(),
    ruleName: z.string(),
    runId: z.string(),
    /** `evt_…`, or `fact_…` of a fact of our own. */
    sourceId: z.string(),
    /** Of the event itself. */
    eventId: z.string(),
    /** Whom the rule names; none: whom notification rules say. */
    targets: z.array(z.string()),
    source: z.string(),
    detailType: z.string(),
    time: z.string(),
    accountId: z.string(),
    region: z.string(),
    resourceArns: z.array(z.string()),
    detail: z.record(z.string(), z.unknown()),
  }),
);
