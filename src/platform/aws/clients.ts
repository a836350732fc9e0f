import { Agent } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { MINUTE_MS, type Clock } from '../../shared/clock.js';
import { type Aws, type AwsAccount, type AwsCallOutcome, type AwsOptions } from './account.js';
import { limitAttempts } from './attempt.js';
import {
  ambientCredentials,
  assumeRole,
  type CredentialProvider,
  type FailingRole,
  RoleCredentials,
} from './credentials.js';
import { Lane } from './lane.js';
import { type Clients, load, type Service } from './services.js';

export interface AwsCallCounter {
  account: string;
  region: string;
  service: string;
  /** Attempts, and of them those that AWS throttled or that ended in another error ("there is none" is no error). */
  calls: number;
  throttles: number;
  errors: number;
}

/** A client, the lane it runs in, and when it was last asked for. */
interface Entry {
  client: Promise<Clients[Service]>;
  /** Shared by all sessions in an account: AWS counts their calls together. */
  lane: Lane;
  laneKey: string;
  usedAt: number;
}

/** S3 asks for several calls a bucket, and takes more a second than control planes do; its SlowDown still slows us. */
const FASTER: Partial<Record<Service, number>> = { s3: 4 };
const IDLE_MS = 10 * MINUTE_MS;
/** 24 KB each, measured after one call: 48 MB at most. */
const MAX_CLIENTS = 2_000;

/**
 * The SDK clients of this process: one per account × region × service, because the SDK's adaptive limiter lives in
 * the client, so that a throttled account slows down alone. All share one connection pool.
 *
 * Bounded: when a client is made, those unused for 10 minutes go, and beyond `maxClients` those longest unused.
 * One with calls under way stays; one that somebody still holds goes on working, in its own lane.
 */
export class AwsClients {
  /** By last use: the first is the one longest unused. */
  readonly #entries = new Map<string, Entry>();
  readonly #counters = new Map<string, AwsCallCounter>();
  readonly #roles: RoleCredentials;
  readonly #http: NodeHttpHandler;
  readonly #budget: Lane | undefined;
  #ambient: Promise<CredentialProvider> | undefined;

