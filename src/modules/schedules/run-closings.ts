import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { Logger } from '../../platform/telemetry/index.js';
import type { AttemptOutcome } from './attempts.service.js';
import { CircuitStore } from './circuits.store.js';
import { ExecutionsService } from './executions.service.js';
import { toExecution } from './executions.store.js';
import { dimensions, lateness } from './metrics.js';
import { stateMachineOf } from './domain/target.js';
import { RunFacts, type StartedScan } from './run-facts.js';
import { StartingStore } from './starting.store.js';

const SCAN_WORKFLOW = 'ComplianceScanWorkflow';

/** Writes how attempts ended, many in one transaction: five thousand runs of one minute are ten of them. */
@Injectable()
export class RunClosings {
  constructor(
    private readonly config: Config,
    private readonly store: StartingStore,
    private readonly circuits: CircuitStore,
    private readonly executions: ExecutionsService,
    private readonly facts: RunFacts,
    private readonly logger: Logger,
  ) {}

  /** @throws when the database does not take it: the outcomes are then still to be closed */
  async close(outcomes: readonly AttemptOutcome[]): Promise<void> {
    const closed = await this.store.claim(async (tx) => {
      const rows = await this.store.close(
        tx,
        outcomes.map(({ closing }) => closing),
      );
      const ids = new Set(rows.map(({ id }) => id));
      const mine = outcomes.filter(({ run }) => ids.has(run.id));
      await this.circuits.record(
        tx,
        mine.flatMap(({ run, target }) =>
          target === undefined ? [] : [{ tenantId: run.tenantId, target: target.key, error: target.error }],
        ),
      );
      await this.facts.scansStarted(tx, mine.flatMap(startedScan));
      const told = mine.map(({ run, closing }) => ({ run, closing, executionId: closing.executionId }));
      await this.facts.succeeded(
        tx,
        told.filter(({ closing }) => closing.status === 'succeeded'),
      );
      await this.facts.failed(
        tx,
        told
          .filter(({ closing }) => closing.status === 'failed')
          .map((ended) => ({ ...ended, error: ended.closing.error ?? 'it failed' })),
      );
      return ids;
    });
    for (const { run } of outcomes) {
      if (run.attempt === 1) {
        const seconds = Math.max(0, run.now.getTime() - run.dueAt.getTime()) / 1000;
        lateness.observe(dimensions(this.config.get('ENVIRONMENT')), seconds);
      }
    }
    for (const outcome of outcomes) await this.#follow(outcome, closed.has(outcome.run.id));
  }

  /** What was started may have ended before its row named it, or may not be wanted any more. */
  async #follow({ run, closing }: AttemptOutcome, isMine: boolean): Promise<void> {
    const execution = toExecution(closing.executionType, closing.executionId);
    if (execution === undefined || closing.status !== 'running') return;
    try {
      if (isMine) await this.executions.check(run.tenantId, execution);
      else await this.executions.cancelUnwanted(run, execution);
    } catch (error) {
      // the reconciler asks again
      this.logger.warn('An execution could not be followed', { runId: run.id, error: String(error) });
    }
  }
}

/** What a run has started, where that is a scan or the workflow of one. */
function startedScan({ run, closing }: AttemptOutcome): StartedScan[] {
  const execution = toExecution(closing.executionType, closing.executionId);
  const isScan = run.target.type === 'scan' || stateMachineOf(run.target) === SCAN_WORKFLOW;
  if (!isScan || execution === undefined || closing.status !== 'running') return [];
  const { id: runId, tenantId, scheduleId, scheduleType, cause, correlationId, plannedAt, startedAt } = run;
  return [
    {
      ...{ runId, tenantId, scheduleId, scheduleType, cause, correlationId },
      ...{ plannedAt: plannedAt.toISOString(), startedAt: startedAt.toISOString() },
      ...{ executionType: execution.type, executionId: execution.id },
    },
  ];
}
