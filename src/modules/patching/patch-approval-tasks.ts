import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { Task, type TaskContext } from '../../platform/tasks/index.js';
import { countFailure } from '../scanning/index.js';
import { ExecutionOwners } from '../workflows/index.js';
import { PatchApprovalDeciding } from './patch-approval-deciding.service.js';
import { PatchApprovalEvaluation } from './patch-approval-evaluation.service.js';
import { patchApprovalInput, type PatchApprovalInput } from './patch-approval.schemas.js';
import { PatchApprovals } from './patch-approval.service.js';

/** As contracts name it among the services of the metrics. */
const SERVICE = 'patch-approval-workflow';

/** The tasks of patch-approval, but for the scan and the questions to people. */
@Injectable()
export class PatchApprovalTasks {
  constructor(
    private readonly owners: ExecutionOwners,
    private readonly approvals: PatchApprovals,
    private readonly evaluation: PatchApprovalEvaluation,
    private readonly deciding: PatchApprovalDeciding,
    private readonly config: Config,
  ) {}

  @Task('patch-approval', patchApprovalInput)
  async run(input: PatchApprovalInput, context: TaskContext): Promise<unknown> {
    const { actor, executionId } = await this.owners.of(context);
    switch (input.action) {
      case 'validate':
        return this.approvals.validate(actor, executionId, input.input);
      case 'evaluate':
        return this.evaluation.evaluate(input, context, executionId);
      case 'process':
        return this.deciding.process(actor, executionId, input.kind);
      case 'decide':
        return this.deciding.decide(actor, executionId, input);
      case 'publish':
        return this.approvals.publish(actor, executionId, input);
      case 'fail':
        await this.deciding.abandon(actor.tenantId, executionId);
        countFailure(this.config.get('ENVIRONMENT'), SERVICE, input.error);
        return { counted: true };
    }
  }
}
