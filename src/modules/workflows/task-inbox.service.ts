import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { QueueMessage } from '../../platform/aws/index.js';
import { Config } from '../../platform/config/index.js';
import { Logger } from '../../platform/telemetry/index.js';
import { withJointSignal } from '../../shared/joint-signal.js';
import { TASK_HELD_SECONDS, TaskQueue } from './aws/task-queue.js';
import { TaskMessages } from './task-messages.service.js';

const STOP_PATIENCE_MS = 5_000;

/** Takes tasks of Step Functions from their queue, as many as this worker may run at once. */
@Injectable()
export class TaskInboxService {
  readonly #running = new Set<Promise<void>>();
  readonly #stop = new AbortController();

  constructor(
    private readonly queue: TaskQueue,
    private readonly messages: TaskMessages,
    private readonly config: Config,
    private readonly logger: Logger,
  ) {}

  /**
   * Waits for room, then up to 20 s for tasks, and begins them: their ends are not waited for.
   * @throws when the queue cannot be read
   */
  async receive(signal: AbortSignal): Promise<void> {
    const most = this.config.get('WORKFLOW_TASK_CONCURRENCY');
    while (this.#running.size >= most && !signal.aborted) await this.#oneEnds(signal);
    if (signal.aborted) return;
    for (const message of await this.queue.receive(signal, most - this.#running.size)) {
      const run = this.#run(message).finally(() => this.#running.delete(run));
      this.#running.add(run);
    }
  }

  /** Ends what runs at its next safe point; what has not ended then is another worker's in half a minute. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.race([Promise.all(this.#running), sleep(STOP_PATIENCE_MS, undefined, { ref: false })]);
  }

  async #oneEnds(signal: AbortSignal): Promise<void> {
    const isOver = new AbortController();
    const stopped = withJointSignal([signal, isOver.signal], (either) =>
      sleep(3_600_000, undefined, { signal: either }),
    );
    await Promise.race([...this.#running, stopped.catch(() => undefined)]);
    isOver.abort();
  }

  /** Never throws: a message that is not deleted comes again. */
  async #run(message: QueueMessage): Promise<void> {
    const { receiptHandle, receiveCount } = message;
    try {
      if (await this.messages.take(message, this.#stop.signal)) await this.queue.remove([receiptHandle]);
      else await this.queue.hold(receiptHandle, 0);
    } catch (error) {
      const afterSeconds = Math.min(2 ** receiveCount, TASK_HELD_SECONDS);
      this.logger.warn('A task of Step Functions could not be seen to; it comes again', {
        ...{ receiveCount, afterSeconds, error: String(error) },
      });
      // where this fails too, it comes when it is nobody's any more
      await this.queue.hold(receiptHandle, afterSeconds).catch(() => undefined);
    }
  }
}
