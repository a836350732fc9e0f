import { Injectable } from '@nestjs/common';
import { Prisma, type Tx } from '../../platform/database/index.js';
import { newId } from '../../shared/ids.js';
import { json } from './patch-installations.store.js';

export interface StepError {
  message: string;
  /** AWS has said no: nothing was done. Else nobody knows. */
  isRefused: boolean;
}

export interface StepRow {
  /** By this AWS finds again what the step has made: as a tag, a token, or a comment. */
  id: string;
  name: string;
  status: 'started' | 'done' | 'failed';
  result: unknown;
  error: StepError | null;
  attempts: number;
  startedAt: Date;
  endedAt: Date | null;
}

/** The rows of calls that change something. Every method runs in the transaction of its use case. */
@Injectable()
export class PatchStepStore {
  /** Marks it as begun, again where it was before; what is done or failed stays. */
  async begin(tx: Tx, tenantId: string, patchInstanceId: string, name: string): Promise<StepRow> {
    await tx.$executeRaw`
      INSERT INTO patch_steps (id, tenant_id, patch_instance_id, name, status)
      VALUES (${newId('pstp')}, ${tenantId}, ${patchInstanceId}, ${name}, 'started')
      ON CONFLICT (patch_instance_id, name) DO UPDATE SET attempts = patch_steps.attempts + 1
        WHERE patch_steps.status = 'started'`;
    const row = await this.find(tx, tenantId, patchInstanceId, name);
    if (row === undefined) throw new Error(`The step ${name} is not there`);
    return row;
  }

  async find(tx: Tx, tenantId: string, patchInstanceId: string, name: string): Promise<StepRow | undefined> {
    const row = await tx.patchStep.findFirst({ where: { tenantId, patchInstanceId, name } });
    return row === null ? undefined : toStep(row);
  }

  async of(tx: Tx, tenantId: string, patchInstanceIds: readonly string[]): Promise<Map<string, StepRow[]>> {
    const rows = await tx.patchStep.findMany({
      where: { tenantId, patchInstanceId: { in: [...patchInstanceIds] } },
      orderBy: { id: 'asc' },
    });
    const steps = new Map<string, StepRow[]>();
    for (const row of rows)
      steps.set(row.patchInstanceId, [...(steps.get(row.patchInstanceId) ?? []), toStep(row)]);
    return steps;
  }

  async end(
    tx: Tx,
    tenantId: string,
    id: string,
    to: { status: 'done'; result: unknown } | { status: 'failed'; error: StepError },
    at: Date,
  ): Promise<void> {
    const data =
      to.status === 'done'
        ? { status: to.status, result: to.result === null ? Prisma.DbNull : json(to.result) }
        : { status: to.status, error: json(to.error) };
    await tx.patchStep.updateMany({ where: { tenantId, id }, data: { ...data, endedAt: at } });
  }
}

const toStep = (row: Prisma.PatchStepGetPayload<object>): StepRow => {
  const { id, name, status, result, error, attempts, startedAt, endedAt } = row;
  return { id, name, status, result, error, attempts, startedAt, endedAt } as unknown as StepRow;
};
