import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import { tokenHash } from './domain/aws-names.js';
import type { TaskOutcome } from './task-outcome.js';

/** What came of a task of Step Functions, or is still to come. */
export type TaskResult = Extract<TaskOutcome, { type: 'succeeded' | 'failed' }> | { type: 'waits' };

export interface KeptTask {
  /** undefined: its handler has not ended. */
  outcome: TaskResult | undefined;
  /** null: AWS has the outcome. */
  token: string | null;
}

const BATCH = 5_000;

/** Tasks of Step Functions by their tokens. */
@Injectable()
export class TaskResultStore {
  constructor(private readonly database: Database) {}

  /** Notes that a task is here. @returns what is known of it by now */
  async begin(tenantId: string, token: string): Promise<KeptTask> {
    return this.database.withTenant(tenantId, async (tx) => {
      const row = { tokenHash: tokenHash(token), tenantId, token };
      const { count } = await tx.workflowTaskResult.createMany({ data: [row], skipDuplicates: true });
      if (count > 0) return { outcome: undefined, token };
      const known = await this.find(tx, tenantId, row.tokenHash);
      if (known === undefined) throw new Error('A task token is known to another tenant');
      return known;
    });
  }

  /** @param taskId the hash of its token */
  async find(tx: Tx, tenantId: string, taskId: string): Promise<KeptTask | undefined> {
    const row = await tx.workflowTaskResult.findFirst({ where: { tenantId, tokenHash: taskId } });
    if (row === null) return undefined;
    const outcome = row.outcome === null ? undefined : (JSON.parse(row.outcome) as TaskResult);
    return { outcome, token: row.token };
  }

  /** Keeps what a handler gave. @returns what counts: an answer that came before it ended goes first */
  async keep(tenantId: string, token: string, outcome: TaskResult): Promise<TaskResult> {
    return this.database.withTenant(tenantId, async (tx) => {
      const taskId = tokenHash(token);
      const { count } = await tx.workflowTaskResult.updateMany({
        where: { tenantId, tokenHash: taskId, outcome: null },
        data: { outcome: JSON.stringify(outcome) },
      });
      return (count > 0 ? undefined : (await this.find(tx, tenantId, taskId))?.outcome) ?? outcome;
    });
  }

  /** Answers for a handler that has left it to others. The first answer counts. @returns false where nobody waits */
  async answer(tx: Tx, tenantId: string, taskId: string, outcome: TaskResult): Promise<boolean> {
    const count = await tx.$executeRaw`
      UPDATE workflow_task_results SET outcome = ${JSON.stringify(outcome)}
       WHERE tenant_id = ${tenantId} AND token_hash = ${taskId} AND token IS NOT NULL
         AND (outcome IS NULL OR outcome = ${WAITS})`;
    return count > 0;
  }

  async isOpen(tx: Tx, tenantId: string, taskId: string): Promise<boolean> {
    const where = { tenantId, tokenHash: taskId, token: { not: null } };
    const count = await tx.workflowTaskResult.count({
      where: { ...where, OR: [{ outcome: null }, { outcome: WAITS }] },
    });
    return count > 0;
  }

  /** AWS has the outcome, or wants none any more: the token is forgotten. */
  async told(tenantId: string, token: string): Promise<void> {
    await this.database.withTenant(tenantId, (tx) =>
      tx.workflowTaskResult.updateMany({
        where: { tenantId, tokenHash: tokenHash(token) },
        data: { token: null },
      }),
    );
  }

  /** Deletes those of which AWS knows for `days`, and of the rest those that no execution can wait for (a year). */
  async removeOld(days: number): Promise<void> {
    const remove = () =>
      this.database.acrossTenants(
        'retention deletes results of tasks of all tenants',
        (tx) => tx.$executeRaw`
          DELETE FROM workflow_task_results WHERE token_hash IN (
            SELECT token_hash FROM workflow_task_results
             WHERE created_at < app_now() - make_interval(days => ${days})
               AND (token IS NULL OR created_at < app_now() - interval '366 days') LIMIT ${BATCH})`,
      );
    while ((await remove()) === BATCH);
  }
}

const WAITS = JSON.stringify({ type: 'waits' } satisfies TaskResult);
