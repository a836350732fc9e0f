import { z } from 'zod';
import { severities } from '../../scanning/index.js';
import { workflow } from './workflow.js';

const violation = z.object({
  controlId: z.string().min(1).max(128),
  resourceArn: z.string().min(1).max(2048),
  severity: z.preprocess(
    (given) => (typeof given === 'string' ? given.toLowerCase() : given),
    z.enum(severities),
  ),
  findingId: z.string().min(1).max(64).optional(),
});
const DAY_SECONDS = 86_400;

export const complianceRemediation = workflow({
  workflowType: 'compliance-remediation',
  stateMachineName: 'compliance-remediation-workflow-{ENVIRONMENT}',
  name: 'Compliance Remediation and Reassessment',
  description: 'Remediation of compliance violations, and reassessment',
  version: '1.0.0',
  estimatedDuration: '20-60 minutes',
  parameters: z
    .strictObject({
      compliance_score: z.number().min(0).max(100).optional(),
      violations: z.array(violation).max(1000).optional(),
      correlation_id: z.string().trim().min(1).max(128).optional(),
      threshold: z.number().min(0).max(100).default(70).describe('A score below this is remediated'),
      reassessAfterSeconds: z
        .int()
        .min(0)
        .max(7 * DAY_SECONDS)
        .default(900),
    })
    .refine((given) => given.compliance_score !== undefined || given.violations !== undefined, {
      path: ['compliance_score'],
      error: 'is required, or violations',
    }),
  takesEvents: true,
  definition: new URL('./compliance-remediation.asl.json', import.meta.url),
});
