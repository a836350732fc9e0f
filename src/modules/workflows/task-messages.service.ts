import { Injectable } from '@nestjs/common';
import type { QueueMessage } from '../../platform/aws/index.js';
import { Logger } from '../../platform/telemetry/index.js';
import { jsonOf } from '../../shared/json-of.js';
import { TaskTokens } from './aws/task-tokens.js';
import { TaskMessageRuns } from './task-message-runs.js';
import { taskMessage, tokenOnly } from './task-messages.schemas.js';
import { TaskOrigins } from './task-origins.service.js';

/** Reads messages of the task queue, and sees to what they ask. */
@Injectable()
export class TaskMessages {
  constructor(
    private readonly origins: TaskOrigins,
    private readonly runs: TaskMessageRuns,
    private readonly tokens: TaskTokens,
    private readonly logger: Logger,
  ) {}

  /**
   * @returns whether the message is done with; false: another worker has to take it
   * @throws when it has to come again
   */
  async take(message: QueueMessage, stop: AbortSignal): Promise<boolean> {
    const body = jsonOf(message.body);
    const parsed = taskMessage.safeParse(body);
    if (!parsed.success) {
      const problems = parsed.error.issues.map(({ path, message: text }) => `${path.join('.')}: ${text}`);
      return this.#unreadable(message, body, problems.join('; '));
    }
    const origin = await this.origins.of(parsed.data);
    if (!('refusal' in origin)) return this.runs.run(parsed.data, origin, message, stop);
    this.logger.error('A task of Step Functions was refused', {
      task: parsed.data.task,
      reason: origin.refusal,
    });
    await this.#fail(parsed.data.taskToken, 'States.Permissions', origin.refusal);
    return true;
  }

  /** Who waits for it is told. Where nobody does, it stays for the queue's redrive policy, which moves it to where people look. */
  async #unreadable({ receiveCount }: QueueMessage, body: unknown, problems: string): Promise<boolean> {
    this.logger.error('A message on the task queue is no task', { receiveCount, problems });
    const waiting = tokenOnly.safeParse(body);
    if (!waiting.success) throw new Error(`it is no task: ${problems}`);
    await this.#fail(waiting.data.taskToken, 'States.TaskFailed', `The message is no task: ${problems}`);
    return true;
  }

  #fail(token: string, error: string, cause: string): Promise<void> {
    return this.tokens.tell(token, { type: 'failed', error, cause });
  }
}
