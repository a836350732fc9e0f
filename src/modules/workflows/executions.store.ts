import { Injectable } from '@nestjs/common';
import { Database, Prisma, type Tx } from '../../platform/database/index.js';
import { readExecutionArn } from './domain/arn.js';

export type ExecutionRow = Prisma.ExecutionGetPayload<object>;

const summary = {
  ...{ id: true, tenantId: true, stateMachine: true, name: true, workflowType: true, status: true },
  ...{ correlationId: true, createdAt: true, startedAt: true, stoppedAt: true, awsArn: true },
} satisfies Prisma.ExecutionSelect;
/** An execution without its payloads. */
export type ExecutionSummary = Prisma.ExecutionGetPayload<{ select: typeof summary }>;

const outcome = { ...summary, error: true, cause: true } satisfies Prisma.ExecutionSelect;
export type ExecutionOutcome = Prisma.ExecutionGetPayload<{ select: typeof outcome }>;

const details = {
  ...summary,
  ...{ engine: true, programHash: true, priority: true, version: true, redriveCount: true },
  ...{ input: true, output: true, error: true, cause: true, state: true },
  ...{ startedBy: true, requestedBy: true },
} satisfies Prisma.ExecutionSelect;
export type ExecutionDetails = Prisma.ExecutionGetPayload<{ select: typeof details }>;

export interface ExecutionFilter {
  workflowType?: string | undefined;
  status?: string | undefined;
  /** The last one shown. */
  after?: { createdAt: Date; id: string } | undefined;
  take: number;
}

/** Executions as the API shows them, of either engine. */
@Injectable()
export class ExecutionStore {
  constructor(private readonly database: Database) {}

  find(tx: Tx, tenantId: string, stateMachine: string, name: string): Promise<ExecutionDetails | null> {
    return tx.execution.findUnique({
      where: { tenantId_stateMachine_name: { tenantId, stateMachine, name } },
      select: details,
    });
  }

  /** By the ARN that we show: Step Functions' own, where it runs there, or one of ours. */
  async findByArn(tx: Tx, tenantId: string, arn: string): Promise<ExecutionDetails | null> {
    const named = readExecutionArn(arn);
    const found = named && (await this.find(tx, tenantId, named.stateMachine, named.name));
    return found ?? tx.execution.findFirst({ where: { tenantId, awsArn: arn }, select: details });
  }

  byIds(tx: Tx, tenantId: string, ids: readonly string[]): Promise<ExecutionOutcome[]> {
    return tx.execution.findMany({ where: { tenantId, id: { in: [...ids] } }, select: outcome });
  }

  /** Newest first. */
  async list(tx: Tx, tenantId: string, filter: ExecutionFilter): Promise<ExecutionSummary[]> {
    const { workflowType, status, after, take } = filter;
    const older: Prisma.ExecutionWhereInput =
      after === undefined
        ? {}
        : {
            createdAt: { lte: after.createdAt },
            OR: [{ createdAt: { lt: after.createdAt } }, { id: { lt: after.id } }],
          };
    return tx.execution.findMany({
      where: { tenantId, workflowType, status, ...older },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      select: summary,
      take,
    });
  }

  /** Which of the tenant's executions that wait for a place it is, from 1; as the engine begins them. */
  async place(tx: Tx, { tenantId, priority, id }: ExecutionDetails): Promise<number> {
    const before = await tx.execution.count({
      where: {
        ...{ tenantId, status: 'PENDING_START' },
        OR: [{ priority: { lt: priority } }, { priority, id: { lt: id } }],
      },
    });
    return before + 1;
  }

  /** How many executions stand above one, itself counted; `most` at most. */
  async depthOf(tenantId: string, id: string, most: number): Promise<number> {
    const [row] = await this.database.withTenant(
      tenantId,
      (tx) => tx.$queryRaw<{ depth: number }[]>`
        WITH RECURSIVE above AS (
          SELECT parent_id, 1 AS depth FROM executions WHERE tenant_id = ${tenantId} AND id = ${id}
          UNION ALL
          SELECT e.parent_id, a.depth + 1 FROM above a JOIN executions e ON e.id = a.parent_id
           WHERE e.tenant_id = ${tenantId} AND a.depth < ${most})
        SELECT max(depth) AS depth FROM above`,
    );
    return row?.depth ?? 0;
  }

  /** Who answers for an execution. */
  async requesterOf(
    tenantId: string,
    id: string,
  ): Promise<Pick<ExecutionRow, 'requestedBy' | 'requestedByKey' | 'priority'>> {
    return this.database.withTenant(tenantId, (tx) =>
      tx.execution.findFirstOrThrow({
        where: { tenantId, id },
        select: { requestedBy: true, requestedByKey: true, priority: true },
      }),
    );
  }
}
