import { Injectable } from '@nestjs/common';
import { failureOf, type AwsFailure } from '../../platform/aws/index.js';
import { Logger } from '../../platform/telemetry/index.js';
import { AppError, conflict } from '../../shared/app-error.js';
import { AwsExecutionStore, type AwsExecutionRow } from './aws-executions.store.js';
import { AwsStatusService, type ToldStatus } from './aws-status.service.js';
import { StateMachines } from './aws/state-machines.js';
import { StepFunctions } from './aws/step-functions.js';
import { readExecutionArn } from './domain/arn.js';

/** Who has just written a row is about to ask AWS. */
const PATIENCE_SECONDS = 30;
const AT_ONCE = 50;

/** What asking again will not change. */
const REFUSED = new Set<AwsFailure>(['denied', 'not_found', 'unsupported', 'invalid_credentials']);
const REFUSED_CODES = new Set([
  ...['InvalidArn', 'InvalidName', 'InvalidExecutionInput', 'StateMachineDeleting', 'ValidationException'],
  ...['StateMachineDoesNotExist', 'KmsAccessDeniedException', 'KmsInvalidStateException'],
]);

/** Asks Step Functions to run what a row says. The row is there first, so that no crash loses or doubles a start. */
@Injectable()
export class AwsStartsService {
  constructor(
    private readonly store: AwsExecutionStore,
    private readonly machines: StateMachines,
    private readonly functions: StepFunctions,
    private readonly status: AwsStatusService,
    private readonly logger: Logger,
  ) {}

  /**
   * Begins the execution of a row. Safe to run twice and at once: its name is the same each time.
   * @returns false where AWS could not be asked, or did not say: the row stays, and it is tried again
   * @throws AppError where AWS refuses; the caller decides what becomes of the row
   */
  async begin(row: AwsExecutionRow): Promise<boolean> {
    try {
      const arn = await this.machines.arnOf(row.workflowType, row.stateMachine);
      const startedAt = await this.functions.start(arn, nameIn(row.awsArn), row.input);
      await this.status.apply(row.tenantId, row.awsArn, running(startedAt));
      await this.#stopIfUnwanted(row);
      return true;
    } catch (error) {
      const { failure, code, message } = failureOf(error);
      if (code === 'ExecutionAlreadyExists') return this.#adopt(row);
      const text = `states:StartExecution: ${code}: ${message}`;
      if (code === 'StateMachineDoesNotExist') throw new AppError('PRECONDITION_FAILED', text);
      if (REFUSED.has(failure) || REFUSED_CODES.has(code)) throw new AppError('UNAVAILABLE', text);
      this.logger.warn('Step Functions was not asked to start an execution; it will be', {
        executionId: row.id,
        reason: text,
      });
      return false;
    }
  }

  /** Begins what a crash, or an outage of AWS, has left. What AWS refuses ends as FAILED. */
  async finish(): Promise<void> {
    for (const { tenantId, awsArn } of await this.store.unbegun(PATIENCE_SECONDS, AT_ONCE)) {
      const row = await this.store.inTenant(tenantId, (tx) => this.store.byArn(tx, tenantId, awsArn));
      if (row === undefined) continue;
      try {
        await this.begin(row);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        const refused = { ...ended('FAILED'), error: 'States.Runtime', cause: error.message };
        await this.status.apply(tenantId, awsArn, refused);
      }
    }
  }

  /** Ends a row whose execution AWS does not know. */
  async abandon(
    { tenantId, awsArn }: AwsExecutionRow,
    why: { error?: string; cause?: string },
  ): Promise<void> {
    const { error = null, cause = null } = why;
    await this.status.apply(tenantId, awsArn, { ...ended('ABORTED'), error, cause });
  }

  /** Takes over how AWS has it now: where somebody asks for it, and never by a clock. */
  async look({ tenantId, awsArn }: AwsExecutionRow): Promise<void> {
    await this.status.apply(tenantId, awsArn, await this.functions.describe(awsArn));
  }

  /** AWS has taken it back from its end. */
  async redriven({ tenantId, awsArn, startedAt }: AwsExecutionRow, redriveCount: number): Promise<void> {
    await this.status.apply(tenantId, awsArn, { ...running(startedAt), redriveCount });
  }

  /** It was begun before, and has ended; or its name is another's. */
  async #adopt(row: AwsExecutionRow): Promise<boolean> {
    const found = await this.functions.describe(row.awsArn);
    if (found.input !== row.input) {
      throw conflict(`Step Functions has another execution of the name ${row.name} with another input`);
    }
    await this.status.apply(row.tenantId, row.awsArn, found);
    return true;
  }

  /** Somebody may have stopped it while AWS was being asked. */
  async #stopIfUnwanted({ tenantId, awsArn }: AwsExecutionRow): Promise<void> {
    const row = await this.store.inTenant(tenantId, (tx) => this.store.byArn(tx, tenantId, awsArn));
    if (row?.status === 'ABORTED') await this.functions.stop(awsArn, {});
  }
}

const nameIn = (awsArn: string): string => readExecutionArn(awsArn)?.name ?? '';

const running = (startedAt: Date | null): ToldStatus => ({
  ...{ status: 'RUNNING', redriveCount: 0, output: null, error: null, cause: null },
  ...{ startedAt, stoppedAt: null },
});

const ended = (status: 'FAILED' | 'ABORTED'): ToldStatus => ({
  ...{ status, redriveCount: 0, output: null, error: null, cause: null },
  ...{ startedAt: null, stoppedAt: null },
});
