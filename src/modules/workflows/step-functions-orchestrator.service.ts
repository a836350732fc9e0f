import { Injectable } from '@nestjs/common';
import { correlation } from '../../platform/telemetry/index.js';
import type { Actor } from '../access/index.js';
import { ExecutionAnswers } from './execution-answer.js';
import { ExecutionStarts, type WantedExecution } from './execution-starts.js';
import { ExecutionsService } from './executions.service.js';
import type { StartedExecution, WorkflowMetrics, WorkflowStatus } from './executions.schemas.js';

const DEFAULT_TENANT = 'default';
/** Who answers for what the service starts by itself. */
const SERVICE = { owner: 'service@localhost', keyId: 'service' };

export type WorkflowRequest = WantedExecution & {
  tenantId: string;
  /** Who asks, where it is a person: answers for the execution. `startedBy` is only what they claim. */
  requestedBy?: Omit<Actor, 'tenantId'> | undefined;
};

/** The orchestrator of specs/2: workflows on whichever engine is configured. */
@Injectable()
export class StepFunctionsOrchestratorService {
  constructor(
    private readonly starts: ExecutionStarts,
    private readonly executions: ExecutionsService,
    private readonly answers: ExecutionAnswers,
  ) {}

  /** @throws AppError as ExecutionStarts.start */
  async startWorkflow(request: WorkflowRequest, correlationId: string): Promise<StartedExecution> {
    const { tenantId, requestedBy: { owner, keyId } = SERVICE, ...wanted } = request;
    const row = await correlation.run(correlationId, () =>
      this.starts.start({ tenantId, owner, keyId }, wanted, correlationId),
    );
    return this.answers.started(row);
  }

  /** @param tenantId names are unique within a tenant, so that an ARN alone names none. @throws AppError NOT_FOUND */
  async getWorkflowStatus(
    executionArn: string,
    correlationId: string,
    tenantId: string = DEFAULT_TENANT,
  ): Promise<WorkflowStatus> {
    return correlation.run(correlationId, () => this.executions.status(tenantId, executionArn));
  }

  /** Over all executions of the tenant that are kept. */
  async getWorkflowMetrics(
    workflowType?: string,
    tenantId: string = DEFAULT_TENANT,
  ): Promise<WorkflowMetrics> {
    return this.executions.metrics(tenantId, workflowType);
  }
}
