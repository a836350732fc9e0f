import { Injectable } from '@nestjs/common';
import { AwsClients, failureOf } from '../../../platform/aws/index.js';
import { Config } from '../../../platform/config/index.js';
import { AppError } from '../../../shared/app-error.js';

/** What AWS will not take however often it is asked. */
const PERMANENT = new Set(['not_found', 'denied', 'unsupported']);

/** Calls to what schedules start in AWS, with the credentials of the service itself. */
@Injectable()
export class TargetCalls {
  constructor(
    private readonly clients: AwsClients,
    private readonly config: Config,
  ) {}

  /** Asynchronously, as EventBridge Scheduler does: what becomes of it is the function's business. Gives the request id. */
  async invoke(functionName: string, payload: string): Promise<string> {
    const lambda = await this.#in(functionName).lambda();
    return this.#told('lambda:InvokeFunction', async () => {
      const { $metadata } = await lambda.invoke({
        FunctionName: functionName,
        InvocationType: 'Event',
        Payload: new TextEncoder().encode(payload),
      });
      return $metadata.requestId ?? '';
    });
  }

  /**
   * Gives the message id. A topic that is no FIFO topic keeps no ids: a worker that dies between the call and its
   * note of it publishes twice, so the run's id goes along.
   */
  async publish(topicArn: string, message: string, runId: string): Promise<string> {
    const sns = await this.#in(topicArn).sns();
    const isFifo = topicArn.endsWith('.fifo');
    return this.#told('sns:Publish', async () => {
      const { MessageId } = await sns.publish({
        TopicArn: topicArn,
        Message: message,
        MessageAttributes: { runId: { DataType: 'String', StringValue: runId } },
        ...(isFifo ? { MessageGroupId: 'schedules', MessageDeduplicationId: runId } : {}),
      });
      return MessageId ?? '';
    });
  }

  #in(name: string) {
    const region = name.startsWith('arn:') ? name.split(':')[3] : undefined;
    return this.clients.ambient(region ?? this.config.get('AWS_REGION'));
  }

  /** @throws AppError for what another attempt cannot change, Error for the rest; both safe to show */
  async #told<T>(operation: string, call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      const { failure, code, message } = failureOf(error);
      const text = `${operation}: ${code}: ${message}`;
      if (PERMANENT.has(failure)) throw new AppError('PRECONDITION_FAILED', text);
      throw new Error(text, { cause: error });
    }
  }
}
