import { Injectable } from '@nestjs/common';
import { Database, Prisma, type Tx } from '../../platform/database/index.js';
import type { ActionType } from './domain/event-rule.js';
import type { RuleAction } from './event-rules.schemas.js';

export interface EventRuleRow {
  id: string;
  tenantId: string;
  name: string;
  description: string | null;
  pattern: Record<string, unknown>;
  action: RuleAction;
  enabled: boolean;
  defaultKey: string | null;
  version: number;
  createdBy: string;
  savedBy: string;
  savedByKey: string;
  createdAt: Date;
  updatedAt: Date;
}

export type NewRule = Pick<
  EventRuleRow,
  'id' | 'tenantId' | 'name' | 'description' | 'pattern' | 'enabled' | 'createdBy' | 'savedBy' | 'savedByKey'
> & { action: RuleAction; defaultKey?: string };

export interface RuleFilter {
  enabled?: boolean | undefined;
  action?: ActionType | undefined;
  name?: string | undefined;
  after?: string | undefined;
  take: number;
}

/** A rule that every tenant has leaves this behind when it is deleted: else it would be made again. */
const REMOVED = { type: 'removed' };
const LIVE = Prisma.sql`action ->> 'type' <> ${REMOVED.type}`;
const COLUMNS = Prisma.sql`id, tenant_id AS "tenantId", name, description, pattern, action, enabled,
  default_key AS "defaultKey", version, created_by AS "createdBy", saved_by AS "savedBy",
  saved_by_key AS "savedByKey", created_at AS "createdAt", updated_at AS "updatedAt"`;

/** The rows of event rules. Every method runs in the transaction of its use case, but for what begins a process. */
@Injectable()
export class EventRuleStore {
  constructor(private readonly database: Database) {}

  /** False where there is a rule of that name, or the default already. */
  async insert(tx: Tx, rules: readonly NewRule[]): Promise<boolean> {
    const data = rules.map((rule) => ({
      ...rule,
      pattern: rule.pattern as Prisma.InputJsonObject,
      action: rule.action as unknown as Prisma.InputJsonObject,
    }));
    return (await tx.eventRule.createMany({ data, skipDuplicates: true })).count === rules.length;
  }

  async find(tx: Tx, tenantId: string, id: string): Promise<EventRuleRow | undefined> {
    const rows = await tx.$queryRaw<EventRuleRow[]>`
      SELECT ${COLUMNS} FROM event_rules WHERE tenant_id = ${tenantId} AND id = ${id} AND ${LIVE}`;
    return rows[0];
  }

  async count(tx: Tx, tenantId: string): Promise<number> {
    return tx.eventRule.count({ where: { tenantId } });
  }

  async list(tx: Tx, tenantId: string, filter: RuleFilter): Promise<EventRuleRow[]> {
    const { enabled, action, name, after, take } = filter;
    const part = name === undefined ? undefined : `%${name.replaceAll(/[\\%_]/g, '\\$&')}%`;
    return tx.$queryRaw`
      SELECT ${COLUMNS} FROM event_rules
       WHERE tenant_id = ${tenantId} AND ${LIVE}
         ${after === undefined ? Prisma.empty : Prisma.sql`AND id < ${after}`}
         ${enabled === undefined ? Prisma.empty : Prisma.sql`AND enabled = ${enabled}`}
         ${action === undefined ? Prisma.empty : Prisma.sql`AND action ->> 'type' = ${action}`}
         ${part === undefined ? Prisma.empty : Prisma.sql`AND name ILIKE ${part}`}
       ORDER BY id DESC LIMIT ${take}`;
  }

  /** Whether another rule has that name; its row is locked until this one is written. */
  async isTaken(tx: Tx, tenantId: string, name: string, id: string): Promise<boolean> {
    const rows = await tx.$queryRaw<unknown[]>`
      SELECT id FROM event_rules WHERE tenant_id = ${tenantId} AND name = ${name} AND id <> ${id} FOR UPDATE`;
    return rows.length > 0;
  }

  async change(
    tx: Tx,
    { id, tenantId }: Pick<EventRuleRow, 'id' | 'tenantId'>,
    to: Pick<
      EventRuleRow,
      'name' | 'description' | 'pattern' | 'action' | 'enabled' | 'savedBy' | 'savedByKey'
    >,
  ): Promise<void> {
    const { name, description, pattern, action, enabled, savedBy, savedByKey } = to;
    await tx.$executeRaw`
      UPDATE event_rules SET name = ${name}, description = ${description}, pattern = ${JSON.stringify(pattern)}::jsonb,
             action = ${JSON.stringify(action)}::jsonb, enabled = ${enabled}, saved_by = ${savedBy},
             saved_by_key = ${savedByKey}, version = version + 1, updated_at = app_now()
       WHERE tenant_id = ${tenantId} AND id = ${id}`;
  }

  async remove(tx: Tx, { id, tenantId, defaultKey }: EventRuleRow): Promise<void> {
    if (defaultKey === null) {
      await tx.eventRule.deleteMany({ where: { id, tenantId } });
    } else {
      // its name is free again
      await tx.eventRule.updateMany({
        where: { id, tenantId },
        data: { name: id, description: null, pattern: {}, action: REMOVED, enabled: false },
      });
    }
    await tx.eventRuleRun.deleteMany({ where: { tenantId, ruleId: id } });
  }

  /** What events are matched with. */
  async enabled(tenantId: string): Promise<Pick<EventRuleRow, 'id' | 'version' | 'pattern'>[]> {
    return this.database.withTenant(tenantId, async (tx) => {
      const rows = await tx.eventRule.findMany({
        where: { tenantId, enabled: true },
        orderBy: { id: 'asc' },
        select: { id: true, version: true, pattern: true },
      });
      return rows as Pick<EventRuleRow, 'id' | 'version' | 'pattern'>[];
    });
  }

  /** Tenants that lack one of the default rules. */
  async tenantsWithout(keys: readonly string[]): Promise<string[]> {
    const rows = await this.database.acrossTenants(
      'tenants that are older than a default event rule get it',
      (tx) => tx.$queryRaw<{ id: string }[]>`
        SELECT t.id FROM tenants t WHERE ${keys.length} > (
          SELECT count(*) FROM event_rules r WHERE r.tenant_id = t.id AND r.default_key = ANY(${[...keys]}))`,
    );
    return rows.map(({ id }) => id);
  }
}
