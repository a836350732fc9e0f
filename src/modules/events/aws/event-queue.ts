import { type AwsClients, MessageQueue } from '../../../platform/aws/index.js';

/** What a queue is like, and how much lies in it. */
export interface QueueState {
  visible: number;
  inFlight: number;
  delayed: number;
  /** For how long a message that was received is nobody else's. */
  visibilitySeconds: number;
  /** Where SQS itself moves what was received too often. */
  redrive: { dlqArn: string; maxReceives: number } | undefined;
}

/** A message as it lies in a dead-letter queue. */
export interface LyingMessage {
  messageId: string;
  body: string;
  receiptHandle: string;
  receiveCount: number;
  sentAt: Date;
  /** Of the message that this service moved; undefined: SQS did. */
  sourceMessageId: string | undefined;
  sourceArn: string | undefined;
}

/** Entries that one call takes. */
const BATCH = 10;
const SOURCE_ID = 'SourceMessageId';
/** In the host name: sqs.eu-west-1.amazonaws.com, vpce-….sqs.eu-west-1.vpce.amazonaws.com, eu-west-1.queue.amazonaws.com. */
const REGION = /(?:^|\.)sqs(?:-fips)?\.([a-z]{2}(?:-[a-z]+)+-\d)\.|^([a-z]{2}(?:-[a-z]+)+-\d)\.queue\./;

/** The region of a queue by its URL; `home` where the URL does not tell (an emulator's). */
export function regionOfQueue(url: string, home: string): string {
  const found = REGION.exec(new URL(url).hostname);
  return found?.[1] ?? found?.[2] ?? home;
}

interface Entry {
  Id: string;
  ReceiptHandle: string;
}

/** A queue with events, or the one for what were none. */
export class EventQueue extends MessageQueue {
  /** @param home region of queues whose URL names none */
  constructor(clients: AwsClients, url: string, home: string) {
    super(clients.ambient(regionOfQueue(url, home)), url);
  }

  /** What fails alone is tried once more; what fails again comes again. @returns how many are gone */
  async removeAll(receiptHandles: readonly string[]): Promise<number> {
    const sqs = await this.aws.sqs();
    const left = await this.#twice(receiptHandles, async (Entries) => {
      const { Failed = [] } = await sqs.deleteMessageBatch({ QueueUrl: this.url, Entries });
      return Failed;
    });
    return receiptHandles.length - left;
  }

  /** Keeps messages from others for `seconds` from now; 0 gives them back. */
  async extend(receiptHandles: readonly string[], seconds: number): Promise<void> {
    const sqs = await this.aws.sqs();
    await this.#twice(receiptHandles, async (entries) => {
      const Entries = entries.map((entry) => ({ ...entry, VisibilityTimeout: seconds }));
      const { Failed = [] } = await sqs.changeMessageVisibilityBatch({ QueueUrl: this.url, Entries });
      return Failed;
    });
  }

  /** @param source of a message that was no event: why, and which */
  async send(body: string, source?: { reason: string; messageId: string }): Promise<void> {
    const sqs = await this.aws.sqs();
    const text = (value: string) => ({ DataType: 'String', StringValue: value });
    await sqs.sendMessage({
      QueueUrl: this.url,
      MessageBody: body,
      ...(source === undefined
        ? {}
        : {
            MessageAttributes: {
              Reason: text(source.reason.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 1_000)),
              [SOURCE_ID]: text(source.messageId),
            },
          }),
      ...(this.url.endsWith('.fifo')
        ? { MessageGroupId: source?.messageId ?? 'redriven', MessageDeduplicationId: crypto.randomUUID() }
        : {}),
    });
  }

  /** Receives without wanting to work on them: others do not see them for `seconds`. */
  async look(seconds: number): Promise<LyingMessage[]> {
    const sqs = await this.aws.sqs();
    const { Messages = [] } = await sqs.receiveMessage({
      QueueUrl: this.url,
      MaxNumberOfMessages: BATCH,
      VisibilityTimeout: seconds,
      // without waiting SQS asks some of its servers alone, and may miss what is there
      WaitTimeSeconds: 1,
      MessageAttributeNames: [SOURCE_ID],
      MessageSystemAttributeNames: ['ApproximateReceiveCount', 'SentTimestamp', 'DeadLetterQueueSourceArn'],
    });
    return Messages.map(
      ({ MessageId = '', Body = '', ReceiptHandle = '', Attributes, MessageAttributes }) => ({
        ...{ messageId: MessageId, body: Body, receiptHandle: ReceiptHandle },
        receiveCount: Number(Attributes?.ApproximateReceiveCount ?? 1),
        sentAt: new Date(Number(Attributes?.SentTimestamp ?? 0)),
        sourceMessageId: MessageAttributes?.[SOURCE_ID]?.StringValue,
        sourceArn: Attributes?.DeadLetterQueueSourceArn,
      }),
    );
  }

  async state(): Promise<QueueState> {
    const sqs = await this.aws.sqs();
    const { Attributes } = await sqs.getQueueAttributes({
      QueueUrl: this.url,
      AttributeNames: [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
        'ApproximateNumberOfMessagesDelayed',
        'VisibilityTimeout',
        'RedrivePolicy',
      ],
    });
    return {
      visible: Number(Attributes?.ApproximateNumberOfMessages ?? 0),
      inFlight: Number(Attributes?.ApproximateNumberOfMessagesNotVisible ?? 0),
      delayed: Number(Attributes?.ApproximateNumberOfMessagesDelayed ?? 0),
      visibilitySeconds: Number(Attributes?.VisibilityTimeout ?? 30),
      redrive: redriveOf(Attributes?.RedrivePolicy),
    };
  }

  /** The URL of a queue beside this one: a dead-letter queue is of the same region. */
  async urlOf(arn: string): Promise<string | undefined> {
    const sqs = await this.aws.sqs();
    const [, , , , account, QueueName] = arn.split(':');
    const { QueueUrl } = await sqs.getQueueUrl({ QueueName, QueueOwnerAWSAccountId: account });
    return QueueUrl;
  }

  async #twice(
    receiptHandles: readonly string[],
    call: (entries: Entry[]) => Promise<{ Id: string | undefined }[]>,
  ): Promise<number> {
    let failed = 0;
    for (let from = 0; from < receiptHandles.length; from += BATCH) {
      const part = receiptHandles.slice(from, from + BATCH);
      const entries = part.map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle }));
      const ids = new Set((await call(entries)).map(({ Id }) => Id));
      if (ids.size > 0) failed += (await call(entries.filter(({ Id }) => ids.has(Id)))).length;
    }
    return failed;
  }
}

function redriveOf(policy: string | undefined): QueueState['redrive'] {
  if (policy === undefined || policy === '') return undefined;
  // AWS writes a number, emulators a text
  const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(policy) as Record<string, string | number>;
  return typeof deadLetterTargetArn === 'string'
    ? { dlqArn: deadLetterTargetArn, maxReceives: Number(maxReceiveCount) }
    : undefined;
}
