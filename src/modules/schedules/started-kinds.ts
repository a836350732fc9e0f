import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/index.js';
import type { WorkflowTarget } from './domain/target.js';
import { ExecutionStarter } from './execution-starter.js';
import { ScanStarter } from './scan-starter.js';
import {
  type Execution,
  type ExecutionOutcome,
  type Refusal,
  type WorkflowCancel,
  WorkflowStarter,
  type WorkflowStart,
} from './workflow-starter.js';

/** Plain scans and executions of workflows, told apart by what the schedule names. */
@Injectable()
export class StartedKinds extends WorkflowStarter {
  constructor(
    private readonly scans: ScanStarter,
    private readonly executions: ExecutionStarter,
  ) {
    super();
  }

  override async refusal(
    tenantId: string,
    target: WorkflowTarget,
    parameters: Record<string, unknown>,
  ): Promise<Refusal | undefined> {
    if (target.type === 'scan') return this.scans.refusal(parameters);
    return this.executions.refusal(tenantId, target, parameters);
  }

  override start(request: WorkflowStart): Promise<Execution | { skipped: string }> {
    return request.target.type === 'scan' ? this.scans.start(request) : this.executions.start(request);
  }

  override outcome(tenantId: string, { type, id }: Execution): Promise<ExecutionOutcome | undefined> {
    return type === 'scan' ? this.scans.outcome(tenantId, id) : this.executions.outcome(tenantId, id);
  }

  override cancel(actor: Actor, { type, id }: Execution, whose: WorkflowCancel): Promise<void> {
    return type === 'scan'
      ? this.scans.cancel(actor, id, whose)
      : this.executions.cancel(actor, id, whose.executionName);
  }
}
