import { Injectable } from '@nestjs/common';
import { type Answered, Outbound } from '../../../platform/outbound/index.js';
import { Clock } from '../../../shared/clock.js';
import { codeOf } from '../../../shared/error-code.js';
import { Rendering } from '../rendering.service.js';
import type { DestinationOf, Dispatch } from './dispatch.js';
import { answerFailure } from './failures.js';
import { unanswered } from './slack-client.js';
import { slackFetch } from './slack-fetch.js';

/**
 * The webhook is revoked, or its channel or workspace is gone (docs.slack.dev/messaging/sending-messages-using-incoming-webhooks,
 * "Handling errors": 403 action_prohibited, 404 channel_not_found and no_service, 410 channel_is_archived).
 */
const DEAD = [403, 404];

/** Slack's incoming webhooks. They tell no id, so there are no threads. */
@Injectable()
export class SlackWebhookSender {
  constructor(
    private readonly outbound: Outbound,
    private readonly rendering: Rendering,
    private readonly clock: Clock,
  ) {}

  async send(to: DestinationOf<'slack'>, { outgoing, urls, signal }: Dispatch): Promise<null> {
    const { text, blocks } = this.rendering.slack(outgoing.message, urls);
    const { IncomingWebhook } = await import('@slack/webhook');
    let answered: Answered | undefined; // the library keeps no headers of it
    const reach = to.isOperators ? 'anywhere' : 'public';
    const fetch = slackFetch(this.outbound, { signal, reach }, (one) => (answered = one));
    const address = to.config.webhookUrl ?? '';
    const webhook = new IncomingWebhook(address, { fetch });
    try {
      await webhook.send({ text, blocks: blocks, unfurl_links: false });
      return null;
    } catch (error) {
      if (codeOf(error) === 'slack_webhook_http_error' && answered !== undefined)
        throw answerFailure('Slack', answered, { now: this.clock.now(), address, isDead: DEAD });
      throw unanswered(error);
    }
  }
}
