import { Injectable } from '@nestjs/common';
import type { Prisma, Tx } from '../../platform/database/index.js';
import type { Severity } from './domain/control.js';
import { customControl, type CustomControl, type CustomDefinition } from './domain/custom-control.js';
import { resourceTypeOf } from './domain/resources/index.js';

export interface CustomControlRow extends CustomDefinition {
  tenantId: string;
  enabled: boolean;
  /** What the last dry run over the inventory has tried: triedAs(). */
  triedExpression: string | null;
  version: number;
  savedBy: string;
  createdAt: Date;
  updatedAt: Date;
}

export type NewCustomControl = CustomDefinition &
  Pick<CustomControlRow, 'enabled' | 'savedBy'> & { savedByKey: string };

/** Tenants' own controls. Every method runs in the transaction of its use case. */
@Injectable()
export class CustomControlStore {
  /** False where there is one of that id. */
  async insert(tx: Tx, tenantId: string, control: NewCustomControl): Promise<boolean> {
    const made = await tx.customControl.createMany({
      data: [{ ...control, remediation: toJson(control), tenantId }],
      skipDuplicates: true,
    });
    return made.count === 1;
  }

  async find(tx: Tx, tenantId: string, id: string): Promise<CustomControlRow | undefined> {
    const row = await tx.customControl.findFirst({ where: { id, tenantId } });
    return row === null ? undefined : toRow(row);
  }

  async list(tx: Tx, tenantId: string, after: string, take: number): Promise<CustomControlRow[]> {
    const where = { tenantId, id: { gt: after } };
    return (await tx.customControl.findMany({ where, orderBy: { id: 'asc' }, take })).map(toRow);
  }

  /** Until the transaction ends, no other counts and adds. */
  async lock(tx: Tx, tenantId: string): Promise<void> {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`custom-controls ${tenantId}`}, 0))`;
  }

  async count(tx: Tx, tenantId: string): Promise<number> {
    return tx.customControl.count({ where: { tenantId } });
  }

  async change(
    tx: Tx,
    tenantId: string,
    { id, ...to }: NewCustomControl & { updatedAt: Date },
  ): Promise<void> {
    const data = { ...to, remediation: toJson(to), version: { increment: 1 } };
    await tx.customControl.updateMany({ where: { id, tenantId }, data });
  }

  /** Notes what a dry run has tried: triedAs(). */
  async tried(tx: Tx, tenantId: string, id: string, triedExpression: string): Promise<void> {
    await tx.customControl.updateMany({ where: { id, tenantId }, data: { triedExpression } });
  }

  async delete(tx: Tx, tenantId: string, id: string): Promise<void> {
    await tx.customControl.deleteMany({ where: { id, tenantId } });
  }

  /** Those that decide, by id. One of a type that this version no longer knows decides nothing. */
  async enabled(tx: Tx, tenantId: string): Promise<CustomControl[]> {
    const rows = await tx.customControl.findMany({
      where: { tenantId, enabled: true },
      orderBy: { id: 'asc' },
    });
    return rows.map(toRow).flatMap((row) => {
      const type = resourceTypeOf(row.resourceType);
      return type === undefined ? [] : [customControl(row, type)];
    });
  }

  /** Which of them are still enabled with their expressions; locked, so that none is changed before the commit. */
  async stillEnabled(tx: Tx, tenantId: string, controls: readonly CustomControl[]): Promise<Set<string>> {
    if (controls.length === 0) return new Set();
    const rows = await tx.$queryRaw<{ id: string; expression: string }[]>`
      SELECT id, expression FROM custom_controls
       WHERE tenant_id = ${tenantId} AND enabled AND id = ANY(${controls.map(({ id }) => id)})
       ORDER BY id FOR SHARE`;
    const now = new Map(rows.map(({ id, expression }) => [id, expression]));
    return new Set(controls.filter(({ id, expression }) => now.get(id) === expression).map(({ id }) => id));
  }
}

const toJson = ({
  remediation: { text, url },
}: Pick<CustomDefinition, 'remediation'>): Prisma.InputJsonObject =>
  url === undefined ? { text } : { text, url };

function toRow(row: Prisma.CustomControlGetPayload<object>): CustomControlRow {
  const { savedByKey: _, ...rest } = row;
  return {
    ...rest,
    severity: row.severity as Severity,
    remediation: row.remediation as CustomDefinition['remediation'],
  };
}
