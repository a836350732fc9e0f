import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { Database, type Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/outbox/index.js';
import { correlation, Logger } from '../../platform/telemetry/index.js';
import { scansStarted, scheduleRunFailed, scheduleRunSucceeded, type ScansStarted } from './facts.js';
import { dimensions, schedulesExecuted, schedulesFailed } from './metrics.js';

/** An ended run as it is told. */
export interface EndedRun {
  run: {
    id: string;
    tenantId: string;
    scheduleId: string;
    scheduleType: string;
    plannedAt: Date;
    attempt: number;
    correlationId: string;
  };
  executionId?: string | null;
  executionArn?: string | undefined;
}

/** A run that has started a scan, as it is told. */
export type StartedScan = ScansStarted['runs'][number] & { tenantId: string };

/** Tells how runs ended: the fact in their transaction, the metric and the log line after its commit. */
@Injectable()
export class RunFacts {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly logger: Logger,
  ) {}

  async failed(tx: Tx, runs: readonly (EndedRun & { error: string })[]): Promise<void> {
    for (const ended of runs) {
      const payload = { ...told(ended), error: ended.error };
      await asOf(ended, () =>
        this.outbox.write(tx, ended.run.tenantId, scheduleRunFailed, [{ key: ended.run.id, payload }]),
      );
    }
    this.database.onCommit(tx, () => {
      for (const ended of runs) {
        schedulesFailed.add(dimensions(this.config.get('ENVIRONMENT')));
        const said = { ...context(ended, 'SCHEDULE_FAILED'), reason: ended.error };
        asOf(ended, () => this.logger.error('Schedule failed', said));
      }
    });
  }

  /** Five thousand runs of one minute are some dozens of facts. */
  async scansStarted(tx: Tx, started: readonly StartedScan[]): Promise<void> {
    for (const tenantId of new Set(started.map((one) => one.tenantId))) {
      const runs = started.filter((one) => one.tenantId === tenantId).map(({ tenantId: _, ...run }) => run);
      const key = runs[0]?.runId ?? '';
      await this.outbox.write(tx, tenantId, scansStarted, [{ key, payload: { runs } }]);
    }
  }

  async succeeded(tx: Tx, runs: readonly EndedRun[]): Promise<void> {
    for (const ended of runs) {
      const { id: key, tenantId } = ended.run;
      const payload = told(ended);
      await asOf(ended, () => this.outbox.write(tx, tenantId, scheduleRunSucceeded, [{ key, payload }]));
    }
    this.database.onCommit(tx, () => {
      for (const ended of runs) {
        schedulesExecuted.add(dimensions(this.config.get('ENVIRONMENT')));
        const said = context(ended, 'SCHEDULE_EXECUTED');
        asOf(ended, () => this.logger.info('Schedule executed successfully', said));
      }
    });
  }
}

/** Many runs are closed together, in the thread of whatever woke the worker: each is told in its own. */
const asOf = <T>({ run }: EndedRun, work: () => T): T => correlation.run(run.correlationId, work);

const told = ({ run, executionId }: EndedRun) => ({
  runId: run.id,
  scheduleId: run.scheduleId,
  scheduleType: run.scheduleType,
  plannedAt: run.plannedAt.toISOString(),
  attempt: run.attempt,
  executionId: executionId ?? null,
});

const context = ({ run, executionId, executionArn }: EndedRun, action: string) => ({
  correlationId: run.correlationId,
  scheduleId: run.scheduleId,
  tenantId: run.tenantId,
  runId: run.id,
  executionArn: executionArn ?? executionId ?? undefined,
  action,
});
