import { z } from 'zod';
import { notificationTargets } from './parameters.js';
import { workflow } from './workflow.js';

/** As many as a person can still look through, and as an execution can carry. */
const MOST_FINDINGS = 500;

export const remediation = workflow({
  workflowType: 'remediation',
  stateMachineName: 'RemediationWorkflow',
  name: 'Compliance Remediation',
  description: 'Applies fixes to findings, with approval, verification and a way back',
  version: '1.0.0',
  estimatedDuration: '5-60 minutes, and as long as people take to approve',
  parameters: z.strictObject({
    findingIds: z.array(z.string().min(1).max(128)).min(1).max(MOST_FINDINGS),
    approvalRequired: z.boolean().default(true),
    dryRun: z.boolean().default(false),
    notificationTargets,
    restoreOnFailure: z.boolean().default(true).describe('Whether one that fails takes back the others'),
  }),
  definition: new URL('./remediation.asl.json', import.meta.url),
});
