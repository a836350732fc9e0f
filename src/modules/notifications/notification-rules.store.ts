import { Injectable } from '@nestjs/common';
import { Database, Prisma, type Tx } from '../../platform/database/index.js';
import type { Condition } from './domain/rules/condition.js';
import type { Delivery } from './domain/rules/delivery-times.js';
import type { QuietHours } from './domain/rules/quiet-hours.js';
import type { ChannelChoice, Rule } from './domain/rules/rule.js';

export interface RuleRow extends Rule {
  tenantId: string;
  description: string | null;
  enabled: boolean;
  version: number;
  createdBy: string;
  savedBy: string;
  createdAt: Date;
  updatedAt: Date;
}

export type RuleValues = Pick<
  RuleRow,
  | ('name' | 'description' | 'enabled' | 'when' | 'channels' | 'delivery' | 'quietHours')
  | ('repeatAfterMinutes' | 'escalation' | 'savedBy')
>;
export type NewRuleRow = RuleValues & Pick<RuleRow, 'id' | 'tenantId' | 'createdBy' | 'defaultKey'>;

export interface RuleFilter {
  enabled?: boolean | undefined;
  fact?: string | undefined;
  name?: string | undefined;
  after?: string | undefined;
  take: number;
}

const LIVE = { deletedAt: null };

/** The rows of notification rules. */
@Injectable()
export class NotificationRuleStore {
  constructor(private readonly database: Database) {}

  /** False where there is a rule of that name, or the default already, also when it was deleted. */
  async insert(tx: Tx, rows: readonly NewRuleRow[]): Promise<boolean> {
    const data = rows.map(({ when, channels, delivery, quietHours, escalation, ...rest }) => ({
      ...rest,
      ...json({ when, channels, delivery, quietHours, escalation }),
    }));
    return (await tx.notificationRule.createMany({ data, skipDuplicates: true })).count === rows.length;
  }

  async find(tx: Tx, tenantId: string, id: string): Promise<RuleRow | undefined> {
    const row = await tx.notificationRule.findFirst({ where: { tenantId, id, ...LIVE } });
    return row === null ? undefined : toRow(row);
  }

  async count(tx: Tx, tenantId: string): Promise<number> {
    return tx.notificationRule.count({ where: { tenantId, ...LIVE } });
  }

  async list(tx: Tx, tenantId: string, { enabled, fact, name, after, take }: RuleFilter): Promise<RuleRow[]> {
    const rows = await tx.notificationRule.findMany({
      where: {
        ...{ tenantId, ...LIVE },
        ...(after === undefined ? {} : { id: { lt: after } }),
        ...(enabled === undefined ? {} : { enabled }),
        ...(fact === undefined ? {} : { condition: { path: ['fact'], equals: fact } }),
        ...(name === undefined
          ? {}
          : { name: { contains: name.replaceAll(/[\\%_]/g, '\\$&'), mode: 'insensitive' as const } }),
      },
      orderBy: { id: 'desc' },
      take,
    });
    return rows.map(toRow);
  }

  /** Whether another rule has that name; its row is locked until this one is written. */
  async isTaken(tx: Tx, tenantId: string, name: string, id: string): Promise<boolean> {
    const rows = await tx.$queryRaw<unknown[]>`
      SELECT id FROM notification_rules
       WHERE tenant_id = ${tenantId} AND name = ${name} AND id <> ${id} AND deleted_at IS NULL FOR UPDATE`;
    return rows.length > 0;
  }

  async change(tx: Tx, tenantId: string, id: string, to: RuleValues, now: Date): Promise<void> {
    const { when, channels, delivery, quietHours, escalation, ...rest } = to;
    await tx.notificationRule.updateMany({
      where: { tenantId, id },
      data: {
        ...rest,
        ...json({ when, channels, delivery, quietHours, escalation }),
        ...{ version: { increment: 1 }, updatedAt: now },
      },
    });
  }

  /** One that every tenant has stays, hidden: else it would be made again. Its name is free. */
  async remove(tx: Tx, { id, tenantId, defaultKey }: RuleRow, now: Date): Promise<void> {
    const where = { id, tenantId };
    if (defaultKey === null) await tx.notificationRule.deleteMany({ where });
    else await tx.notificationRule.updateMany({ where, data: { deletedAt: now, enabled: false } });
  }

  /** Those that facts are matched with, the oldest first. */
  async enabled(tx: Tx, tenantId: string): Promise<RuleRow[]> {
    const rows = await tx.notificationRule.findMany({
      where: { tenantId, enabled: true, ...LIVE },
      orderBy: { id: 'asc' },
    });
    return rows.map(toRow);
  }

  /** Channels whose messages are threads: those of a Slack bot. Others would get one more message. */
  async channelsWithThreads(tx: Tx, tenantId: string): Promise<Set<string>> {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM notification_channels
       WHERE tenant_id = ${tenantId} AND type = 'slack' AND enabled AND config ->> 'channel' IS NOT NULL`;
    return new Set(rows.map(({ id }) => id));
  }

  /** Tenants that lack one of the default rules. */
  async tenantsWithout(keys: readonly string[]): Promise<string[]> {
    const rows = await this.database.acrossTenants(
      'tenants that are older than a default notification rule get it',
      (tx) => tx.$queryRaw<{ id: string }[]>`
        SELECT t.id FROM tenants t WHERE ${keys.length} > (
          SELECT count(*) FROM notification_rules r WHERE r.tenant_id = t.id AND r.default_key = ANY(${[...keys]}))`,
    );
    return rows.map(({ id }) => id);
  }
}

const orNull = (value: object | null) =>
  value === null ? Prisma.DbNull : (value as unknown as Prisma.InputJsonObject);

const json = (values: Pick<RuleRow, 'when' | 'channels' | 'delivery' | 'quietHours' | 'escalation'>) => ({
  condition: values.when as unknown as Prisma.InputJsonObject,
  channels: values.channels as Prisma.InputJsonValue,
  delivery: values.delivery as Prisma.InputJsonValue,
  quietHours: orNull(values.quietHours),
  escalation: orNull(values.escalation),
});

type Row = NonNullable<Awaited<ReturnType<Tx['notificationRule']['findFirst']>>>;

/** What is in the row was checked when it was saved. */
const toRow = ({
  condition,
  channels,
  delivery,
  quietHours,
  escalation,
  deletedAt: _,
  ...row
}: Row): RuleRow => ({
  ...row,
  when: condition as unknown as Condition,
  channels: channels as unknown as ChannelChoice,
  delivery: delivery as unknown as Delivery,
  quietHours: quietHours as unknown as QuietHours | null,
  escalation: escalation as unknown as Rule['escalation'],
});
