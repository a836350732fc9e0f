import { Injectable } from '@nestjs/common';
import type { DestinationOf, Dispatch } from './dispatch.js';
import { SlackBotSender } from './slack-bot.js';
import { SlackWebhookSender } from './slack-webhook.js';

/** Slack, by whichever way the channel has. */
@Injectable()
export class SlackSender {
  constructor(
    private readonly webhooks: SlackWebhookSender,
    private readonly bots: SlackBotSender,
  ) {}

  send(to: DestinationOf<'slack'>, dispatch: Dispatch): Promise<string | null> {
    return to.config.botToken === undefined ? this.webhooks.send(to, dispatch) : this.bots.send(to, dispatch);
  }
}
