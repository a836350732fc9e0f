import { z } from 'zod';
import { notificationTargets, scanScope, scanType } from './parameters.js';
import { workflow } from './workflow.js';

export const complianceScan = workflow({
  workflowType: 'compliance-scan',
  stateMachineName: 'ComplianceScanWorkflow',
  name: 'Compliance Environment Scan',
  description: 'Comprehensive scan of AWS environment for compliance violations',
  version: '1.0.0',
  estimatedDuration: '10-30 minutes',
  parameters: z.strictObject({
    ...{ regions: scanScope.regions, services: scanScope.services, scanType, notificationTargets },
    accountIds: scanScope.accountIds,
    includeRecommendations: z.boolean().default(true),
  }),
  definition: new URL('./compliance-scan.asl.json', import.meta.url),
});
