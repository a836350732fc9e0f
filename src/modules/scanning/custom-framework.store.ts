import { Injectable } from '@nestjs/common';
import type { Prisma, Tx } from '../../platform/database/index.js';
import type { Framework, Requirement } from './domain/frameworks/index.js';

export interface CustomFramework {
  id: string;
  name: string;
  version: string;
  description: string;
  requirements: Requirement[];
}

type Saved = CustomFramework & { savedBy: string; savedByKey: string };

/** Tenants' own frameworks. Every method runs in the transaction of its use case. */
@Injectable()
export class CustomFrameworkStore {
  /** False where there is one of that id. */
  async insert(tx: Tx, tenantId: string, framework: Saved): Promise<boolean> {
    const requirements = framework.requirements as unknown as Prisma.InputJsonArray;
    const data = [{ ...framework, requirements, tenantId }];
    return (await tx.customFramework.createMany({ data, skipDuplicates: true })).count === 1;
  }

  async find(tx: Tx, tenantId: string, id: string): Promise<CustomFramework | undefined> {
    const row = await tx.customFramework.findFirst({ where: { id, tenantId } });
    return row === null ? undefined : toFramework(row);
  }

  async all(tx: Tx, tenantId: string): Promise<Framework[]> {
    const rows = await tx.customFramework.findMany({ where: { tenantId }, orderBy: { id: 'asc' } });
    return rows.map((row) => ({ ...toFramework(row), aliases: [] }));
  }

  async count(tx: Tx, tenantId: string): Promise<number> {
    return tx.customFramework.count({ where: { tenantId } });
  }

  async change(tx: Tx, tenantId: string, { id, ...to }: Saved & { updatedAt: Date }): Promise<void> {
    const requirements = to.requirements as unknown as Prisma.InputJsonArray;
    await tx.customFramework.updateMany({ where: { id, tenantId }, data: { ...to, requirements } });
  }

  async delete(tx: Tx, tenantId: string, id: string): Promise<void> {
    await tx.customFramework.deleteMany({ where: { id, tenantId } });
  }
}

function toFramework(row: Prisma.CustomFrameworkGetPayload<object>): CustomFramework {
  const { id, name, version, description } = row;
  return { id, name, version, description, requirements: row.requirements as unknown as Requirement[] };
}
