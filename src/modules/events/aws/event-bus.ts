import { Injectable } from '@nestjs/common';
import { AwsClients, failureOf } from '../../../platform/aws/index.js';
import { Config } from '../../../platform/config/index.js';
import type { BusEntry } from '../domain/bus-entry.js';

/** The bus of EVENT_BUS_NAME, with the credentials of the service itself; an ARN also names the region it is in. */
@Injectable()
export class EventBus {
  constructor(
    private readonly clients: AwsClients,
    private readonly config: Config,
  ) {}

  /** @throws Error where EventBridge has not taken it: PutEvents answers 200 and says so of the entry */
  async put({ source, detailType, detail, resources, time }: BusEntry): Promise<void> {
    const bus = this.config.get('EVENT_BUS_NAME');
    if (bus === undefined) throw new Error('EVENT_BUS_NAME is not set');
    const region = bus.startsWith('arn:') ? bus.split(':')[3] : undefined;
    const client = await this.clients.ambient(region ?? this.config.get('AWS_REGION')).eventbridge();
    const entry = {
      ...{ EventBusName: bus, Source: source, DetailType: detailType, Detail: JSON.stringify(detail) },
      ...{ Resources: [...resources], Time: time },
    };
    const { FailedEntryCount, Entries } = await client
      .putEvents({ Entries: [entry] })
      .catch((error: unknown) => {
        const { code, message } = failureOf(error);
        throw new Error(`events:PutEvents: ${code}: ${message}`, { cause: error });
      });
    if ((FailedEntryCount ?? 0) === 0) return;
    const { ErrorCode = 'Unknown', ErrorMessage = '' } = Entries?.[0] ?? {};
    throw new Error(`events:PutEvents: ${ErrorCode}: ${ErrorMessage}`);
  }
}
