import { Injectable } from '@nestjs/common';
import type { QueueMessage } from '../../platform/aws/index.js';
import { Logger } from '../../platform/telemetry/index.js';
import { jsonOf } from '../../shared/json-of.js';
import { AwsAdoption } from './aws-adoption.service.js';
import { AwsStatusService, type ToldStatus } from './aws-status.service.js';
import { StatusQueue } from './aws/status-queue.js';
import { StepFunctions } from './aws/step-functions.js';
import { statusEvent, type StatusEvent } from './status.schemas.js';

/** Takes status changes of executions from their queue. */
@Injectable()
export class StatusInboxService {
  constructor(
    private readonly queue: StatusQueue,
    private readonly functions: StepFunctions,
    private readonly status: AwsStatusService,
    private readonly adoption: AwsAdoption,
    private readonly logger: Logger,
  ) {}

  /**
   * Waits up to 20 s for events and sees to them. A message is deleted once its row is committed: what dies in between
   * is delivered again.
   * @throws when the queue cannot be read, or when a row could not be written; those messages come again
   */
  async receive(signal: AbortSignal): Promise<void> {
    await this.queue.takeEach(signal, (message) => this.#take(message));
  }

  /** False for what is no such event: it stays, and the queue's redrive policy moves it to where people look. */
  async #take({ body, receiveCount }: QueueMessage): Promise<boolean> {
    const parsed = statusEvent.safeParse(jsonOf(body));
    if (!parsed.success) {
      const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
      this.logger.error('A message on the status queue is no status change', { receiveCount, problems });
      return false;
    }
    const { executionArn } = parsed.data.detail;
    const tenantId = await this.adoption.tenantOf(executionArn);
    if (tenantId === undefined) {
      this.logger.warn('An execution on Step Functions is none of ours', { executionArn });
      return true;
    }
    await this.status.apply(tenantId, executionArn, await this.#told(parsed.data));
    return true;
  }

  /** The event, and where it leaves out what counts, one look at the execution itself. */
  async #told({ detail, time }: StatusEvent): Promise<ToldStatus> {
    const isLeftOut = detail.status === 'SUCCEEDED' && detail.outputDetails?.included === false;
    const isSilent = detail.status === 'FAILED' && detail.error === undefined && detail.cause === undefined;
    if (isLeftOut || isSilent) return this.functions.describe(detail.executionArn);
    const isOver = detail.status !== 'RUNNING' && detail.status !== 'PENDING_REDRIVE';
    return {
      status: detail.status === 'PENDING_REDRIVE' ? 'RUNNING' : detail.status,
      redriveCount: detail.redriveCount ?? 0,
      output: detail.output ?? null,
      error: detail.error ?? null,
      cause: detail.cause ?? null,
      startedAt: detail.startDate ?? null,
      stoppedAt: isOver ? (detail.stopDate ?? time) : null,
    };
  }
}
