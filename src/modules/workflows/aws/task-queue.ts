import { Injectable } from '@nestjs/common';
import { AwsClients, MessageQueue } from '../../../platform/aws/index.js';
import { Config } from '../../../platform/config/index.js';

/** For how long a task is nobody else's: renewed while it runs, and so the time after which a dead worker's is taken over. */
export const TASK_HELD_SECONDS = 30;

/** The queue into which state machines put their tasks, with their tokens. */
@Injectable()
export class TaskQueue extends MessageQueue {
  constructor(clients: AwsClients, config: Config) {
    // the start has checked that it is set
    super(clients.ambient(config.get('AWS_REGION')), config.get('TASK_QUEUE_URL') ?? '', TASK_HELD_SECONDS);
  }
}
