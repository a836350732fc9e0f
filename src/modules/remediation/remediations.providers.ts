import type { Provider } from '@nestjs/common';
import { AbandonedRemediations } from './abandoned-remediations.service.js';
import { ApplyFixTask } from './apply-fix.task.js';
import { RemediationAgreement } from './remediation-agreement.service.js';
import { RemediationApplying } from './remediation-applying.service.js';
import { RemediationApprovals } from './remediation-approvals.service.js';
import { RemediationClosing } from './remediation-closing.service.js';
import { RemediationEnds } from './remediation-ends.service.js';
import { RemediationFailures } from './remediation-failures.service.js';
import { RemediationLink } from './remediation.link.js';
import { RemediationPlanning } from './remediation-planning.service.js';
import { RemediationPlans } from './remediation-plans.service.js';
import { RemediationRollback } from './remediation-rollback.service.js';
import { RemediationRows } from './remediation-rows.js';
import { RemediationStart } from './remediation-start.service.js';
import { RemediationTakingBack } from './remediation-taking-back.service.js';
import { RemediationTelling } from './remediation-telling.service.js';
import { RemediationsService } from './remediations.service.js';
import { RemediationsStore } from './remediations.store.js';
import { RollbackRequests } from './rollback-requests.service.js';
import { RollbackRun } from './rollback-run.service.js';

/** The workflow of remediations, and their API. */
export const remediations: Provider[] = [
  ...[ApplyFixTask, RemediationPlanning, RemediationPlans, RemediationAgreement, RemediationApplying],
  ...[RemediationClosing, RemediationFailures, RemediationEnds, RemediationTelling, RemediationTakingBack],
  ...[RemediationsService, RemediationStart, RemediationRollback, RollbackRequests, RollbackRun],
  ...[RemediationRows, RemediationsStore, RemediationApprovals],
  AbandonedRemediations,
  RemediationLink,
];
