import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { ExecutionAnswers } from './execution-answer.js';
import { ExecutionStore, type ExecutionOutcome } from './executions.store.js';

/** An execution as other modules know it. */
export interface KnownExecution {
  id: string;
  executionArn: string;
  name: string;
  workflowType: string;
  status: string;
  error: string | null;
  cause: string | null;
}

/** What modules that have started executions ask about them. */
@Injectable()
export class ExecutionLookups {
  constructor(
    private readonly database: Database,
    private readonly store: ExecutionStore,
    private readonly answers: ExecutionAnswers,
  ) {}

  /** Undefined where there is none, or none any more. */
  async find(tenantId: string, id: string): Promise<KnownExecution | undefined> {
    const [row] = await this.database.withTenant(tenantId, (tx) => this.store.byIds(tx, tenantId, [id]));
    return row === undefined ? undefined : this.#known(row);
  }

  async named(tenantId: string, stateMachine: string, name: string): Promise<KnownExecution | undefined> {
    const row = await this.database.withTenant(tenantId, (tx) =>
      this.store.find(tx, tenantId, stateMachine, name),
    );
    return row === null ? undefined : this.#known(row);
  }

  /** ARNs by ids; those that are gone are left out. */
  async arnsOf(tenantId: string, ids: readonly string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map();
    const rows = await this.database.withTenant(tenantId, (tx) => this.store.byIds(tx, tenantId, ids));
    return new Map(rows.map((row) => [row.id, this.answers.arnOf(row)]));
  }

  #known(row: ExecutionOutcome): KnownExecution {
    const { id, name, workflowType, status, error, cause } = row;
    return { id, executionArn: this.answers.arnOf(row), name, workflowType, status, error, cause };
  }
}
