import { Injectable } from '@nestjs/common';
import { AwsClients, MessageQueue } from '../../../platform/aws/index.js';
import { Config } from '../../../platform/config/index.js';

/** The queue into which EventBridge puts status changes of executions. */
@Injectable()
export class StatusQueue extends MessageQueue {
  constructor(clients: AwsClients, config: Config) {
    // the start has checked that it is set
    super(clients.ambient(config.get('AWS_REGION')), config.get('STATUS_QUEUE_URL') ?? '');
  }
}
