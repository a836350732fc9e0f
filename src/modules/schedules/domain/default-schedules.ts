import type { Target } from './target.js';

export interface DefaultSchedule {
  key: string;
  scheduleType: string;
  expression: string;
  description: string;
  enabled: boolean;
  target: Target;
  parameters: Record<string, unknown>;
}

/** The key of the one that /api/schedule shows. */
export const SCAN_SCHEDULE = 'daily-compliance-scan';

/** The key of the one whose rate a pass of continuous monitoring may set. */
export const MONITORING = 'continuous-monitoring';

const workflow = (stateMachineName: string): Target => ({ type: 'step-functions', stateMachineName });

/** What every tenant has from the start (specs/1, "Schedule Types and Examples"); only the scan is switched on. */
export const defaultSchedules: readonly DefaultSchedule[] = [
  {
    key: SCAN_SCHEDULE,
    scheduleType: 'daily-compliance-scan',
    expression: 'cron(0 6 * * ? *)',
    description: 'Daily compliance scan',
    enabled: true,
    target: workflow('ComplianceScanWorkflow'),
    parameters: { scanType: 'comprehensive', includeRecommendations: true },
  },
  {
    key: 'weekly-assessment',
    scheduleType: 'weekly-assessment',
    expression: 'cron(0 8 ? * MON *)',
    description: 'Weekly assessment report',
    enabled: false,
    target: workflow('ComplianceAssessmentWorkflow'),
    parameters: { framework: 'SOC2', generateReport: true },
  },
  {
    key: MONITORING,
    scheduleType: 'continuous-monitoring',
    expression: 'cron(0 */4 * * ? *)',
    description: 'Continuous monitoring, every four hours',
    enabled: false,
    target: workflow('ContinuousMonitoringWorkflow'),
    parameters: { monitoringType: 'incremental', alertOnCritical: true },
  },
  {
    key: 'monthly-audit-pack',
    scheduleType: 'monthly-audit-pack',
    expression: 'cron(0 9 1 * ? *)',
    description: 'Monthly audit pack',
    enabled: false,
    target: workflow('AuditPackGenerationWorkflow'),
    parameters: { includeEvidence: true, format: 'comprehensive' },
  },
];
