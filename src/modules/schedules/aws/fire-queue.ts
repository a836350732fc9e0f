import { Injectable } from '@nestjs/common';
import { AwsClients, MessageQueue } from '../../../platform/aws/index.js';
import { Config } from '../../../platform/config/index.js';

/** The SQS queue (a standard one) into which EventBridge Scheduler puts its fires. */
@Injectable()
export class FireQueue extends MessageQueue {
  #arn: Promise<string> | undefined;

  constructor(clients: AwsClients, config: Config) {
    // the start has checked that it is set
    super(clients.ambient(config.get('AWS_REGION')), config.get('SCHEDULER_QUEUE_URL') ?? '');
  }

  /** The queue's ARN, asked once. */
  arn(): Promise<string> {
    this.#arn ??= this.askArn().catch((error: unknown) => {
      this.#arn = undefined;
      throw error;
    });
    return this.#arn;
  }
}
