import { Injectable } from '@nestjs/common';
import { failureOf } from '../../../platform/aws/index.js';
import { tracing } from '../../../platform/telemetry/index.js';
import { AppError, conflict } from '../../../shared/app-error.js';
import { AwsExecutionStore, type AwsExecutionRow } from '../aws-executions.store.js';
import { AwsRowsService } from '../aws-rows.service.js';
import { AwsStartsService } from '../aws-starts.service.js';
import { workflowsStarted } from '../metrics.js';
import { type EngineStart, type EngineStarted, WorkflowEngine } from '../workflow-engine.js';
import { StepFunctions } from './step-functions.js';

/** Runs executions on AWS Step Functions. Rows are kept here; how they end comes by events (StatusInboxService). */
@Injectable()
export class StepFunctionsEngine extends WorkflowEngine {
  constructor(
    private readonly rows: AwsRowsService,
    private readonly starts: AwsStartsService,
    private readonly store: AwsExecutionStore,
    private readonly functions: StepFunctions,
  ) {
    super();
  }

  /**
   * The row comes first, and is what is promised: where AWS cannot be asked now, it will be.
   * @throws AppError CONFLICT for a taken name and for a tenant's own definition, which only the local engine runs;
   * UNAVAILABLE or PRECONDITION_FAILED where AWS refuses, and then nothing is left of it
   */
  override async start(request: EngineStart): Promise<EngineStarted> {
    if (request.isOwn) {
      throw conflict(
        `${request.workflowType} is your own: WORKFLOW_ENGINE=aws runs what comes with the service`,
      );
    }
    const { row, isExisting } = await this.#row(request);
    if (row.startedAt === null) await this.#begin(row);
    const { id, createdAt, awsArn } = row;
    if (!isExisting) {
      const { workflowType, correlationId } = request;
      workflowsStarted.add({ type: workflowType });
      tracing.handOver(id, correlationId, `start ${workflowType}`, { 'shepherd.execution': id });
    }
    return { id, status: 'RUNNING', startedAt: createdAt, isExisting, awsArn };
  }

  override async stop(
    execution: { id: string; awsArn: string | null },
    reason: { error?: string; cause?: string },
  ): Promise<void> {
    const row = await this.#find(execution.awsArn);
    if (row?.status !== 'RUNNING') return;
    if (row.startedAt === null) await this.starts.abandon(row, reason);
    try {
      await this.functions.stop(row.awsArn, reason);
      await this.starts.look(row); // it may have ended long ago, and its event may be lost
    } catch (error) {
      const { code, message } = failureOf(error);
      // not begun yet; who is about to begin it looks at the row again
      if (code === 'ExecutionDoesNotExist' && row.startedAt === null) return;
      throw new AppError('UNAVAILABLE', `states:StopExecution: ${code}: ${message}`);
    }
  }

  override async redrive(execution: { id: string; awsArn: string | null }): Promise<void> {
    const row = await this.#find(execution.awsArn);
    if (row === undefined) throw conflict('The execution is not on Step Functions');
    const redriveCount = row.redriveCount + 1;
    try {
      await this.functions.redrive(row.awsArn, `${row.id}-${redriveCount}`);
    } catch (error) {
      const { code, message } = failureOf(error);
      if (code === 'ExecutionNotRedrivable') throw conflict(message);
      throw new AppError('UNAVAILABLE', `states:RedriveExecution: ${code}: ${message}`);
    }
    await this.starts.redriven(row, redriveCount);
  }

  async #row(request: EngineStart) {
    try {
      return await this.rows.add(request);
    } catch (error) {
      if (error instanceof AppError) throw error;
      const { code, message } = failureOf(error);
      throw new AppError('UNAVAILABLE', `sts:GetCallerIdentity: ${code}: ${message}`, undefined, {
        cause: error,
      });
    }
  }

  async #begin(row: AwsExecutionRow): Promise<void> {
    try {
      await this.starts.begin(row);
    } catch (error) {
      await this.store.inTenant(row.tenantId, (tx) => this.store.removeUnbegun(tx, row));
      throw error;
    }
  }

  async #find(awsArn: string | null): Promise<AwsExecutionRow | undefined> {
    const tenantId = awsArn === null ? undefined : await this.store.tenantOf(awsArn);
    if (awsArn === null || tenantId === undefined) return undefined;
    return this.store.inTenant(tenantId, (tx) => this.store.byArn(tx, tenantId, awsArn));
  }
}
