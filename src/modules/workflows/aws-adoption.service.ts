import { Injectable } from '@nestjs/common';
import type { Json } from '../../asl/index.js';
import { failureOf } from '../../platform/aws/index.js';
import { isCorrelationId } from '../../platform/telemetry/index.js';
import { newId } from '../../shared/ids.js';
import { AwsExecutionStore } from './aws-executions.store.js';
import { StateMachines } from './aws/state-machines.js';
import { StepFunctions, type DescribedExecution } from './aws/step-functions.js';
import { DefinitionsService, type KnownWorkflow } from './definitions.service.js';
import { correlationIn } from './domain/event-input.js';
import { ExecutionTenants } from './execution-tenants.service.js';

/** Who answers for an execution that no request of ours has started. */
const STARTED_THERE = { requestedBy: 'step-functions', requestedByKey: 'step-functions' };
const NORMAL = 2;

/**
 * Whose an execution on Step Functions is. One that was started there (by another execution, or by hand) gets its row
 * when it is first heard of: its input names the tenant, or what the tenant follows from. Whoever may start our state
 * machines in our account is trusted to name it rightly.
 */
@Injectable()
export class AwsAdoption {
  constructor(
    private readonly store: AwsExecutionStore,
    private readonly functions: StepFunctions,
    private readonly machines: StateMachines,
    private readonly definitions: DefinitionsService,
    private readonly tenants: ExecutionTenants,
  ) {}

  /** undefined: it is none of ours. */
  async tenantOf(awsArn: string): Promise<string | undefined> {
    return (await this.store.tenantOf(awsArn)) ?? (await this.#adopt(awsArn));
  }

  /** Whether there is such a tenant. */
  isTenant(tenantId: string): Promise<boolean> {
    return this.tenants.has(tenantId);
  }

  async #adopt(awsArn: string): Promise<string | undefined> {
    const found = await this.#describe(awsArn);
    if (found === undefined) return undefined;
    const input = JSON.parse(found.input) as Json;
    const tenantId = await this.tenants.of(input, found.stateMachineArn);
    if (tenantId === undefined) return undefined;
    const workflow = await this.#workflow(tenantId, found.stateMachineArn);
    if (workflow === undefined) return undefined;
    const { workflowType, stateMachineName: stateMachine } = workflow;
    await this.store.inTenant(tenantId, (tx) =>
      this.store.insert(tx, {
        ...{ id: newId('exe'), tenantId, workflowType, stateMachine, name: found.name, awsArn },
        ...{ input: found.input, priority: NORMAL, correlationId: givenCorrelation(input), startedBy: null },
        ...{ ...STARTED_THERE, createdAt: found.startedAt, startedAt: found.startedAt },
      }),
    );
    return this.store.tenantOf(awsArn); // somebody else may have been first
  }

  async #describe(awsArn: string): Promise<DescribedExecution | undefined> {
    try {
      return await this.functions.describe(awsArn);
    } catch (error) {
      if (['ExecutionDoesNotExist', 'InvalidArn'].includes(failureOf(error).code)) return undefined;
      throw error;
    }
  }

  async #workflow(tenantId: string, arn: string): Promise<KnownWorkflow | undefined> {
    const by = this.machines.typeOrNameOf(arn);
    const known =
      'workflowType' in by
        ? await this.definitions.byType(tenantId, by.workflowType)
        : await this.definitions.byStateMachine(tenantId, by.stateMachine);
    return known?.isOwn === false ? known : undefined;
  }
}

function givenCorrelation(input: Json): string {
  const given = correlationIn(input);
  return isCorrelationId(given) ? given : newId('req');
}
