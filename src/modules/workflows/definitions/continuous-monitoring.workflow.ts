import { z } from 'zod';
import { alertThresholds } from '../domain/alert-thresholds.js';
import { DEFAULT_FREQUENCY, notificationTargets, scanScope } from './parameters.js';
import { workflow } from './workflow.js';

/** A pass a minute is the fastest that a schedule can do; a year is more than anybody means. */
const monitoringFrequency = z.number().int().min(60).max(31_536_000).default(DEFAULT_FREQUENCY);

export const continuousMonitoring = workflow({
  workflowType: 'continuous-monitoring',
  stateMachineName: 'ContinuousMonitoringWorkflow',
  name: 'Continuous Monitoring',
  description: 'Ongoing compliance monitoring with automated alerting',
  version: '1.0.0',
  estimatedDuration: '5-30 minutes',
  parameters: z.strictObject({
    monitoringFrequency: monitoringFrequency.describe('Seconds from one pass to the next'),
    alertThresholds: alertThresholds.default({}),
    monitoringType: z.enum(['incremental', 'full']).default('incremental'),
    alertOnCritical: z.boolean().default(true),
    generateReport: z.boolean().default(false),
    includeRecommendations: z.boolean().default(true),
    notificationTargets,
    ...scanScope,
  }),
  definition: new URL('./continuous-monitoring.asl.json', import.meta.url),
});
