import { Injectable } from '@nestjs/common';
import { isObject, type Json } from '../../../asl/index.js';
import { AwsClients, failureOf } from '../../../platform/aws/index.js';
import type { AwsWay } from '../aws-reach.service.js';
import type { Publish, PutEvents } from '../domain/aws-target.js';
import type { TaskOutcome } from '../task-outcome.js';

/** A function runs for 15 minutes at most (Lambda quotas); its answer is waited for on one connection. */
const LONGEST_RUN_MS = 15 * 60_000 + 10_000;

/**
 * Calls to AWS for the tasks of definitions, in accounts of tenants. Outcomes and the names of errors are those of Step
 * Functions' integrations: `Lambda.…`, `SNS.…`, `EventBridge.…`, and a function's own errors by their own names.
 */
@Injectable()
export class AccountCalls {
  constructor(private readonly clients: AwsClients) {}

  async invoke(way: AwsWay, name: string, input: Json, signal: AbortSignal): Promise<TaskOutcome> {
    try {
      const lambda = await this.#in(way).lambda();
      const { FunctionError, Payload } = await lambda.invoke(
        {
          FunctionName: name,
          InvocationType: 'RequestResponse',
          Payload: new TextEncoder().encode(JSON.stringify(input)),
        },
        { abortSignal: signal, requestTimeout: LONGEST_RUN_MS },
      );
      const text = new TextDecoder().decode(Payload);
      if (FunctionError !== undefined) return functionFailed(text);
      return { type: 'succeeded', output: text === '' ? null : (JSON.parse(text) as Json) };
    } catch (error) {
      return failed('Lambda', error);
    }
  }

  async publish(way: AwsWay, parameters: Publish): Promise<TaskOutcome> {
    try {
      const sns = await this.#in(way).sns();
      const { MessageId = '', SequenceNumber } = await sns.publish(defined(parameters));
      return {
        type: 'succeeded',
        output: { MessageId, ...(SequenceNumber === undefined ? {} : { SequenceNumber }) },
      };
    } catch (error) {
      return failed('SNS', error);
    }
  }

  /** One entry that the bus does not take fails the task, though the others were sent: as on Step Functions. */
  async putEvents(way: AwsWay, { Entries }: PutEvents): Promise<TaskOutcome> {
    try {
      const eventbridge = await this.#in(way).eventbridge();
      const answer = await eventbridge.putEvents({ Entries: Entries.map(defined) });
      const { FailedEntryCount = 0 } = answer;
      const output = plain({ Entries: answer.Entries ?? [], FailedEntryCount });
      return FailedEntryCount > 0
        ? { type: 'failed', error: 'EventBridge.FailedEntry', cause: JSON.stringify(output) }
        : { type: 'succeeded', output };
    } catch (error) {
      return failed('EventBridge', error);
    }
  }

  #in({ account, region }: AwsWay) {
    return this.clients.for(account, region);
  }
}

/** As Step Functions has it: the error's type for Retry and Catch, and all that the function told as the cause. */
function functionFailed(payload: string): TaskOutcome {
  const told = jsonOf(payload);
  const type = isObject(told) ? told['errorType'] : undefined;
  return {
    type: 'failed',
    error: typeof type === 'string' && type !== '' ? type : 'Lambda.Unknown',
    cause: payload,
  };
}

function failed(service: string, error: unknown): TaskOutcome {
  const { code, message } = failureOf(error);
  return { type: 'failed', error: `${service}.${code}`, cause: message };
}

function jsonOf(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Without what is undefined: the SDK's types tell it from what is left out. */
const defined = <T extends object>(value: T): Defined<T> =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Defined<T>;
