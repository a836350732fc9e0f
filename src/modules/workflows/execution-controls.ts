import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { conflict, notFound } from '../../shared/app-error.js';
import { AuditLog, type Actor } from '../access/index.js';
import { ExecutionAnswers } from './execution-answer.js';
import type { RedrivenExecution } from './executions.schemas.js';
import { ExecutionStore, type ExecutionDetails } from './executions.store.js';
import { WorkflowEngine } from './workflow-engine.js';

const REDRIVABLE = ['FAILED', 'TIMED_OUT', 'ABORTED'];

/**
 * Stops executions and lets them go on. The audit log is written first, since the engine commits by itself: a crash
 * between the two leaves a note of what was asked for, and never a change that nobody asked for.
 */
@Injectable()
export class ExecutionControls {
  constructor(
    private readonly database: Database,
    private readonly store: ExecutionStore,
    private readonly engine: WorkflowEngine,
    private readonly audit: AuditLog,
    private readonly answers: ExecutionAnswers,
  ) {}

  /** Safe to ask for again. @throws AppError NOT_FOUND */
  async stop(
    actor: Actor,
    executionArn: string,
    reason: { error?: string | undefined; cause?: string | undefined } = {},
  ): Promise<{ stopped: boolean; message: string }> {
    const isUnderWay = ({ stoppedAt }: ExecutionDetails) => stoppedAt === null;
    const row = await this.#note(
      actor,
      executionArn,
      { action: 'execution.stopped', after: reason },
      isUnderWay,
    );
    if (isUnderWay(row)) {
      const { error, cause } = reason;
      await this.engine.stop(row, {
        ...(error !== undefined && { error }),
        ...(cause !== undefined && { cause }),
      });
    }
    const now = isUnderWay(row) ? await this.#read(actor.tenantId, executionArn) : row;
    // it may have ended by itself in the meantime
    if (isUnderWay(row) && now.status === 'ABORTED') {
      return { stopped: true, message: 'Workflow execution stopped successfully' };
    }
    return isUnderWay(now)
      ? { stopped: true, message: 'Workflow execution is being stopped' }
      : { stopped: false, message: `Workflow execution had ended already: ${now.status}` };
  }

  /** Goes on from where it failed, with what has succeeded kept. @throws AppError NOT_FOUND, CONFLICT */
  async redrive(actor: Actor, executionArn: string): Promise<RedrivenExecution> {
    const row = await this.#note(actor, executionArn, { action: 'execution.redriven' }, (found) => {
      if (!REDRIVABLE.includes(found.status)) {
        throw conflict(
          `The execution is ${found.status}: only one that has failed or was stopped can be redriven`,
        );
      }
      if (found.startedAt === null) throw conflict('The execution never began: start it anew');
      return true;
    });
    await this.engine.redrive(row);
    const now = await this.#read(actor.tenantId, executionArn);
    return { ...this.answers.started(now), redriveCount: now.redriveCount };
  }

  /** Finds an execution, and notes what is about to be done with it, if it is. */
  async #note(
    actor: Actor,
    arn: string,
    change: { action: string; after?: unknown },
    isDone: (row: ExecutionDetails) => boolean,
  ): Promise<ExecutionDetails> {
    const { tenantId } = actor;
    return this.database.withTenant(tenantId, async (tx) => {
      const row = await this.store.findByArn(tx, tenantId, arn);
      if (row === null) throw notFound('execution', arn);
      if (!isDone(row)) return row;
      const targetId = this.answers.arnOf(row);
      const before = { status: row.status };
      await this.audit.write(tx, actor, { ...change, targetType: 'execution', targetId, before });
      return row;
    });
  }

  async #read(tenantId: string, arn: string): Promise<ExecutionDetails> {
    const row = await this.database.withTenant(tenantId, (tx) => this.store.findByArn(tx, tenantId, arn));
    if (row === null) throw notFound('execution', arn);
    return row;
  }
}
