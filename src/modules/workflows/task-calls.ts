import { Injectable } from '@nestjs/common';
import { isObject, type Json } from '../../asl/index.js';
import { isOutage } from '../../platform/database/index.js';
import { AwsTasks } from './aws-tasks.js';
import { ChildExecutions } from './child-executions.js';
import { OwnTasks } from './own-tasks.js';
import { WHILE_AWAY, type AskedTask, type TaskOutcome, type TaskSignals } from './task-outcome.js';

/** `arn:aws:lambda:…:function:name`, alone or with a version. */
const FUNCTION = /^arn:aws[a-z-]*:lambda:[^:]*:[^:]*:function:/;
/** `arn:aws:states:::service:action.pattern`. */
const INTEGRATION =
  /^arn:aws[a-z-]*:states:[^:]*:[^:]*:([a-z-]+):([A-Za-z]+)(?:\.(waitForTaskToken|sync(?::2)?))?$/;

/** Runs a task by what its resource names: our own tasks here, everything else in AWS. */
@Injectable()
export class TaskCalls {
  constructor(
    private readonly own: OwnTasks,
    private readonly children: ChildExecutions,
    private readonly aws: AwsTasks,
  ) {}

  /** Never throws: what goes wrong is the outcome. */
  async run(task: AskedTask, signals: TaskSignals): Promise<TaskOutcome> {
    try {
      return await this.#run(task, signals);
    } catch (error) {
      if (isOutage(error)) return WHILE_AWAY;
      return {
        type: 'failed',
        error: 'States.TaskFailed',
        cause: error instanceof Error ? error.message : String(error),
      };
    }
  }

  /** What handing over a task gave that somebody has answered since: TaskSubmitted's output. */
  handedOver({ resource, taskId }: AskedTask): Json | undefined {
    const [, service, action, pattern] = INTEGRATION.exec(resource) ?? [];
    if (pattern !== 'waitForTaskToken') return undefined;
    return `${service}:${action}` === 'sqs:sendMessage' ? messageOf(taskId) : { StatusCode: 200 };
  }

  async #run(task: AskedTask, signals: TaskSignals): Promise<TaskOutcome> {
    if (FUNCTION.test(task.resource)) {
      return answeredNow(await this.#function(task, task.resource, task.input, signals));
    }
    const [, service, action, pattern] = INTEGRATION.exec(task.resource) ?? [];
    switch (`${service}:${action}`) {
      case 'lambda:invoke':
        return this.#invoke(task, pattern, signals);
      case 'sqs:sendMessage':
        if (pattern === 'waitForTaskToken') return this.#message(task, signals);
        break;
      case 'states:startExecution':
        return this.children.start(task, pattern);
      case 'sns:publish':
      case 'events:putEvents':
        if (pattern === undefined) return this.aws.call(task, `${service}:${action}`);
    }
    const cause = `The resource ${task.resource} is not served here`;
    return { type: 'failed', error: 'States.TaskFailed', cause };
  }

  async #function(task: AskedTask, name: string, input: Json, signals: TaskSignals): Promise<TaskOutcome> {
    return (
      (await this.own.run(task, name, input, signals)) ?? this.aws.invoke(task, name, input, signals.signal)
    );
  }

  /** Lambda's integration wraps what the function gives. */
  async #invoke(task: AskedTask, pattern: string | undefined, signals: TaskSignals): Promise<TaskOutcome> {
    const { FunctionName: name, Payload: payload = {} } = isObject(task.input) ? task.input : {};
    if (typeof name !== 'string') return missing('FunctionName');
    const given = await this.#function(task, name, payload, signals);
    const outcome = pattern === 'waitForTaskToken' ? given : answeredNow(given);
    if (outcome.type !== 'succeeded') return outcome;
    const output = { ExecutedVersion: '$LATEST', Payload: outcome.output, StatusCode: 200 };
    return pattern === 'waitForTaskToken'
      ? { type: 'waits', submitted: output }
      : { type: 'succeeded', output };
  }

  /** The envelope of our definitions, `{task, input, taskToken}`: on AWS it comes back through the queue. */
  async #message(task: AskedTask, signals: TaskSignals): Promise<TaskOutcome> {
    const body = isObject(task.input) ? task.input['MessageBody'] : undefined;
    if (!isObject(body) || typeof body['task'] !== 'string') return missing('MessageBody.task');
    const token = typeof body['taskToken'] === 'string' ? body['taskToken'] : undefined;
    const outcome = await this.own.run(task, body['task'], body['input'] ?? {}, signals, token);
    if (outcome === undefined) {
      return { type: 'failed', error: 'States.TaskFailed', cause: `There is no task ${body['task']}` };
    }
    return outcome.type === 'later' ? outcome : { ...outcome, submitted: messageOf(task.taskId) };
  }
}

/** Without a token nobody could answer later. */
const answeredNow = (outcome: TaskOutcome): TaskOutcome =>
  outcome.type === 'waits'
    ? {
        type: 'failed',
        error: 'States.TaskFailed',
        cause: 'This task is answered later: it needs a task token',
      }
    : outcome;

const messageOf = (taskId: string): Json => ({ MessageId: taskId });

const missing = (field: string): TaskOutcome => ({
  type: 'failed',
  error: 'States.TaskFailed',
  cause: `The field ${field} is missing`,
});
