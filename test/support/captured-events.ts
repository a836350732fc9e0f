import { EventBridge } from '@aws-sdk/client-eventbridge';
import { SQS } from '@aws-sdk/client-sqs';
import { eventually } from './app.js';

const REGION = 'eu-west-1';

export interface CapturedEvent {
  source: string;
  'detail-type': string;
  detail: Record<string, unknown>;
}

/** A bus of the emulator with a queue behind it, which keeps all that is put on the bus as EventBridge delivers it. */
export async function capturingBus(endpoint: string) {
  const name = `shepherd-capture-${Date.now()}`; // of its own in an emulator that others may use
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const events = new EventBridge({ region: REGION, endpoint, credentials });
  const sqs = new SQS({ region: REGION, endpoint, credentials });
  const { QueueUrl = '' } = await sqs.createQueue({ QueueName: name });
  const { Attributes } = await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['QueueArn'] });
  const { EventBusArn = '' } = await events.createEventBus({ Name: name });
  const source = [{ prefix: 'compliance-shepherd' }, { prefix: 'patching-automation.' }];
  await events.putRule({ Name: name, EventBusName: name, EventPattern: JSON.stringify({ source }) });
  const Targets = [{ Id: 'queue', Arn: Attributes?.QueueArn ?? '' }];
  await events.putTargets({ Rule: name, EventBusName: name, Targets });
  const captured: CapturedEvent[] = [];

  const receive = async (): Promise<void> => {
    const { Messages = [] } = await sqs.receiveMessage({ QueueUrl, MaxNumberOfMessages: 10 });
    for (const { Body = '', ReceiptHandle = '' } of Messages) {
      captured.push(JSON.parse(Body) as CapturedEvent);
      await sqs.deleteMessage({ QueueUrl, ReceiptHandle });
    }
  };
  /** The next event of a type that is about this, as soon as it is there. */
  const event = (detailType: string, about: Record<string, unknown> = {}): Promise<CapturedEvent> =>
    eventually(async () => {
      await receive();
      return captured.find(
        (one) =>
          one['detail-type'] === detailType &&
          Object.entries(about).every(([field, value]) => one.detail[field] === value),
      );
    }, 30_000);
  const close = () => {
    events.destroy();
    sqs.destroy();
  };
  return { arn: EventBusArn, captured, event, close };
}
