import { Injectable } from '@nestjs/common';
import { Database, type Prisma, type Statement, type Tx } from '../../platform/database/index.js';

const fields = {
  ...{ id: true, tenantId: true, workflowType: true, stateMachine: true, name: true, awsArn: true },
  ...{ status: true, version: true, redriveCount: true, input: true, correlationId: true },
  ...{ createdAt: true, startedAt: true },
} satisfies Prisma.ExecutionSelect;

/** An execution on Step Functions. */
export type AwsExecutionRow = Omit<Prisma.ExecutionGetPayload<{ select: typeof fields }>, 'awsArn'> & {
  awsArn: string;
};

export type NewAwsExecution = Pick<
  Prisma.ExecutionCreateManyInput,
  | ('id' | 'tenantId' | 'workflowType' | 'stateMachine' | 'name' | 'priority' | 'input' | 'correlationId')
  | ('requestedBy' | 'requestedByKey' | 'startedBy' | 'createdAt' | 'startedAt')
> & { awsArn: string };

/** How an execution stands by what AWS told. */
export interface AwsChange {
  status: string;
  redriveCount: number;
  output: string | null;
  error: string | null;
  cause: string | null;
  startedAt: Date | null;
  stoppedAt: Date | null;
}

const TENANT: Statement = {
  name: 'workflow-aws-tenant',
  text: `SELECT tenant_id AS "tenantId" FROM executions WHERE aws_arn = $1`,
};
const UNBEGUN: Statement = {
  name: 'workflow-aws-unbegun',
  text: `SELECT tenant_id AS "tenantId", aws_arn AS "awsArn" FROM executions
          WHERE engine = 'aws' AND status = 'RUNNING' AND started_at IS NULL
            AND created_at < app_now() - make_interval(secs => $1) ORDER BY created_at LIMIT $2`,
};

/** Rows of executions that Step Functions runs. */
@Injectable()
export class AwsExecutionStore {
  constructor(private readonly database: Database) {}

  inTenant<T>(tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.withTenant(tenantId, work);
  }

  now(tx: Tx): Promise<Date> {
    return this.database.now(tx);
  }

  /** @returns false where its name, or what AWS would call it, is taken: nothing was written */
  async insert(tx: Tx, execution: NewAwsExecution): Promise<boolean> {
    const row = { ...execution, engine: 'aws', status: 'RUNNING', version: 0 };
    const { count } = await tx.execution.createMany({ data: [row], skipDuplicates: true });
    return count > 0;
  }

  async named(
    tx: Tx,
    { tenantId, stateMachine, name }: { tenantId: string; stateMachine: string; name: string },
  ): Promise<AwsExecutionRow | undefined> {
    const where = { tenantId_stateMachine_name: { tenantId, stateMachine, name } };
    return onAws(await tx.execution.findUnique({ where, select: fields }));
  }

  async byArn(tx: Tx, tenantId: string, awsArn: string): Promise<AwsExecutionRow | undefined> {
    return onAws(await tx.execution.findFirst({ where: { tenantId, awsArn }, select: fields }));
  }

  async isRunning(tx: Tx, tenantId: string, id: string): Promise<boolean> {
    return (await tx.execution.count({ where: { tenantId, id, engine: 'aws', status: 'RUNNING' } })) > 0;
  }

  /** Whose an execution is. */
  async tenantOf(awsArn: string): Promise<string | undefined> {
    const [row] = await this.database.atOnce<{ tenantId: string }>(
      'AWS tells of an execution of any tenant by its ARN',
      TENANT,
      [awsArn],
    );
    return row?.tenantId;
  }

  /** Those that AWS has not answered for `seconds` that it runs them, oldest first. */
  unbegun(seconds: number, limit: number): Promise<{ tenantId: string; awsArn: string }[]> {
    return this.database.atOnce('executions of all tenants that AWS was not asked for are started', UNBEGUN, [
      seconds,
      limit,
    ]);
  }

  /** @returns false where it has begun, or ended, meanwhile */
  async removeUnbegun(tx: Tx, { tenantId, id }: AwsExecutionRow): Promise<boolean> {
    const { count } = await tx.execution.deleteMany({
      where: { tenantId, id, status: 'RUNNING', startedAt: null },
    });
    return count > 0;
  }

  /** @returns false where somebody else has written it since it was read */
  async change(tx: Tx, { tenantId, id, version }: AwsExecutionRow, change: AwsChange): Promise<boolean> {
    const { count } = await tx.execution.updateMany({
      where: { tenantId, id, version },
      data: { ...change, version: version + 1 },
    });
    return count > 0;
  }
}

const onAws = (
  row: Prisma.ExecutionGetPayload<{ select: typeof fields }> | null,
): AwsExecutionRow | undefined => (row?.awsArn == null ? undefined : { ...row, awsArn: row.awsArn });
