import { z } from 'zod';
import { workflow } from './workflow.js';

const count = z.number().int().min(0);
const counts = {
  vulnerability_count: count.optional(),
  total_vulnerabilities: count.optional(),
  critical_count: count.optional(),
  high_count: count.optional(),
};

export const patchApproval = workflow({
  workflowType: 'patch-approval',
  stateMachineName: 'patch-approval-workflow-{ENVIRONMENT}',
  name: 'Patch Approval',
  description: 'Vulnerability assessment, patch approval and notification',
  version: '1.0.0',
  estimatedDuration: 'until people have decided: up to 60 days',
  parameters: z.strictObject({
    correlation_id: z.string().trim().min(1).max(128).optional(),
    'detail-type': z.string().min(1).max(128).optional(),
    detail: z
      .looseObject(counts)
      .optional()
      .describe('As the event "Critical Vulnerabilities Detected" has it'),
    ...counts,
    scanType: z
      .enum(['targeted', 'patches'])
      .default('targeted')
      .describe(
        "targeted: Inspector's findings with the patches that close them; patches: Systems Manager alone",
      ),
    daysBack: z.int().min(1).max(365).default(7),
    scanId: z
      .string()
      .min(1)
      .max(64)
      .optional()
      .describe('A scan that has ended, whose result is decided about; left out: a new one is made'),
  }),
  takesEvents: true,
  definition: new URL('./patch-approval.asl.json', import.meta.url),
});
