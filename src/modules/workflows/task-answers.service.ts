import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { Jobs } from '../../platform/queue/index.js';
import { AwsExecutionStore } from './aws-executions.store.js';
import { TaskTokens } from './aws/task-tokens.js';
import { tokenHash } from './domain/aws-names.js';
import { TaskStore } from './local/tasks.store.js';
import { answerTask } from './task-answers.jobs.js';
import { TaskResultStore, type TaskResult } from './task-results.store.js';

/** MessageRetentionPeriod's limit. */
const LONGEST_IN_QUEUE_DAYS = 14;

/** A task, as its handler was told of it (`TaskContext.execution`). */
export interface WaitingTask {
  executionId: string;
  taskId: string;
}

type Answer = Exclude<TaskResult, { type: 'waits' }>;

/**
 * Answers tasks whose handlers returned ANSWERED_LATER, on either engine. The answer is written in the transaction of
 * what decides it; Step Functions is told after that by a job, until it has answered.
 */
@Injectable()
export class TaskAnswers {
  constructor(
    private readonly local: TaskStore,
    private readonly results: TaskResultStore,
    private readonly executions: AwsExecutionStore,
    private readonly tokens: TaskTokens,
    private readonly jobs: Jobs,
  ) {}

  /** By its token. The first answer counts. @returns false where nobody waits: nothing was written */
  async answer(tx: Tx, tenantId: string, token: string, answer: Answer): Promise<boolean> {
    if (await this.local.answer(tx, tenantId, token, answer)) return true;
    return this.#onAws(tx, tenantId, tokenHash(token), answer);
  }

  /** The same by its ids, for those who keep no secret. */
  async answerTask(tx: Tx, tenantId: string, task: WaitingTask, answer: Answer): Promise<boolean> {
    if (await this.local.answerTask(tx, tenantId, task, answer)) return true;
    if (!(await this.executions.isRunning(tx, tenantId, task.executionId))) return false;
    return this.#onAws(tx, tenantId, task.taskId, answer);
  }

  /** Whether an execution still waits for a task that nobody has answered, as far as we have heard. */
  async isOpen(tx: Tx, tenantId: string, task: WaitingTask): Promise<boolean> {
    if (await this.local.isOpen(tx, tenantId, task)) return true;
    return (
      (await this.results.isOpen(tx, tenantId, task.taskId)) &&
      this.executions.isRunning(tx, tenantId, task.executionId)
    );
  }

  /** Tells Step Functions what was answered. Safe to run twice. @throws when AWS could not be told */
  async send(tenantId: string, taskId: string): Promise<void> {
    const kept = await this.executions.inTenant(tenantId, (tx) => this.results.find(tx, tenantId, taskId));
    if (kept === undefined || kept.token === null) return;
    if (kept.outcome === undefined || kept.outcome.type === 'waits') return;
    await this.tokens.tell(kept.token, kept.outcome);
    await this.results.told(tenantId, kept.token);
  }

  /** Deletes what no message can ask for any more. */
  async retain(): Promise<void> {
    await this.results.removeOld(LONGEST_IN_QUEUE_DAYS);
  }

  async #onAws(tx: Tx, tenantId: string, taskId: string, answer: Answer): Promise<boolean> {
    if (!(await this.results.answer(tx, tenantId, taskId, answer))) return false;
    await this.jobs.enqueue(tx, tenantId, answerTask, { taskId });
    return true;
  }
}
