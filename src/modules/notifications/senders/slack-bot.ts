import { Injectable } from '@nestjs/common';
import type { WebClient } from '@slack/web-api';
import { Logger } from '../../../platform/telemetry/index.js';
import { Rendering } from '../rendering.service.js';
import { ThreadStore, type ThreadRow } from '../threads.store.js';
import type { DestinationOf, Dispatch } from './dispatch.js';
import { SlackClients, slackError, slackFailure } from './slack-client.js';

/** As many as a message may have (docs.slack.dev/reference/block-kit/blocks). */
const MOST_BLOCKS = 50;
/** The first message of the thread is gone. */
const NO_THREAD = new Set(['thread_not_found', 'message_not_found', 'cannot_reply_to_message']);

/**
 * A bot's messages. The first one of a key begins a thread, later ones reply in it, and the first one says what came
 * last. The thread remembers the delivery that came last: one that is tried again after a crash is not written twice.
 */
@Injectable()
export class SlackBotSender {
  constructor(
    private readonly clients: SlackClients,
    private readonly rendering: Rendering,
    private readonly threads: ThreadStore,
    private readonly logger: Logger,
  ) {}

  async send(to: DestinationOf<'slack'>, dispatch: Dispatch): Promise<string | null> {
    const { tenantId, deliveryId, threadKey } = dispatch.outgoing;
    const { botToken = '', channel = '' } = to.config;
    const keys =
      threadKey === null || to.channelId === null
        ? undefined
        : { tenantId, channelId: to.channelId, threadKey };
    const thread = keys && (await this.threads.find(keys));
    if (thread?.lastDeliveryId === deliveryId) return thread.providerId;
    const client = await this.clients.with(botToken, dispatch.signal);
    const posted = await this.#post(client, dispatch, thread, channel);
    if (keys === undefined) return posted.ts;
    if (!posted.isReply) {
      const first = { place: posted.place, providerId: posted.ts, root: dispatch.outgoing.message };
      await this.threads.begin({ ...keys, ...first, lastDeliveryId: deliveryId });
    } else if (thread !== undefined) {
      await this.threads.replied(keys, deliveryId);
      await this.#tellRoot(client, dispatch, thread);
    }
    return posted.ts;
  }

  async #post(client: WebClient, dispatch: Dispatch, thread: ThreadRow | undefined, channel: string) {
    const { message, deliveryId, attempt } = dispatch.outgoing;
    const { text, blocks } = this.rendering.slack(message, dispatch.urls);
    const write = (more: object) =>
      client.chat.postMessage({
        ...{ channel, text, blocks: blocks, unfurl_links: false, unfurl_media: false },
        // who reads the channel by the API can tell a repetition
        metadata: {
          event_type: 'shepherd_notification',
          event_payload: { delivery_id: deliveryId, attempt },
        },
        ...more,
      });
    const place = (answer: { channel?: string; ts?: string }, isReply: boolean) => ({
      ...{ place: answer.channel ?? channel, ts: answer.ts ?? '', isReply },
    });
    try {
      if (thread === undefined) return place(await write({}), false);
      try {
        return place(await write({ channel: thread.place, thread_ts: thread.providerId }), true);
      } catch (error) {
        if (!NO_THREAD.has(slackError(error) ?? '')) throw error;
        return place(await write({}), false);
      }
    } catch (error) {
      throw slackFailure(error);
    }
  }

  /** The reply has arrived: what becomes of this changes nothing about it. */
  async #tellRoot(client: WebClient, dispatch: Dispatch, thread: ThreadRow): Promise<void> {
    const { message, tenantId } = dispatch.outgoing;
    try {
      const root = this.rendering.slack(thread.root, await dispatch.urlsOf(thread.root));
      const count = thread.replies + 1;
      const status = `${count} ${count === 1 ? 'update' : 'updates'}, the last one: ${message.title}`;
      const line = { type: 'context', elements: [{ type: 'plain_text', text: status, emoji: false }] };
      const blocks = [...root.blocks.slice(0, MOST_BLOCKS - 1), line];
      const { place: channel, providerId: ts } = thread;
      await client.chat.update({ channel, ts, text: root.text, blocks: blocks });
    } catch (error) {
      const { message: reason } = slackFailure(error);
      this.logger.warn('The first message of a thread could not be updated', { tenantId, reason });
    }
  }
}
