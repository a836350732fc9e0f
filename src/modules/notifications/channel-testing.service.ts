import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { correlation } from '../../platform/telemetry/index.js';
import { invalid } from '../../shared/app-error.js';
import { Clock } from '../../shared/clock.js';
import { newId } from '../../shared/ids.js';
import { AuditLog } from '../access/index.js';
import type { ChannelTrial, TestChannel } from './channels.schemas.js';
import { Channels } from './channels.service.js';
import { testMessage } from './domain/words/index.js';
import { Sending, SendFailure } from './sending.js';

const LONGEST_MS = 15_000;

/** Tries a channel out. */
@Injectable()
export class ChannelTesting {
  constructor(
    private readonly database: Database,
    private readonly channels: Channels,
    private readonly sending: Sending,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Sends one message past all that waits, once, and changes nothing: a channel that is paused or disabled stays so.
   * @throws AppError INVALID where there is no such channel
   */
  async test(caller: Caller, { channel: wanted }: TestChannel): Promise<ChannelTrial> {
    const { tenantId, owner } = caller;
    const newDeliveryId = newId('dlv');
    // written down before it goes out: it is there whatever becomes of it
    const channel = await this.database.withTenant(tenantId, async (tx) => {
      const found = await this.channels.byNameOrId(tx, tenantId, wanted);
      if (found === undefined) throw invalid([{ path: 'channel', message: `there is no channel ${wanted}` }]);
      await this.audit.write(tx, caller, {
        ...{ action: 'notification_channel.tested', targetType: 'notification_channel', targetId: found.id },
        after: { deliveryId: newDeliveryId },
      });
      return found;
    });
    const outgoing = {
      ...{ tenantId, deliveryId: newDeliveryId, recipient: { channelId: channel.id } },
      ...{ message: testMessage(channel.name, owner, this.clock.now().toISOString()), threadKey: null },
      ...{ correlationId: correlation.id(), attempt: 1 },
    };
    const { deliveryId } = outgoing;
    const head = { channelId: channel.id, deliveryId };
    try {
      const { providerId } = await this.sending.send(outgoing, AbortSignal.timeout(LONGEST_MS));
      return { ok: true, ...head, providerId, error: null, wouldRetry: false };
    } catch (error) {
      if (!(error instanceof SendFailure)) throw error;
      const wouldRetry = error.kind === 'retry';
      return { ok: false, ...head, providerId: null, error: error.message, wouldRetry };
    }
  }
}
