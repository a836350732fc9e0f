import { Injectable } from '@nestjs/common';
import { Database, Prisma, type Tx } from '../../platform/database/index.js';
import { sealedColumn } from '../../platform/secrets/index.js';
import type { ChannelType } from './domain/destination.js';

export interface ChannelRow {
  id: string;
  tenantId: string;
  name: string;
  type: ChannelType;
  /** What all may see of where it leads. */
  config: Record<string, unknown>;
  /** Sealed, for the context channelSecret(row). */
  secret: string | null;
  secretHint: string | null;
  enabled: boolean;
  /** Of a channel of the environment: which. */
  environmentKey: string | null;
  pausedAt: Date | null;
  pausedReason: string | null;
  createdBy: string;
  savedBy: string;
  createdAt: Date;
  updatedAt: Date;
}

export type NewChannel = Omit<ChannelRow, 'createdAt' | 'updatedAt' | 'pausedAt' | 'pausedReason'>;
export type ChannelChange = Partial<
  Pick<ChannelRow, 'name' | 'config' | 'secret' | 'secretHint' | 'enabled' | 'savedBy'>
>;

export interface ChannelFilter {
  type?: ChannelType | undefined;
  enabled?: boolean | undefined;
  after?: string | undefined;
  take?: number | undefined;
}

/** What the secret of a channel is sealed for. */
export const channelSecret = ({ tenantId, id }: Pick<ChannelRow, 'tenantId' | 'id'>): string =>
  `notification-channel:${tenantId}:${id}`;

sealedColumn({
  table: 'notification_channels',
  column: 'secret',
  keys: ['tenant_id', 'id'],
  context: (tenantId = '', id = '') => channelSecret({ tenantId, id }),
});

/** The rows of channels. Every method runs in the transaction of its use case, but for what begins a process. */
@Injectable()
export class ChannelStore {
  constructor(private readonly database: Database) {}

  /** False where there is one of that name, or of that variable. */
  async insert(tx: Tx, channel: NewChannel): Promise<boolean> {
    const data = { ...channel, config: channel.config as Prisma.InputJsonObject };
    return (await tx.notificationChannel.createMany({ data: [data], skipDuplicates: true })).count === 1;
  }

  async find(tx: Tx, tenantId: string, id: string): Promise<ChannelRow | undefined> {
    const row = await tx.notificationChannel.findFirst({ where: { tenantId, id } });
    return row === null ? undefined : toChannel(row);
  }

  /** The same, for a change: who comes second waits, and sees what the first has written. */
  async findForUpdate(tx: Tx, tenantId: string, id: string): Promise<ChannelRow | undefined> {
    await tx.$queryRaw`
      SELECT 1 FROM notification_channels WHERE tenant_id = ${tenantId} AND id = ${id} FOR UPDATE`;
    return this.find(tx, tenantId, id);
  }

  async ofEnvironment(tx: Tx, tenantId: string): Promise<ChannelRow[]> {
    const rows = await tx.notificationChannel.findMany({
      where: { tenantId, environmentKey: { not: null } },
      orderBy: { id: 'asc' },
    });
    return rows.map(toChannel);
  }

  /** The newest first. */
  async list(tx: Tx, tenantId: string, filter: ChannelFilter): Promise<ChannelRow[]> {
    const { type, enabled, after, take } = filter;
    const rows = await tx.notificationChannel.findMany({
      where: { tenantId, type, enabled, id: { lt: after } },
      orderBy: { id: 'desc' },
      take,
    });
    return rows.map(toChannel);
  }

  async count(tx: Tx, tenantId: string): Promise<number> {
    return tx.notificationChannel.count({ where: { tenantId } });
  }

  /** Whether another one has that name, in whatever case. */
  async isTaken(tx: Tx, tenantId: string, name: string, id: string): Promise<boolean> {
    const rows = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM notification_channels
       WHERE tenant_id = ${tenantId} AND lower(name) = lower(${name}) AND id <> ${id} FOR UPDATE`;
    return rows.length > 0;
  }

  /** Sets what is given. */
  async change(
    tx: Tx,
    { tenantId, id }: Pick<ChannelRow, 'tenantId' | 'id'>,
    to: ChannelChange,
  ): Promise<void> {
    const { config, ...rest } = to;
    const data = config === undefined ? rest : { ...rest, config: config as Prisma.InputJsonObject };
    const now = await this.database.now(tx);
    await tx.notificationChannel.updateMany({ where: { tenantId, id }, data: { ...data, updatedAt: now } });
  }

  /** Null lifts a pause. False where nothing had to be done: one that is paused keeps its first reason. */
  async setPaused(tx: Tx, tenantId: string, id: string, reason: string | null): Promise<boolean> {
    const now = await this.database.now(tx);
    const { count } = await tx.notificationChannel.updateMany({
      where: { tenantId, id, pausedAt: reason === null ? { not: null } : null },
      data: { pausedAt: reason === null ? null : now, pausedReason: reason },
    });
    return count === 1;
  }

  /** Ends the pauses that the mail server of the service caused: their reasons begin with its variable. */
  async resumeMail(): Promise<void> {
    await this.database.acrossTenants(
      'channels of all tenants that the mail server had stopped go on after a start',
      (tx) => tx.$executeRaw`
        UPDATE notification_channels SET paused_at = NULL, paused_reason = NULL
         WHERE type = 'email' AND paused_at IS NOT NULL AND paused_reason LIKE 'SMTP\_URL%'`,
    );
  }

  async remove(tx: Tx, { tenantId, id }: ChannelRow): Promise<void> {
    await tx.notificationChannel.deleteMany({ where: { tenantId, id } });
  }

  /** What people call the tenant. */
  async tenantName(tx: Tx, tenantId: string): Promise<string> {
    const row = await tx.tenant.findUnique({ where: { id: tenantId }, select: { name: true } });
    return row?.name ?? tenantId;
  }
}

function toChannel(row: Prisma.NotificationChannelGetPayload<object>): ChannelRow {
  return { ...row, type: row.type as ChannelType, config: row.config as Record<string, unknown> };
}
