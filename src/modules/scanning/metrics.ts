import { counter, figure } from '../../platform/telemetry/index.js';
import type { ComplianceResult, VulnerabilityResult } from './domain/imports/scan-result.js';

/** Names and dimensions of specs/3. Those without a count over time are of the scan that ended last. */
const DIMENSIONS = ['Environment', 'Service'] as const;
export const COMPLIANCE_SCANNER = 'compliance-scanner';
export const VULNERABILITY_SCANNER = 'vulnerability-scanner';

const complianceScore = figure('ComplianceScore', 'Score of the last compliance scan, per cent', DIMENSIONS, {
  unit: 'Percent',
});
const violations = figure(
  'ViolationsCount',
  'Violations that the last compliance scan has seen',
  DIMENSIONS,
  { unit: 'Count' },
);
const bySeverity = figure('FindingsBySeverity', 'The same by severity', [...DIMENSIONS, 'Severity'], {
  unit: 'Count',
});
const vulnerabilities = figure(
  'TotalVulnerabilities',
  'Vulnerabilities that the last scan has seen',
  DIMENSIONS,
  { unit: 'Count' },
);
const critical = figure('CriticalVulnerabilities', 'Those that are critical', DIMENSIONS, { unit: 'Count' });
const patchable = figure('PatchableVulnerabilities', 'Those that a patch or a release closes', DIMENSIONS, {
  unit: 'Count',
});
const failures = counter('Failures', 'Scans that could read nothing', [...DIMENSIONS, 'FailureType'], {
  unit: 'Count',
});

const opened = counter('shepherd_findings_opened_total', 'Findings that are new, or open again', [
  'severity',
]);
// a series that begins with its first finding has no rise that an alert could see
opened.add({ severity: 'critical' }, 0);

export function countOpened(findings: readonly { severity: string }[]): void {
  for (const { severity } of findings) opened.add({ severity });
}

export function countCompliance(environment: string, result: ComplianceResult): void {
  const dimensions = { Environment: environment, Service: COMPLIANCE_SCANNER };
  if (result.complianceScore !== null) complianceScore.set(dimensions, result.complianceScore);
  violations.set(dimensions, result.violationsCount);
  for (const [severity, count] of Object.entries(result.severityBreakdown))
    bySeverity.set({ ...dimensions, Severity: severity }, count);
}

export function countVulnerabilities(environment: string, result: VulnerabilityResult): void {
  const dimensions = { Environment: environment, Service: VULNERABILITY_SCANNER };
  vulnerabilities.set(dimensions, result.vulnerabilitiesCount);
  critical.set(dimensions, result.criticalVulnerabilities);
  patchable.set(dimensions, result.patchableVulnerabilities);
}

export const countFailure = (environment: string, service: string, type: string): void =>
  failures.add({ Environment: environment, Service: service, FailureType: type });
