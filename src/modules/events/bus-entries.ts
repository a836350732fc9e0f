import type { Fact, FactDefinition } from '../../platform/outbox/index.js';
import {
  findingOpened,
  findingResolved,
  scanCompleted,
  scoreChanged,
  violationsDetected,
  vulnerabilitiesDetected,
  vulnerabilityScanCompleted,
} from '../scanning/index.js';
import { scheduleRunFailed, scheduleRunSucceeded } from '../schedules/index.js';
import { approvalDecided, approvalRequested, workflowFailed, workflowFinished } from '../workflows/index.js';
import type { BusEntry } from './domain/bus-entry.js';
import { OWN_SOURCE } from './domain/own-event.js';
import {
  assessmentCompleted,
  complianceRemediated,
  errorRateHigh,
  patchApproved,
  patchInstalled,
  remediationCompleted,
} from './facts.js';

type PayloadOf<F> = F extends { schema: { _output: infer P } } ? P : never;

/** What a fact is in specs/3: its source, its type and its detail, in snake_case. */
interface Printed {
  source: string;
  detailType: string;
  detail: Record<string, unknown>;
}

/** A fact that goes out. */
export interface Published {
  fact: FactDefinition;
  /** As specs/3 prints it; undefined: this one is not of its kind. */
  printed: (payload: unknown) => Printed | undefined;
}

const published = <P>(
  fact: FactDefinition<P>,
  printed: (payload: P) => Printed | undefined = () => undefined,
): Published => ({ fact, printed: printed as Published['printed'] });

const COMPLIANCE = 'patching-automation.compliance-scanner';
const VULNERABILITIES = 'patching-automation.vulnerability-scanner';

export const violationEvent = (seen: PayloadOf<typeof violationsDetected>): Printed => ({
  source: COMPLIANCE,
  detailType: 'Compliance Violation Detected',
  detail: {
    correlation_id: seen.correlationId,
    environment: seen.environment,
    violations_count: seen.violationsCount,
    compliance_score: seen.complianceScore,
    severity_breakdown: seen.severityBreakdown,
    framework_violations: seen.frameworkViolations,
    timestamp: seen.timestamp,
  },
});

/** Of a compliance scan that has read something; of no other. */
export function complianceScanEvent(scan: PayloadOf<typeof scanCompleted>): Printed | undefined {
  if (scan.compliance === null) return undefined;
  return {
    source: COMPLIANCE,
    detailType: 'Compliance Scan Completed',
    detail: {
      correlation_id: scan.correlationId,
      environment: scan.environment,
      status: 'completed',
      findings_count: scan.compliance.findingsCount,
      violations_count: scan.compliance.violationsCount,
      compliance_score: scan.compliance.complianceScore,
      timestamp: scan.timestamp,
    },
  };
}

export function criticalEvent(seen: PayloadOf<typeof vulnerabilitiesDetected>): Printed | undefined {
  if (seen.criticalCount === 0) return undefined;
  return {
    source: VULNERABILITIES,
    detailType: 'Critical Vulnerabilities Detected',
    detail: {
      correlation_id: seen.correlationId,
      environment: seen.environment,
      critical_count: seen.criticalCount,
      high_count: seen.highCount,
      total_vulnerabilities: seen.totalVulnerabilities,
      patchable_vulnerabilities: seen.patchableCount,
      timestamp: seen.timestamp,
    },
  };
}

/** One that could read nothing says `failed`: it has not seen that there are none. */
export const vulnerabilityScanEvent = (scan: PayloadOf<typeof vulnerabilityScanCompleted>): Printed => ({
  source: VULNERABILITIES,
  detailType: 'Vulnerability Scan Completed',
  detail: {
    correlation_id: scan.correlationId,
    environment: scan.environment,
    status: scan.status,
    total_vulnerabilities: scan.totalVulnerabilities,
    critical_count: scan.criticalCount,
    high_count: scan.highCount,
    patchable_count: scan.patchableCount,
    timestamp: scan.timestamp,
  },
});

export const patchApprovalEvent = (approved: PayloadOf<typeof patchApproved>): Printed => ({
  source: 'patching-automation.patch-approval-workflow',
  detailType: 'Patch Approval Completed',
  detail: {
    correlation_id: approved.correlationId,
    environment: approved.environment,
    status: 'approved',
    vulnerability_count: approved.vulnerabilityCount,
    patches_approved: approved.patchesApproved.map((patch) => ({
      ...patch,
      severity: patch.severity.toUpperCase(),
    })),
    timestamp: approved.timestamp,
  },
});

export const patchInstallationEvent = (installed: PayloadOf<typeof patchInstalled>): Printed => ({
  source: 'patching-automation.patch-installation',
  detailType: 'Patch Installation Completed',
  detail: {
    correlation_id: installed.correlationId,
    environment: installed.environment,
    total_batches: installed.totalBatches,
    successful_batches: installed.successfulBatches,
    failed_batches: installed.failedBatches,
    success_rate: installed.successRate,
    timestamp: installed.timestamp,
  },
});

/**
 * All that goes out. `event.matched` does not: where a bus leads back into our queue, a rule would match what it has
 * brought about itself.
 */
export const publishedFacts: readonly Published[] = [
  published(scanCompleted, complianceScanEvent),
  published(violationsDetected, violationEvent),
  published(vulnerabilitiesDetected, criticalEvent),
  published(vulnerabilityScanCompleted, vulnerabilityScanEvent),
  published(patchApproved, patchApprovalEvent),
  published(patchInstalled, patchInstallationEvent),
  ...[published(findingOpened), published(findingResolved), published(scoreChanged)],
  ...[published(workflowFinished), published(workflowFailed)],
  ...[published(approvalRequested), published(approvalDecided)],
  ...[published(scheduleRunFailed), published(scheduleRunSucceeded)],
  ...[published(remediationCompleted), published(assessmentCompleted), published(errorRateHigh)],
  published(complianceRemediated),
];

/** What one fact goes out as: as specs/3 prints it where it does, and as it is under our own source. */
export function entriesOf(
  { fact: { name }, printed }: Published,
  { id: factId, tenantId, payload, createdAt: time }: Fact<unknown>,
  correlationId: string,
): BusEntry[] {
  const own = payload as Record<string, unknown>;
  const resources = typeof own['resourceArn'] === 'string' ? [own['resourceArn']] : [];
  const as = printed(payload);
  return [
    ...(as === undefined ? [] : [{ ...as, resources: [], time }]),
    {
      ...{ source: OWN_SOURCE, detailType: name, resources, time },
      detail: { correlationId, ...own, tenantId, factId },
    },
  ];
}
