import { Injectable } from '@nestjs/common';
import { AwsClients, failureOf, type Aws, type Failure } from '../../../platform/aws/index.js';
import { Config } from '../../../platform/config/index.js';
import { AccountsService } from '../../access/index.js';
import { at, resolved, type Call, type Results } from '../domain/call.js';
import type { Fix, State, Target } from '../domain/fix.js';
import { GLOBAL_REGION } from '../../../shared/partition.js';

/** AWS has refused a call, or could not be asked. */
export class CallFailed extends Error {
  constructor(
    /** `s3:PutBucketPolicy` */
    readonly of: string,
    readonly failure: Failure,
  ) {
    super(`${of}: ${failure.code}: ${failure.message}`);
    this.name = 'CallFailed';
  }

  /** It may work a little later. */
  get again(): boolean {
    return ['throttled', 'unreachable', 'failed'].includes(this.failure.failure);
  }
}

type Method = (input: Record<string, unknown>) => Promise<Record<string, unknown>>;

/** Asks AWS what fixes want to know, and does what they want done: the only place that does. */
@Injectable()
export class AwsCalls {
  constructor(
    private readonly clients: AwsClients,
    private readonly accounts: AccountsService,
    private readonly config: Config,
  ) {}

  /** The account, entered by the role for changes. `sessionName`: what CloudTrail of the account shows. */
  async enter(tenantId: string, accountId: string, region: string, sessionName: string): Promise<Aws> {
    try {
      const account = await this.accounts.remediationAccountOf(tenantId, accountId, sessionName);
      return this.clients.for(account, region === GLOBAL_REGION ? this.config.get('AWS_REGION') : region);
    } catch (error) {
      throw new CallFailed('sts:AssumeRole', failureOf(error));
    }
  }

  /** How a resource is now: what each of the fix's reads answers. @throws CallFailed */
  async state(aws: Aws, { reads }: Fix, target: Target): Promise<State> {
    const answers = await Promise.all(
      Object.entries(reads).map(async ([name, { service, operation, input, answer, absent, about }]) => {
        try {
          const told = plain(await this.#send(aws, service, operation, input(target)));
          const parsed = answer.parse(told) as unknown;
          return [name, about === undefined ? parsed : (about(parsed, target) as unknown)];
        } catch (error) {
          if (error instanceof CallFailed && isCode(error, absent)) return [name, null];
          throw error;
        }
      }),
    );
    return Object.fromEntries(answers) as State;
  }

  /** Makes one call, whose input holds no references any more. @returns what AWS answered. @throws CallFailed */
  async make(aws: Aws, asked: Call, input: Record<string, unknown>): Promise<unknown> {
    const there = asked.region === undefined ? aws : aws.in(asked.region);
    try {
      return plain(await this.#send(there, asked.service, asked.operation, input));
    } catch (error) {
      if (error instanceof CallFailed && isCode(error, asked.done ?? [])) return null;
      throw error;
    }
  }

  /** What a call before a crash has made; undefined: nothing. @throws CallFailed */
  async made(aws: Aws, asked: Call, results: Results, mark: string): Promise<unknown> {
    if (asked.made === undefined) return undefined;
    const { operation, input, items } = asked.made;
    const there = asked.region === undefined ? aws : aws.in(asked.region);
    const answer = await this.#send(there, asked.service, operation, resolved(input, results, mark));
    const found = at(plain(answer), items);
    return Array.isArray(found) ? (found[0] as unknown) : undefined;
  }

  async #send(
    aws: Aws,
    service: string,
    operation: string,
    input: Record<string, unknown>,
  ): Promise<unknown> {
    try {
      const client = await clientOf(aws, service);
      const method = client[operation.charAt(0).toLowerCase() + operation.slice(1)];
      if (method === undefined) throw new Error(`${service} has no operation ${operation}`);
      return await method.call(client, input);
    } catch (error) {
      throw new CallFailed(`${service}:${operation}`, failureOf(error));
    }
  }
}

async function clientOf(aws: Aws, service: string): Promise<Record<string, Method | undefined>> {
  const make = (aws as unknown as Record<string, (() => Promise<unknown>) | undefined>)[service];
  if (make === undefined) throw new Error(`There is no client ${service}`);
  return (await make.call(aws)) as Record<string, Method | undefined>;
}

const isCode = ({ failure }: CallFailed, codes: readonly string[]): boolean =>
  codes.includes(failure.code.replace(/Exception$/, ''));

/** As JSON, without what the SDK adds. */
function plain(answer: unknown): unknown {
  const { $metadata: _, ...rest } = answer as Record<string, unknown>;
  return JSON.parse(JSON.stringify(rest)) as unknown;
}