  constructor(
    private readonly options: AwsOptions,
    private readonly clock: Clock,
  ) {
    const { totalCallsPerSecond: total } = this.options;
    if (total !== undefined)
      this.#budget = new Lane({ maxCallsPerSecond: total, maxConcurrentCalls: Infinity });
    // no limit on sockets: lanes bound them, and a request that waits for one would run into its connect timeout
    const agent = { keepAlive: true, maxSockets: Infinity };
    this.#http = new NodeHttpHandler({
      httpAgent: new Agent(agent),
      httpsAgent: new TlsAgent(agent),
      connectionTimeout: 5_000,
      requestTimeout: options.requestTimeoutMs ?? 30_000,
      throwOnRequestTimeout: true, // without it the timeout is only a warning
    });
    this.#roles = new RoleCredentials(async (account) => {
      const sts = await this.ambient(options.defaultRegion).sts();
      return assumeRole(sts, account, account.sessionName ?? options.sessionName(account));
    }, clock);
  }

  /** Roles that this process could not assume when it last tried. */
  get failingRoles(): FailingRole[] {
    return this.#roles.failing;
  }

  for(account: AwsAccount, region: string): Aws {
    const client = <S extends Service>(service: S): Promise<Clients[S]> =>
      this.#client(service, account, region);
    return {
      account,
      region,
      emulated: this.options.endpointUrl !== undefined,
      in: (other) => this.for(account, other),
      ec2: () => client('ec2'),
      s3: () => client('s3'),
      iam: () => client('iam'),
      cloudwatch: () => client('cloudwatch'),
      sts: () => client('sts'),
      lambda: () => client('lambda'),
      scheduler: () => client('scheduler'),
      sns: () => client('sns'),
      sqs: () => client('sqs'),
      sesv2: () => client('sesv2'),
      sfn: () => client('sfn'),
      eventbridge: () => client('eventbridge'),
      rds: () => client('rds'),
      kms: () => client('kms'),
      cloudtrail: () => client('cloudtrail'),
      config: () => client('config'),
      guardduty: () => client('guardduty'),
      securityhub: () => client('securityhub'),
      accessanalyzer: () => client('accessanalyzer'),
      secretsmanager: () => client('secretsmanager'),
      ecr: () => client('ecr'),
      dynamodb: () => client('dynamodb'),
      logs: () => client('logs'),
      efs: () => client('efs'),
      elb: () => client('elb'),
      acm: () => client('acm'),
      ssm: () => client('ssm'),
      s3control: () => client('s3control'),
      inspector2: () => client('inspector2'),
      bedrock: () => client('bedrock'),
      organizations: () => client('organizations'),
    };
  }

  /** With the credentials of this process, whose account nobody has asked for yet. */
  ambient(region: string): Aws {
    return this.for(
      { tenantId: '', accountId: '', partition: 'aws', roleArn: null, externalId: null },
      region,
    );
  }

  /** Since the start of the process, also for clients that are gone. */
  counters(): AwsCallCounter[] {
    return [...this.#counters.values()].map((counter) => ({ ...counter }));
  }

  /** How many clients are kept. */
  get size(): number {
    return this.#entries.size;
  }

  /** Closes the shared connections; calls under way fail. */
  close(): void {
    this.#entries.clear();
    this.#http.destroy();
  }

  #client<S extends Service>(service: S, account: AwsAccount, region: string): Promise<Clients[S]> {
    const laneKey = JSON.stringify([
      account.tenantId,
      account.accountId,
      account.roleArn,
      account.externalId,
      region,
      service,
    ]);
    const key = JSON.stringify([laneKey, account.sessionName ?? null]);
    const known = this.#entries.get(key);
    if (known === undefined) this.#dropUnused();
    const entry = known ?? this.#make(service, account, region, laneKey);
    entry.usedAt = this.clock.now().getTime();
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.client as Promise<Clients[S]>; // the key holds the service
  }

  #make(service: Service, account: AwsAccount, region: string, laneKey: string): Entry {
    const lane = this.#lane(service, laneKey);
    const client = load[service]({
      region,
      credentials: () => this.#credentials(account),
      requestHandler: this.#http,
      retryMode: 'adaptive',
      maxAttempts: this.options.maxAttempts ?? 5,
      ...(this.options.endpointUrl === undefined ? {} : { endpoint: this.options.endpointUrl }),
    }).then((made) => {
      const { accountId } = account;
      const record = this.#recorder(accountId, region, service);
      limitAttempts(made.middlewareStack, service, lane, record, { account: accountId, region });
      return made;
    });
    return { client, lane, laneKey, usedAt: 0 };
  }

  #lane(service: Service, laneKey: string): Lane {
    for (const entry of this.#entries.values()) if (entry.laneKey === laneKey) return entry.lane;
    const maxCallsPerSecond = this.options.maxCallsPerSecond * (FASTER[service] ?? 1);
    return new Lane({ ...this.options, maxCallsPerSecond }, this.#budget);
  }

  async #credentials(account: AwsAccount): Promise<Awaited<ReturnType<CredentialProvider>>> {
    if (account.roleArn !== null) return this.#roles.of(account);
    this.#ambient ??= ambientCredentials(this.options.defaultRegion, this.options.endpointUrl);
    return (await this.#ambient)();
  }

  #recorder(
    account: string,
    region: string,
    service: Service,
  ): (operation: string, outcome: AwsCallOutcome) => void {
    const key = JSON.stringify([account, region, service]);
    const counter = this.#counters.get(key) ?? {
      account,
      region,
      service,
      calls: 0,
      throttles: 0,
      errors: 0,
    };
    this.#counters.set(key, counter);
    return (operation, outcome) => {
      counter.calls += 1;
      if (outcome === 'throttle') counter.throttles += 1;
      if (outcome === 'error') counter.errors += 1;
      this.options.onCall?.({ account, region, service, operation, outcome });
    };
  }

  #dropUnused(): void {
    const idleSince = this.clock.now().getTime() - IDLE_MS;
    const room = (this.options.maxClients ?? MAX_CLIENTS) - 1;
    for (const [key, entry] of this.#entries) {
      if (entry.usedAt > idleSince && this.#entries.size <= room) return;
      // never destroy(): it would close the connections that all share
      if (entry.lane.quiet) this.#entries.delete(key);
    }
  }
}
