import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import { Logger } from '../../platform/telemetry/index.js';
import { ExecutionStore } from './executions.store.js';
import { RunFacts } from './run-facts.js';
import type { DueRun } from './starting.store.js';
import { type Execution, type ExecutionOutcome, WorkflowStarter } from './workflow-starter.js';

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
  async check(tenantId: string, execution: Execution): Promise<void> {
    const outcome = await this.workflows.outcome(tenantId, execution);
    if (outcome !== undefined) await this.end(tenantId, execution.id, outcome);
  }

  /** Asks for every execution that is under way: what tells of its end may have been lost. */
  async checkAll(): Promise<void> {
    let after = '';
    for (;;) {
      const running = await this.store.underWay(BATCH, after);
      for (const { tenantId, execution } of running) {
        try {
          await this.check(tenantId, execution);
        } catch (error) {
          this.logger.warn('An execution could not be asked how it ended', {
            executionId: execution.id,
            error: String(error),
          });
        }
      }
      if (running.length < BATCH) return;
      after = running.at(-1)?.runId ?? '';
    }
  }

  /**
   * Cancels what replaced runs have started, before the run that replaces them starts. What they share with others
   * goes on, and the new run joins it.
   */
  async cancel(run: DueRun, replaced: readonly string[]): Promise<void> {
    for (const { runId, execution } of await this.store.startedBy(run.tenantId, replaced)) {
      await this.#cancel(run, execution, runId, [run.id, ...replaced]);
    }
  }

  /** Whether the attempt is still to be made: another run may have replaced this one since it was claimed. */
  async isUnderWay({ tenantId, id, attempt }: DueRun): Promise<boolean> {
    return this.store.isUnderWay(tenantId, id, attempt);
  }

  /** A run was cancelled while its attempt was under way: what that attempt has started, nobody else may want. */
  async cancelUnwanted(run: DueRun, execution: Execution): Promise<void> {
    const [cancelled] = await this.store.cancelled(run.tenantId, [run.id]);
    if (cancelled === undefined) return;
    await this.#cancel(run, execution, run.id, [run.id]);
  }

  async #cancel(by: DueRun, execution: Execution, executionName: string, but: readonly string[]) {
    const actor = { tenantId: by.tenantId, owner: by.requestedBy, keyId: by.requestedByKey };
    const isWanted = (tx: Tx) => this.store.isWanted(tx, by.tenantId, execution.id, but);
    await this.workflows.cancel(actor, execution, { executionName, isWanted });
  }
}
