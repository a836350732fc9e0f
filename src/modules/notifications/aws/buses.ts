import { Injectable } from '@nestjs/common';
import { AwsClients } from '../../../platform/aws/index.js';
import { partitionOfRegion } from '../../../shared/partition.js';
import { Rendering } from '../rendering.service.js';
import type { DestinationOf, Dispatch } from '../senders/dispatch.js';
import { awsFailure } from '../senders/failures.js';
import { notificationData } from '../senders/webhook.js';

/** Another source than that of our facts: rules that react to those do not react to what tells of them. */
const SOURCE = 'compliance-shepherd.notifications';

/** EventBridge buses, with the credentials of the service itself: a bus of another account must let it in. */
@Injectable()
export class BusSender {
  constructor(
    private readonly clients: AwsClients,
    private readonly rendering: Rendering,
  ) {}

  /** Gives the event's id. */
  async send(to: DestinationOf<'eventbridge'>, { outgoing, urls, signal }: Dispatch): Promise<string | null> {
    const { eventBusName, region = '', accountId = '' } = to.config;
    const { message } = outgoing;
    const detail = notificationData(outgoing, this.rendering.json(message, urls));
    const entry = {
      EventBusName: `arn:${partitionOfRegion(region)}:events:${region}:${accountId}:event-bus/${eventBusName}`,
      ...{ Source: SOURCE, DetailType: `notification.${message.kind}`, Detail: JSON.stringify(detail) },
      ...{ Resources: [], Time: new Date(message.at) },
    };
    try {
      const client = await this.clients.ambient(region).eventbridge();
      const answer = await client.putEvents({ Entries: [entry] }, { abortSignal: signal });
      const { ErrorCode, ErrorMessage = '', EventId } = answer.Entries?.[0] ?? {};
      // it answers 200 and says of the entry that it was not taken
      if (ErrorCode !== undefined) throw Object.assign(new Error(ErrorMessage), { name: ErrorCode });
      return EventId ?? null;
    } catch (error) {
      throw awsFailure('events:PutEvents', error);
    }
  }
}
