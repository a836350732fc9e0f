import { z } from 'zod';
import { fact } from '../../platform/outbox/index.js';
import { severities } from './domain/control.js';
import { frameworkViolations, severityBreakdown } from './domain/imports/scan-result.js';
import { scanStatuses } from './domain/scan-outcome.js';
import { scanSummary } from './domain/scan-summary.js';

const findingFact = z.object({
  findingId: z.string(),
  controlId: z.string(),
  title: z.string(),
  severity: z.enum(severities),
  accountId: z.string(),
  region: z.string(),
  resourceArn: z.string(),
  resourceType: z.string(),
  estimatedMonthlySavingsUsd: z.number().nullable(),
  /** The mute that holds for it; a muted one is nobody's alarm. */
  mutedBy: z.string().nullable(),
  /** Somebody has suppressed it, and that still holds: it opens again, and is nobody's alarm either. */
  suppressed: z.boolean(),
  source: z.string(),
  /** Slugs of the frameworks that ask for its control: the product's, and the tenant's own. */
  frameworks: z.array(z.string()),
  /** Of the resource. */
  tags: z.record(z.string(), z.string()),
  /** Why it matters. */
  riskText: z.string().nullable(),
});

export const findingOpened = fact('finding.opened', findingFact);

export const findingResolved = fact(
  'finding.resolved',
  z.object({
    findingId: z.string(),
    controlId: z.string(),
    resourceArn: z.string(),
    reason: z.string(),
    source: z.string(),
  }),
);

/** Somebody has taken an open finding out of what wants attention: by hand, or by a mute. */
export const findingSuppressed = fact(
  'finding.suppressed',
  z.object({
    findingId: z.string(),
    controlId: z.string(),
    resourceArn: z.string(),
    reason: z.string(),
    by: z.string(),
    /** ISO 8601; null: for good. */
    until: z.string().nullable(),
    /** The mute; null: by hand. */
    mutedBy: z.string().nullable(),
  }),
);

export const scanCompleted = fact(
  'scan.completed',
  z.object({
    scanId: z.string(),
    status: z.enum(scanStatuses),
    scanType: z.string(),
    source: z.string(),
    resources: z.number(),
    findings: z.number(),
    apiCalls: z.number(),
    correlationId: z.string(),
    environment: z.string(),
    timestamp: z.string(),
    /** Of a compliance scan (POST /scans/compliance) that has read something; null of any other. */
    compliance: z
      .object({
        findingsCount: z.number(),
        violationsCount: z.number(),
        complianceScore: z.number().nullable(),
      })
      .nullable(),
    /** Null: it was cancelled, has read nothing, or reads what no control decides (vulnerabilities). */
    summary: scanSummary.nullable(),
    /**
     * Channels that are told of it, by type or name (/api/schedule/config). Null: no schedule and no
     * /api/schedule/trigger asked for it; []: they did, and the rules say who is told.
     */
    notifyChannels: z.array(z.string()).nullable(),
  }),
);

/** What tells one scan from another in the facts of specs/3. */
const scanHead = {
  scanId: z.string(),
  correlationId: z.string(),
  environment: z.string(),
  /** When the scan ended. */
  timestamp: z.string(),
};

/** A compliance scan has seen violations. */
export const violationsDetected = fact(
  'violations.detected',
  z.object({
    ...scanHead,
    violationsCount: z.number(),
    complianceScore: z.number().nullable(),
    severityBreakdown,
    frameworkViolations,
  }),
);

const vulnerabilityCounts = {
  totalVulnerabilities: z.number(),
  criticalCount: z.number(),
  highCount: z.number(),
  patchableCount: z.number(),
  patchesCount: z.number(),
};

/** A scan has seen vulnerabilities; specs/3's event is about those with a `criticalCount` above 0. */
export const vulnerabilitiesDetected = fact(
  'vulnerabilities.detected',
  z.object({ ...scanHead, ...vulnerabilityCounts }),
);

/** `failed`: nothing could be read, and the counts are 0 for that reason. */
export const vulnerabilityScanCompleted = fact(
  'vulnerability-scan.completed',
  z.object({ ...scanHead, status: z.enum(['completed', 'failed']), ...vulnerabilityCounts }),
);

/** After each assessment, for each framework whose score is another than before. */
export const scoreChanged = fact(
  'score.changed',
  z.object({
    accountId: z.string(),
    frameworkId: z.string(),
    before: z.number().nullable(),
    score: z.number().nullable(),
    coverage: z.number().nullable(),
    source: z.string(),
  }),
);
