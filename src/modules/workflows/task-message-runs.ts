import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { QueueMessage } from '../../platform/aws/index.js';
import { Logger, tracing } from '../../platform/telemetry/index.js';
import { TASK_HELD_SECONDS, TaskQueue } from './aws/task-queue.js';
import { TaskTokens } from './aws/task-tokens.js';
import { tokenHash } from './domain/aws-names.js';
import { OwnTasks } from './own-tasks.js';
import { keptAlive } from './task-alive.js';
import type { TaskMessage } from './task-messages.schemas.js';
import type { TaskOrigin } from './task-origins.service.js';
import type { AskedTask, TaskSignals } from './task-outcome.js';
import { TaskResultStore, type TaskResult } from './task-results.store.js';

const RESOURCE = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken';

/** Runs the handler of one task message, once for each token as long as its result can be kept. */
@Injectable()
export class TaskMessageRuns {
  constructor(
    private readonly queue: TaskQueue,
    private readonly tokens: TaskTokens,
    private readonly own: OwnTasks,
    private readonly results: TaskResultStore,
    private readonly logger: Logger,
  ) {}

  /**
   * @returns whether the message is done with: its result is kept, and AWS has answered; false: another worker has to
   * take it
   * @throws when the result could not be kept or AWS could not be told: the message comes again
   */
  async run(
    asked: TaskMessage,
    origin: TaskOrigin,
    message: QueueMessage,
    stop: AbortSignal,
  ): Promise<boolean> {
    const { taskToken: token } = asked;
    const { tenantId } = origin;
    // what comes again, or late, may be of nobody's interest: that is asked before anything is done
    if ((message.receiveCount > 1 || origin.isOver) && !(await this.tokens.beat(token))) {
      await this.results.told(tenantId, token);
      return true;
    }
    const known = await this.results.begin(tenantId, token);
    if (known.token === null) return true;
    const outcome = known.outcome ?? (await this.#work(asked, origin, message, stop));
    if (outcome === 'stopped') return false;
    if (outcome !== 'unwanted') {
      if (outcome.type === 'waits') return true;
      await this.tokens.tell(token, outcome);
    }
    await this.results.told(tenantId, token);
    return true;
  }

  /** Runs the handler, and keeps what it gave before anybody is told. */
  async #work(
    asked: TaskMessage,
    origin: TaskOrigin,
    { receiptHandle }: QueueMessage,
    stop: AbortSignal,
  ): Promise<TaskResult | 'stopped' | 'unwanted'> {
    const alive = {
      beat: () => this.tokens.beat(asked.taskToken),
      hold: () => this.queue.hold(receiptHandle, TASK_HELD_SECONDS),
      logger: this.logger,
    };
    const { result, isWanted } = await keptAlive(alive, stop, (signals) =>
      this.#traced(asked, origin, signals),
    );
    // a handler that was aborted has failed of that, which is nobody's business
    if (result === undefined || (result.type === 'failed' && (stop.aborted || !isWanted))) {
      return isWanted ? 'stopped' : 'unwanted';
    }
    return this.results.keep(origin.tenantId, asked.taskToken, result);
  }

  #traced(asked: TaskMessage, origin: TaskOrigin, signals: TaskSignals): Promise<TaskResult | undefined> {
    const { executionId: key, correlationId, tenantId } = origin;
    const attributes = { 'shepherd.execution': key, 'shepherd.tenant_id': tenantId };
    return tracing.takeUp({ key, correlationId, name: 'task', attributes }, async () => {
      const result = await this.#handle(asked, origin, signals);
      if (result?.type === 'failed') tracing.failed('TaskFailed');
      return result;
    });
  }

  /** @returns undefined where it was to wait for its circuit, and was stopped */
  async #handle(
    asked: TaskMessage,
    { tenantId, executionId, correlationId }: TaskOrigin,
    signals: TaskSignals,
  ): Promise<TaskResult | undefined> {
    const taskId = tokenHash(asked.taskToken);
    const task: AskedTask = {
      ...{ executionId, taskId, tenantId, correlationId, resource: RESOURCE, input: asked.input },
      idempotencyKey: `${executionId}/${workOf(asked) ?? taskId}`,
    };
    for (;;) {
      const outcome = await this.own.run(task, asked.task, asked.input, signals, asked.taskToken);
      if (outcome === undefined) {
        return { type: 'failed', error: 'States.TaskFailed', cause: `There is no task ${asked.task}` };
      }
      if (outcome.type === 'waits') return { type: 'waits' };
      if (outcome.type !== 'later') return outcome;
      await sleep(outcome.afterSeconds * 1000, undefined, { signal: signals.signal }).catch(() => undefined);
      if (signals.signal.aborted) return undefined;
    }
  }
}

/** The same for each try of one visit to a state. Items of a Map that come in one millisecond differ by their input. */
function workOf({ visit, task, input }: TaskMessage): string | undefined {
  if (visit === undefined) return undefined;
  return createHash('sha256')
    .update(JSON.stringify([visit, task, input]))
    .digest('hex');
}
