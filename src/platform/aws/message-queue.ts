import type { Aws } from './account.js';

/** A message as SQS hands it out. */
export interface QueueMessage {
  messageId: string;
  body: string;
  receiptHandle: string;
  /** How often it was handed out, this time included. */
  receiveCount: number;
  /** When it was put into the queue. */
  sentAt: Date;
}

const LONGEST_WAIT_SECONDS = 20;
const MOST_MESSAGES = 10;

/** An SQS queue (a standard one) that this service takes messages from. */
export class MessageQueue {
  /** @param visibilitySeconds for how long a message that was received is nobody else's; else as the queue says */
  constructor(
    protected readonly aws: Aws,
    readonly url: string,
    private readonly visibilitySeconds?: number,
  ) {}

  /** Waits up to 20 s for a message, and gives up to `most` (10 at the most). Ends with an error when `signal` is aborted. */
  async receive(signal: AbortSignal, most = MOST_MESSAGES): Promise<QueueMessage[]> {
    const sqs = await this.aws.sqs();
    const { Messages = [] } = await sqs.receiveMessage(
      {
        QueueUrl: this.url,
        WaitTimeSeconds: LONGEST_WAIT_SECONDS,
        MaxNumberOfMessages: Math.min(most, MOST_MESSAGES),
        MessageSystemAttributeNames: ['ApproximateReceiveCount', 'SentTimestamp'],
        ...(this.visibilitySeconds === undefined ? {} : { VisibilityTimeout: this.visibilitySeconds }),
      },
      { abortSignal: signal },
    );
    return Messages.map(({ MessageId = '', Body = '', ReceiptHandle = '', Attributes }) => ({
      messageId: MessageId,
      body: Body,
      receiptHandle: ReceiptHandle,
      receiveCount: Number(Attributes?.ApproximateReceiveCount ?? 1),
      sentAt: new Date(Number(Attributes?.SentTimestamp ?? Date.now())),
    }));
  }

  /**
   * Waits up to 20 s for messages and hands each to `take`, all at once. One is deleted once `take` gives true: what
   * dies before that is delivered again. One for which it gives false stays, for the queue's redrive policy.
   * @throws when the queue cannot be read, or what `take` threw; that message comes again
   */
  async takeEach(signal: AbortSignal, take: (message: QueueMessage) => Promise<boolean>): Promise<void> {
    const messages = await this.receive(signal);
    const results = await Promise.allSettled(messages.map(take));
    const done = messages.filter((_, index) => {
      const result = results[index];
      return result?.status === 'fulfilled' && result.value;
    });
    await this.remove(done.map(({ receiptHandle }) => receiptHandle));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  /** What SQS fails to delete comes again and is found to be done: nobody has to look at the answer. */
  async remove(receiptHandles: readonly string[]): Promise<void> {
    if (receiptHandles.length === 0) return;
    const sqs = await this.aws.sqs();
    await sqs.deleteMessageBatch({
      QueueUrl: this.url,
      Entries: receiptHandles.map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle })),
    });
  }

  /** Keeps a message from others for `seconds` from now; 0 gives it back at once. */
  async hold(receiptHandle: string, seconds: number): Promise<void> {
    const sqs = await this.aws.sqs();
    await sqs.changeMessageVisibility({
      QueueUrl: this.url,
      ReceiptHandle: receiptHandle,
      VisibilityTimeout: seconds,
    });
  }

  protected async askArn(): Promise<string> {
    const sqs = await this.aws.sqs();
    const { Attributes } = await sqs.getQueueAttributes({ QueueUrl: this.url, AttributeNames: ['QueueArn'] });
    if (Attributes?.QueueArn === undefined) throw new Error(`${this.url} does not tell its ARN`);
    return Attributes.QueueArn;
  }
}
