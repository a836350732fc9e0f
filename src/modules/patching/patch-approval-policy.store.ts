import { Injectable } from '@nestjs/common';
import type { Prisma, Tx } from '../../platform/database/index.js';

export type PatchPolicyRow = Prisma.PatchPolicyGetPayload<object>;

/** The rows of patch policies. Every method runs in the transaction of its use case. */
@Injectable()
export class PatchPolicyStore {
  async find(tx: Tx, tenantId: string): Promise<PatchPolicyRow | undefined> {
    return (await tx.patchPolicy.findUnique({ where: { tenantId } })) ?? undefined;
  }

  async save(tx: Tx, row: PatchPolicyRow & { settings: Prisma.InputJsonObject }): Promise<void> {
    const { tenantId, ...rest } = row;
    await tx.patchPolicy.upsert({ where: { tenantId }, create: row, update: rest });
  }
}
