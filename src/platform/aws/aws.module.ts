import { Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../../shared/clock.js';
import { Config } from '../config/index.js';
import { counter } from '../telemetry/index.js';
import { AwsClients } from './clients.js';

const calls = counter(
  'shepherd_aws_calls_total',
  'Calls to AWS by service and outcome, each attempt counted',
  ['service', 'region', 'outcome'],
);

@Global()
@Module({
  providers: [
    {
      provide: AwsClients,
      inject: [Config, Clock],
      useFactory: (config: Config, clock: Clock) =>
        new AwsClients(
          {
            endpointUrl: config.get('AWS_ENDPOINT_URL'),
            defaultRegion: config.get('AWS_REGION'),
            maxCallsPerSecond: config.get('AWS_CALLS_PER_SECOND'),
            totalCallsPerSecond: config.get('AWS_TOTAL_CALLS_PER_SECOND'),
            maxConcurrentCalls: config.get('AWS_CONCURRENT_CALLS'),
            maxAttempts: config.get('AWS_MAX_ATTEMPTS'),
            sessionName: (account) => `compliance-shepherd-${account.accountId}`,
            onCall: ({ service, region, outcome }) => calls.add({ service, region, outcome }),
          },
          clock,
        ),
    },
  ],
  exports: [AwsClients],
})
export class AwsModule implements OnApplicationShutdown {
  constructor(private readonly clients: AwsClients) {}

  onApplicationShutdown(): void {
    this.clients.close();
  }
}
