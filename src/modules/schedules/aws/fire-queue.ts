import { Injectable } from '@nestjs/common';
import { AwsClients } from '../../../platform/aws/index.js';
import { Config } from '../../../platform/config/index.js';

/** A message as SQS hands it out. */
export interface FireMessage {
  body: string;
  receiptHandle: string;
  /** How often it was handed out, this time included. */
  receiveCount: number;
}

const LONGEST_WAIT_SECONDS = 20;
const MOST_MESSAGES = 10;

/** The SQS queue (a standard one) into which EventBridge Scheduler puts its fires. */
@Injectable()
export class FireQueue {
  #arn: Promise<string> | undefined;

  constructor(
    private readonly clients: AwsClients,
    private readonly config: Config,
  ) {}

  /** The queue's ARN, asked once. */
  arn(): Promise<string> {
    this.#arn ??= this.#askArn().catch((error: unknown) => {
      this.#arn = undefined;
      throw error;
    });
    return this.#arn;
  }

  /** Waits up to 20 s for a message, and gives up to 10. Ends with an error when `signal` is aborted. */
  async receive(signal: AbortSignal): Promise<FireMessage[]> {
    const sqs = await this.#sqs();
    const { Messages = [] } = await sqs.receiveMessage(
      {
        QueueUrl: this.#url,
        WaitTimeSeconds: LONGEST_WAIT_SECONDS,
        MaxNumberOfMessages: MOST_MESSAGES,
        MessageSystemAttributeNames: ['ApproximateReceiveCount'],
      },
      { abortSignal: signal },
    );
    return Messages.map(({ Body = '', ReceiptHandle = '', Attributes }) => ({
      body: Body,
      receiptHandle: ReceiptHandle,
      receiveCount: Number(Attributes?.ApproximateReceiveCount ?? 1),
    }));
  }

  /** What SQS fails to delete comes again and finds its row: nobody has to look at the answer. */
  async remove(receiptHandles: readonly string[]): Promise<void> {
    if (receiptHandles.length === 0) return;
    const sqs = await this.#sqs();
    await sqs.deleteMessageBatch({
      QueueUrl: this.#url,
      Entries: receiptHandles.map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle })),
    });
  }

  async #askArn(): Promise<string> {
    const sqs = await this.#sqs();
    const { Attributes } = await sqs.getQueueAttributes({
      QueueUrl: this.#url,
      AttributeNames: ['QueueArn'],
    });
    if (Attributes?.QueueArn === undefined) throw new Error(`${this.#url} does not tell its ARN`);
    return Attributes.QueueArn;
  }

  #sqs() {
    return this.clients.ambient(this.config.get('AWS_REGION')).sqs();
  }

  /** The start has checked that it is set. */
  get #url(): string {
    return this.config.get('SCHEDULER_QUEUE_URL') ?? '';
  }
}
