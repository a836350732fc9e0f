import { complianceAssessment } from './compliance-assessment.workflow.js';
import { auditPackGeneration } from './audit-pack-generation.workflow.js';
import { complianceRemediation } from './compliance-remediation.workflow.js';
import { complianceScan } from './compliance-scan.workflow.js';
import { continuousMonitoring } from './continuous-monitoring.workflow.js';
import { incidentResponse } from './incident-response.workflow.js';
import { remediation } from './remediation.workflow.js';
import { patchInstallation } from './patch-installation.workflow.js';
import { patchApproval } from './patch-approval.workflow.js';
import type { Workflow } from './workflow.js';

export { type Workflow } from './workflow.js';

/**
 * All workflows that come with the service. Another one takes a definition (`<type>.asl.json`), its declaration
 * (`<type>.workflow.ts`), a line here, and a handler for each task that it names: a method marked `@Task` of any
 * provider of any module. Nothing else knows a workflow by its name.
 *
 * A definition runs here and on Step Functions as it stands, so: JSONPath; tasks by
 * `sqs:sendMessage.waitForTaskToken` with `{task, input, taskToken}` as the message; `${TaskQueueUrl}` for the queue,
 * which the deployment replaces there and nobody reads here, and no other `${…}`.
 */
export const workflows: readonly Workflow[] = [
  complianceScan,
  complianceAssessment,
  continuousMonitoring,
  incidentResponse,
  remediation,
  patchApproval,
  patchInstallation,
  complianceRemediation,
  auditPackGeneration,
];

/** The same with the names that their state machines have in an installation: specs/3 ends some with the environment's. */
export const workflowsOf = (environment: string): Workflow[] =>
  workflows.map((one) => ({
    ...one,
    stateMachineName: one.stateMachineName.replace('{ENVIRONMENT}', environment),
  }));
