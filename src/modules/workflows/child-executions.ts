import { Injectable } from '@nestjs/common';
import { isObject, type Json } from '../../asl/index.js';
import { newId } from '../../shared/ids.js';
import { Arns } from './arns.js';
import { DefinitionsService } from './definitions.service.js';
import { EXECUTION_NAME, stateMachineName } from './domain/arn.js';
import { ExecutionStore } from './executions.store.js';
import type { AskedTask, TaskOutcome } from './task-outcome.js';
import { WorkflowEngine } from './workflow-engine.js';

const failed = (error: string, cause: string): TaskOutcome => ({ type: 'failed', error, cause });

/** Starts executions for tasks of others: states:startExecution, with .sync and .sync:2. */
@Injectable()
export class ChildExecutions {
  constructor(
    private readonly definitions: DefinitionsService,
    private readonly engine: WorkflowEngine,
    private readonly store: ExecutionStore,
    private readonly arns: Arns,
  ) {}

  /** Safe to run twice: a name that is not given is made of the task's, which is another with each retry. */
  async start(task: AskedTask, pattern: string | undefined): Promise<TaskOutcome> {
    const { StateMachineArn: arn, Input: input = {}, Name: given } = isObject(task.input) ? task.input : {};
    if (typeof arn !== 'string') return failed('States.TaskFailed', 'The field StateMachineArn is missing');
    const stateMachine = stateMachineName(arn);
    const known = await this.definitions.byStateMachine(task.tenantId, stateMachine);
    if (known === undefined) {
      return failed(
        'StepFunctions.StateMachineDoesNotExistException',
        `There is no state machine ${stateMachine}`,
      );
    }
    const name = typeof given === 'string' ? given : `${task.executionId}-${task.taskId}`.slice(-80);
    if (!EXECUTION_NAME.test(name))
      return failed('StepFunctions.InvalidNameException', `${name} is no execution name`);
    const parent = await this.store.requesterOf(task.tenantId, task.executionId);
    const started = await this.engine.start({
      id: newId('exe'),
      actor: { tenantId: task.tenantId, owner: parent.requestedBy, keyId: parent.requestedByKey },
      ...{ workflowType: known.workflowType, stateMachine, name, program: known.program, isOwn: known.isOwn },
      ...{ input, priority: parent.priority, correlationId: task.correlationId, startedBy: null },
      parent: { executionId: task.executionId, taskId: task.taskId },
    });
    const submitted: Json = {
      ExecutionArn: this.arns.execution(stateMachine, name),
      StartDate: started.startedAt.toISOString(),
    };
    if (pattern === undefined) return { type: 'succeeded', output: submitted };
    return { type: 'waits', childId: started.id, submitted };
  }
}
