import { Injectable } from '@nestjs/common';
import { Logger } from '../../platform/telemetry/index.js';
import { Clock } from '../../shared/clock.js';
import { AwsExecutionStore, type AwsExecutionRow } from './aws-executions.store.js';
import type { EndStatus } from '../../asl/index.js';
import { isNewer, type AwsStatus } from './domain/status-change.js';
import { countEnd } from './metrics.js';
import { WorkflowTold } from './workflow-told.js';

/** How AWS says that an execution stands. */
export interface ToldStatus extends AwsStatus {
  output: string | null;
  error: string | null;
  cause: string | null;
  startedAt: Date | null;
  stoppedAt: Date | null;
}

const MOST_TRIES = 20;

/** Takes what AWS tells of executions into their rows: in any order, and as often as it comes. */
@Injectable()
export class AwsStatusService {
  constructor(
    private readonly store: AwsExecutionStore,
    private readonly told: WorkflowTold,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** When this returns, the row says so, and facts tell of an end; or it has said something newer before. */
  async apply(tenantId: string, awsArn: string, status: ToldStatus): Promise<void> {
    for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
      const done = await this.store.inTenant(tenantId, async (tx) => {
        const row = await this.store.byArn(tx, tenantId, awsArn);
        if (row === undefined || !isNewer(status, row)) return { row: undefined };
        const at = status.stoppedAt ?? this.clock.now();
        const startedAt = row.startedAt ?? status.startedAt;
        const change = changeOf(status, startedAt, at);
        if (!(await this.store.change(tx, row, change))) return undefined; // somebody else wrote it: look again
        const ended = endOf(status);
        if (ended !== undefined) await this.told.write(tx, { ...row, startedAt }, ended, at);
        return { row: ended && { ...row, startedAt, status: ended.status }, at };
      });
      if (done === undefined) continue;
      if (done.row !== undefined) this.#counted(done.row, done.at);
      return;
    }
    throw new Error(`The execution ${awsArn} was written by others ${MOST_TRIES} times in a row`);
  }

  #counted(row: AwsExecutionRow, at: Date): void {
    countEnd(row, at);
    this.logger.info('An execution on Step Functions has ended', { executionId: row.id, status: row.status });
  }
}

const endOf = ({ status, error, cause }: ToldStatus) =>
  status === 'RUNNING'
    ? undefined
    : {
        status: status satisfies EndStatus,
        ...(error === null ? {} : { error }),
        ...(cause === null ? {} : { cause }),
      };

function changeOf(told: ToldStatus, startedAt: Date | null, at: Date) {
  const { status, redriveCount, output, error, cause } = told;
  const isOver = status !== 'RUNNING';
  return {
    ...{ status, redriveCount, startedAt },
    ...(isOver
      ? { output, error, cause, stoppedAt: at }
      : { output: null, error: null, cause: null, stoppedAt: null }),
  };
}
