import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { Logger } from '../../platform/telemetry/index.js';
import { AuditLog } from '../access/index.js';
import { ChannelStore, type ChannelRow } from './channels.store.js';
import type { ChannelType } from './domain/destination.js';

/** A channel as rules and deliveries see it: without where it leads. */
export interface ChannelView {
  id: string;
  name: string;
  type: ChannelType;
  enabled: boolean;
  /** Nothing is sent since then. */
  pausedAt: Date | null;
  isFromEnvironment: boolean;
  /** Of those: slack, email, compliance-notifications or schedule-alerts, whatever it is called. */
  environmentKey: string | null;
}

const LONGEST_REASON = 500;

/** The channels of a tenant, for what decides where messages go. */
@Injectable()
export class Channels {
  constructor(
    private readonly store: ChannelStore,
    private readonly audit: AuditLog,
    private readonly logger: Logger,
  ) {}

  async of(tx: Tx, tenantId: string): Promise<ChannelView[]> {
    return (await this.store.list(tx, tenantId, {})).map(viewOf);
  }

  /** By its id, or by its name in any case; names are never like ids. */
  async byNameOrId(tx: Tx, tenantId: string, text: string): Promise<ChannelView | undefined> {
    const wanted = text.trim().toLowerCase();
    const all = await this.of(tx, tenantId);
    return all.find(({ id, name }) => id === wanted || name.toLowerCase() === wanted);
  }

  /** Sends nothing until somebody resumes it or changes where it leads. Safe to repeat: the first reason stays. */
  async pause(tx: Tx, tenantId: string, channelId: string, reason: string): Promise<void> {
    const short = reason.length > LONGEST_REASON ? `${reason.slice(0, LONGEST_REASON - 1)}…` : reason;
    if (!(await this.store.setPaused(tx, tenantId, channelId, short))) return;
    const actor = { tenantId, owner: 'compliance-shepherd', keyId: 'system' };
    const change = { action: 'notification_channel.paused', targetType: 'notification_channel' };
    await this.audit.write(tx, actor, { ...change, targetId: channelId, after: { reason: short } });
    this.logger.warn('A notification channel is paused', { tenantId, channelId, reason: short });
  }
}

export const viewOf = ({ id, name, type, enabled, pausedAt, environmentKey }: ChannelRow): ChannelView => ({
  ...{ id, name, type, enabled, pausedAt, environmentKey },
  isFromEnvironment: environmentKey !== null,
});
