import { Injectable } from '@nestjs/common';
import { Database, type Prisma, type Tx } from '../database/index.js';

export interface FactRow {
  id: string;
  tenantId: string;
  name: string;
  key: string;
  payload: unknown;
  createdAt: Date;
}

/** The rows of facts. */
@Injectable()
export class OutboxStore {
  constructor(private readonly database: Database) {}

  async insert(
    tx: Tx,
    facts: {
      id: string;
      tenantId: string;
      name: string;
      key: string;
      payload: Prisma.InputJsonValue;
      correlationId: string;
    }[],
  ): Promise<void> {
    await tx.fact.createMany({ data: facts });
  }

  async find(tenantId: string, id: string): Promise<FactRow | null> {
    return this.database.withTenant(tenantId, (tx) => tx.fact.findUnique({ where: { id } }));
  }

  /** Deletes facts that every subscriber has acknowledged, a day after they were written. */
  async deleteDelivered(limit: number): Promise<number> {
    return this.database.acrossTenants(
      'retention deletes delivered facts of all tenants',
      (tx) => tx.$executeRaw`
        DELETE FROM facts WHERE id IN (
          SELECT f.id FROM facts f
           WHERE f.created_at < app_now() - interval '1 day'
             AND NOT EXISTS (SELECT FROM jobs j WHERE j.name = 'outbox.deliver' AND j.payload ->> 'factId' = f.id)
           LIMIT ${limit})`,
    );
  }
}
