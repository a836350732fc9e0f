import { Injectable } from '@nestjs/common';
import type { Prisma, Tx } from '../../platform/database/index.js';

export interface AuditRow {
  id: string;
  at: Date;
  actor: string;
  actorKeyId: string;
  action: string;
  targetType: string;
  targetId: string;
  before: unknown;
  after: unknown;
  correlationId: string;
}

export interface AuditFilter {
  actor?: string | undefined;
  action?: string | undefined;
  targetType?: string | undefined;
  targetId?: string | undefined;
  /** Included. */
  since?: Date | undefined;
  /** Not included. */
  until?: Date | undefined;
}

@Injectable()
export class AuditStore {
  async insert(tx: Tx, tenantId: string, entry: Omit<AuditRow, 'at'>): Promise<void> {
    const { before, after, ...rest } = entry;
    await tx.auditEntry.create({ data: { ...rest, tenantId, before: json(before), after: json(after) } });
  }

  /** Newest first. */
  async list(
    tx: Tx,
    tenantId: string,
    filter: AuditFilter,
    after: string | undefined,
    take: number,
  ): Promise<AuditRow[]> {
    const { since, until, ...equal } = filter;
    return tx.auditEntry.findMany({
      where: {
        tenantId,
        ...equal,
        at: { gte: since, lt: until },
        ...(after === undefined ? {} : { id: { lt: after } }),
      },
      orderBy: { id: 'desc' },
      omit: { tenantId: true },
      take,
    });
  }
}

/** NULL in the column rather than JSON's null. */
const json = (value: unknown): Prisma.InputJsonValue | undefined =>
  value === undefined || value === null ? undefined : value;
