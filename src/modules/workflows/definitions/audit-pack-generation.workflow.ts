import { z } from 'zod';
import { auditPackParameters } from '../../reports/index.js';
import { notificationTargets } from './parameters.js';
import { workflow } from './workflow.js';

export const auditPackGeneration = workflow({
  workflowType: 'audit-pack-generation',
  stateMachineName: 'AuditPackGenerationWorkflow',
  name: 'Audit Pack Generation',
  description: 'Evidence of a time, signed, so that an auditor can tell that nobody has changed it',
  version: '1.0.0',
  estimatedDuration: '1-10 minutes',
  parameters: z.strictObject({ ...auditPackParameters, notificationTargets }),
  definition: new URL('./audit-pack-generation.asl.json', import.meta.url),
});
