import { Injectable } from '@nestjs/common';
import { AwsClients } from '../../../platform/aws/index.js';
import { Rendering } from '../rendering.service.js';
import type { DestinationOf, Dispatch } from '../senders/dispatch.js';
import { awsFailure } from '../senders/failures.js';

/** SNS topics, with the credentials of the service itself: the topic's policy must let it publish. */
@Injectable()
export class TopicSender {
  constructor(
    private readonly clients: AwsClients,
    private readonly rendering: Rendering,
  ) {}

  /** Gives the message id. A topic that is no FIFO topic keeps no ids: deliveryId among the attributes tells repetitions. */
  async send(to: DestinationOf<'sns'>, { outgoing, urls, signal }: Dispatch): Promise<string | null> {
    const { tenantId, deliveryId, threadKey, message } = outgoing;
    const { topicArn } = to.config;
    const { subject, message: text } = this.rendering.sns(message, urls);
    const region = topicArn.split(':')[3] ?? '';
    const attribute = (value: string) => ({ DataType: 'String', StringValue: value });
    const fifo = { MessageGroupId: groupOf(threadKey ?? tenantId), MessageDeduplicationId: deliveryId };
    const Subject = subjectOf(subject);
    try {
      const sns = await this.clients.ambient(region).sns();
      const { MessageId } = await sns.publish(
        {
          TopicArn: topicArn,
          Message: text,
          ...(Subject === '' ? {} : { Subject }),
          MessageAttributes: {
            ...{
              deliveryId: attribute(deliveryId),
              tenantId: attribute(tenantId),
              kind: attribute(message.kind),
            },
            ...(message.severity === null ? {} : { severity: attribute(message.severity) }),
          },
          ...(topicArn.endsWith('.fifo') ? fifo : {}),
        },
        { abortSignal: signal },
      );
      return MessageId ?? null;
    } catch (error) {
      throw awsFailure('sns:Publish', error);
    }
  }
}

/** ASCII that begins with a letter, digit or punctuation, under 100 characters (sns/latest/api/API_Publish.html). */
const subjectOf = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]/g, '')
    .trim()
    .slice(0, 99);

/** Letters, digits and punctuation, 128 at most. */
const groupOf = (text: string): string => text.replace(/[^\x21-\x7e]/g, '-').slice(0, 128);
