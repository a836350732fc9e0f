import { Injectable } from '@nestjs/common';
import { isObject, type Json } from '../../asl/index.js';
import { Logger } from '../../platform/telemetry/index.js';
import { AppError } from '../../shared/app-error.js';
import { newId } from '../../shared/ids.js';
import { Arns } from './arns.js';
import { DefinitionsService } from './definitions.service.js';
import { EXECUTION_NAME, stateMachineName } from './domain/arn.js';
import { ExecutionStore } from './executions.store.js';
import type { AskedTask, TaskOutcome } from './task-outcome.js';
import { WorkflowEngine } from './workflow-engine.js';

const AGAIN_SECONDS = 1;
/** A definition that starts itself must end: those that are waited for take no place under the limits. */
const DEEPEST = 10;

const failed = (error: string, cause: string): TaskOutcome => ({ type: 'failed', error, cause });

/** Starts executions for tasks of others: states:startExecution, with .sync and .sync:2. */
@Injectable()
export class ChildExecutions {
  constructor(
    private readonly definitions: DefinitionsService,
    private readonly engine: WorkflowEngine,
    private readonly store: ExecutionStore,
    private readonly arns: Arns,
    private readonly logger: Logger,
  ) {}

  /** Never fails the task by an outage of ours: it is tried again in a moment. */
  async start(task: AskedTask, pattern: string | undefined): Promise<TaskOutcome> {
    try {
      return await this.#start(task, pattern);
    } catch (error) {
      if (error instanceof AppError && error.code !== 'UNAVAILABLE') {
        const isTaken = error.code === 'CONFLICT';
        return failed(
          isTaken ? 'StepFunctions.ExecutionAlreadyExistsException' : 'States.TaskFailed',
          error.message,
        );
      }
      this.logger.warn('An execution could not be started yet', { task: task.taskId, error: String(error) });
      return { type: 'later', afterSeconds: AGAIN_SECONDS };
    }
  }

  /** Safe to run twice: a name that is not given is made of the task's, which is another with each retry. */
  async #start(task: AskedTask, pattern: string | undefined): Promise<TaskOutcome> {
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
    if ((await this.store.depthOf(task.tenantId, task.executionId, DEEPEST)) >= DEEPEST) {
      return failed('States.TaskFailed', `Executions start each other ${DEEPEST} deep at most`);
    }
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
