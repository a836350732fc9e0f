import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { Logger } from '../../platform/telemetry/index.js';
import { ExecutionStore } from './executions.store.js';
import { RunFacts } from './run-facts.js';
import type { DueRun } from './starting.store.js';
import { type ExecutionOutcome, WorkflowStarter } from './workflow-starter.js';

const BATCH = 200;

/** Follows what runs have started until it ends. */
@Injectable()
export class ExecutionsService {
  constructor(
    private readonly database: Database,
    private readonly store: ExecutionStore,
    private readonly workflows: WorkflowStarter,
    private readonly facts: RunFacts,
    private readonly logger: Logger,
  ) {}

  /** Closes the runs of an execution that has ended. Safe to run twice. */
  async end(tenantId: string, executionId: string, outcome: ExecutionOutcome): Promise<void> {
    await this.database.withTenant(tenantId, async (tx) => {
      const runs = await this.store.end(tx, tenantId, executionId, outcome);
      if (outcome.status === 'succeeded') await this.facts.succeeded(tx, runs);
      if (outcome.status === 'failed') {
        await this.facts.failed(
          tx,
          runs.map((ended) => ({ ...ended, error: outcome.error ?? 'it failed' })),
        );
      }
    });
  }

  /** An execution may have ended before its run's row named it. */
  async check(tenantId: string, executionId: string): Promise<void> {
    const outcome = await this.workflows.outcome(tenantId, executionId);
    if (outcome !== undefined) await this.end(tenantId, executionId, outcome);
  }

  /** Asks for every execution that is under way: what tells of its end may have been lost. */
  async checkAll(): Promise<void> {
    let after = '';
    for (;;) {
      const running = await this.store.underWay(BATCH, after);
      for (const { tenantId, executionId } of running) {
        try {
          await this.check(tenantId, executionId);
        } catch (error) {
          this.logger.warn('An execution could not be asked how it ended', {
            executionId,
            error: String(error),
          });
        }
      }
      if (running.length < BATCH) return;
      after = running.at(-1)?.runId ?? '';
    }
  }

  /** Cancels what replaced runs have started, before the run that replaces them starts. */
  async cancel(run: DueRun, replaced: readonly string[]): Promise<void> {
    const actor = { tenantId: run.tenantId, owner: run.requestedBy, keyId: run.requestedByKey };
    for (const { executionId } of await this.store.startedBy(run.tenantId, replaced)) {
      await this.workflows.cancel(actor, executionId);
    }
  }

  /** A run was cancelled while its attempt was under way: what that attempt has started is not wanted. */
  async cancelUnwanted(run: DueRun, executionId: string): Promise<void> {
    const [cancelled] = await this.store.cancelled(run.tenantId, [run.id]);
    if (cancelled === undefined) return;
    const actor = { tenantId: run.tenantId, owner: run.requestedBy, keyId: run.requestedByKey };
    await this.workflows.cancel(actor, executionId);
  }
}
