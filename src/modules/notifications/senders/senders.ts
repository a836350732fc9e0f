import { Injectable } from '@nestjs/common';
import { BusSender } from '../aws/buses.js';
import { TopicSender } from '../aws/topics.js';
import type { Destination, Dispatch } from './dispatch.js';
import { EmailSender } from './email.js';
import { SlackSender } from './slack.js';
import { WebhookSender } from './webhook.js';

/** One sender for each type. */
@Injectable()
export class Senders {
  constructor(
    private readonly slack: SlackSender,
    private readonly email: EmailSender,
    private readonly topics: TopicSender,
    private readonly webhooks: WebhookSender,
    private readonly buses: BusSender,
  ) {}

  /** Gives what the receiver calls the message. @throws SendFailure */
  async send(to: Destination, dispatch: Dispatch): Promise<string | null> {
    switch (to.type) {
      case 'slack':
        return this.slack.send(to, dispatch);
      case 'email':
        return this.email.send(to, dispatch);
      case 'sns':
        return this.topics.send(to, dispatch);
      case 'webhook':
        return this.webhooks.send(to, dispatch);
      case 'eventbridge':
        return this.buses.send(to, dispatch);
    }
  }
}
