import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { conflict } from '../../shared/app-error.js';
import { AuditLog, type Actor } from '../access/index.js';
import { channelFacts } from './channel-answer.js';
import { ChannelStore, type ChannelRow } from './channels.store.js';
import { environmentKeys, EnvironmentTargets, isEnvironmentKey } from './environment-targets.js';
import { ThreadStore } from './threads.store.js';

/** What goes with a change of a channel. */
@Injectable()
export class ChannelRecords {
  constructor(
    private readonly store: ChannelStore,
    private readonly threads: ThreadStore,
    private readonly audit: AuditLog,
    private readonly environment: EnvironmentTargets,
  ) {}

  async write(
    tx: Tx,
    actor: Actor,
    what: 'created' | 'changed' | 'deleted',
    before: ChannelRow | undefined,
    after: ChannelRow | undefined,
  ): Promise<void> {
    await this.audit.write(tx, actor, {
      ...{ action: `notification_channel.${what}`, targetType: 'notification_channel' },
      targetId: (after ?? before)?.id ?? '',
      before: before && channelFacts(before),
      after: after && channelFacts(after),
    });
  }

  /** It leads elsewhere: nothing says that nothing would arrive there, and its threads are not there. */
  async beginAnew(tx: Tx, { tenantId, id }: ChannelRow): Promise<void> {
    await this.store.setPaused(tx, tenantId, id, null);
    await this.threads.removeOf(tx, tenantId, id);
  }

  /** @throws AppError CONFLICT for a channel that the next start would make again */
  checkRemoval({ environmentKey: key }: ChannelRow): void {
    if (!isEnvironmentKey(key) || this.environment.of(key) === undefined) return;
    throw conflict(`${environmentKeys[key]} names this channel: unset it there, or disable the channel`);
  }
}
