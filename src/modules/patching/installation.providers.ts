import type { Provider } from '@nestjs/common';
import { AwsClients } from '../../platform/aws/index.js';
import { AccountsService } from '../access/index.js';
import { LivePatchingAws } from './aws/live-patching-aws.js';
import { PatchingAws } from './aws/patching-aws.js';
import { BatchRuns } from './batch-runs.js';
import { PatchAgreement } from './patch-agreement.service.js';
import { PatchEntrance } from './patch-entrance.service.js';
import { PatchEvidence } from './patch-evidence.store.js';
import { PatchExemptions } from './patch-exemptions.service.js';
import { PatchInstallationProcessor } from './patch-installation.processor.js';
import { BatchActions, InstallationActions, PatchInstallationTask } from './patch-installation.task.js';
import { PatchBatchStore } from './patch-batches.store.js';
import { PatchCommands } from './patch-commands.service.js';
import { PatchComplianceService } from './patch-compliance.service.js';
import { PatchInstallationsService } from './patch-installations.service.js';
import { PatchInstallationStore } from './patch-installations.store.js';
import { PatchInstalling } from './patch-installing.service.js';
import { PatchInstances } from './patch-instances.service.js';
import { PatchPlan } from './patch-plan.service.js';
import { PatchPreparation } from './patch-preparation.service.js';
import { PatchReads } from './patch-reads.js';
import { PatchRestoring } from './patch-restoring.service.js';
import { PatchResults } from './patch-results.service.js';
import { PatchRollbackProcessor } from './patch-rollback.processor.js';
import { PatchRollback } from './patch-rollback.service.js';
import { PatchRollbacks, PatchRollbackStarts } from './patch-rollbacks.service.js';
import { PatchRules } from './patch-rules.service.js';
import { PatchSteps } from './patch-steps.service.js';
import { PatchStepStore } from './patch-steps.store.js';
import { PatchTimeline } from './patch-timeline.js';
import { PatchTold } from './patch-told.js';
import { PatchWaits } from './patch-waits.service.js';
import { PatchTurns } from './patch-turns.service.js';
import { PatchValidation } from './patch-validation.service.js';
import { PatchWork } from './patch-work.service.js';

/** What a global module provides that stands for AWS in patching, as tests do. */
export const OTHER_PATCHING_AWS = Symbol('AWS for patching');

export const installations: Provider[] = [
  {
    provide: PatchingAws,
    inject: [{ token: OTHER_PATCHING_AWS, optional: true }, AwsClients, AccountsService],
    useFactory: (other: PatchingAws | undefined, clients: AwsClients, accounts: AccountsService) =>
      other ?? new LivePatchingAws(clients, accounts),
  },
  ...[PatchInstallationTask, InstallationActions, BatchActions, BatchRuns],
  ...[PatchInstallationStore, PatchBatchStore, PatchStepStore, PatchReads],
  ...[PatchPlan, PatchInstances, PatchTurns, PatchRules, PatchWork, PatchSteps, PatchCommands],
  ...[PatchAgreement, PatchEntrance, PatchExemptions, PatchWaits],
  ...[PatchPreparation, PatchInstalling, PatchValidation, PatchRestoring, PatchRollback],
  ...[PatchResults, PatchTold, PatchTimeline, PatchEvidence],
  ...[PatchInstallationsService, PatchRollbacks, PatchRollbackStarts, PatchRollbackProcessor],
  ...[PatchComplianceService, PatchInstallationProcessor],
];
