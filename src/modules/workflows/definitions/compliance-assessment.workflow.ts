import { z } from 'zod';
import { frameworkId } from '../../scanning/index.js';
import { notificationTargets, scanScope } from './parameters.js';
import { workflow } from './workflow.js';

const { accountIds, regions, services, tags } = scanScope;

/** Each field is there, null for all, so that the definition can read it. */
const scope = z.strictObject({
  accountIds: accountIds.default(null),
  regions: regions.default(null),
  services: services.default(null),
  tags: tags.default(null),
});

export const complianceAssessment = workflow({
  workflowType: 'compliance-assessment',
  stateMachineName: 'ComplianceAssessmentWorkflow',
  name: 'Compliance Assessment',
  description: 'Assessment of a compliance framework: its scan, gaps, recommendations and report',
  version: '1.0.0',
  estimatedDuration: '10-40 minutes',
  parameters: z.strictObject({
    framework: z
      .string()
      .min(1)
      .max(128)
      // an alias becomes the slug; what is neither is looked for among the tenant's own at the start
      .transform((text) => frameworkId.safeParse(text).data ?? text)
      .describe("Slug or alias of a framework (cis-3.0, CIS, SOC2), or the id of the tenant's own"),
    scope: scope.prefault({}).describe('All accounts and all of them where a field is left out'),
    reportFormat: z
      .enum(['html', 'pdf', 'both'])
      .default('both')
      .describe('html: technical, each resource; pdf: executive, two pages'),
    includeRecommendations: z.boolean().default(true),
    generateReport: z.boolean().default(true),
    notificationTargets,
  }),
  frameworkIn: 'framework',
  definition: new URL('./compliance-assessment.asl.json', import.meta.url),
});
