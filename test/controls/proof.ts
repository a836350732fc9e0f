import { type Aws } from '../../src/platform/aws/index.js';
import { type Parameters, type Thresholds } from '../../src/modules/scanning/domain/control.js';
import { type Service } from '../../src/modules/scanning/domain/resource-type.js';

/** An emulated account of one's own: nothing but what `build` makes is in it. */
export interface World {
  accountId: string;
  /** Clients of the account; `other`: of another account that belongs to the same service's proofs alone. */
  aws: (region?: string) => Aws;
  other: { accountId: string; aws: (region?: string) => Aws };
}

/** Where the emulator's resource stands that a control has to pass, and another that it has to fail. */
export interface Emulated {
  /** Names of what `build` gives. */
  pass: string;
  fail: string;
}

/** An answer, an error as the SDK throws it, or a function of the call's input. */
export type Answer = object | Error | ((input: never) => unknown);

/** What AWS answers, by client and operation: `{ ssm: { describeInstanceInformation: { … } } }`. */
export type Answers = Partial<Record<keyof Aws, Record<string, Answer>>>;

/** Answers in the shape that AWS documents, for what the emulator lacks or cannot hold. */
export interface Documented {
  /** The page of AWS that shows the shape. */
  source: string;
  /** Why not from the emulator. */
  because: string;
  pass: Answers;
  fail: Answers;
}

/**
 * Proves each control of a service from AWS's answers through the reader of its type: one resource that it passes and
 * one that it fails. Each control is in `emulated` or in `documented`; some may have one half in each.
 */
export interface ServiceProofs {
  service: Service;
  /** Makes resources, and names their ARNs. */
  build?: (world: World) => Promise<Record<string, string>>;
  emulated?: Record<string, Partial<Emulated>>;
  documented?: Record<string, Pick<Documented, 'source' | 'because'> & Partial<Documented>>;
  /** Everything in the emulator is of today: ages of 0 days make it old. */
  thresholds?: Partial<Thresholds>;
  parameters?: Record<string, Parameters>;
}

/** An error as the SDK throws it. */
export const sdkError = (name: string, httpStatusCode = 400): Error =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });

/** Clients that answer as documented, alike in every region; any other call fails the test. */
export function documentedAws(answers: Answers, accountId = '123456789012', region = 'eu-west-1'): Aws {
  const client = (service: string) =>
    new Proxy(
      {},
      {
        get: (_target, operation) => {
          if (operation === 'then') return undefined; // a client is handed over by a promise
          return async (input: never) => {
            const answer = (answers as Record<string, Record<string, Answer>>)[service]?.[String(operation)];
            if (answer === undefined) throw new Error(`not answered: ${service}.${String(operation)}`);
            if (answer instanceof Error) throw answer;
            return typeof answer === 'function' ? (answer as (input: never) => unknown)(input) : answer;
          };
        },
      },
    );
  const account = { tenantId: 'default', accountId, partition: 'aws', roleArn: null, externalId: null };
  const known: Record<string, unknown> = {
    ...{ account, region, emulated: false },
    in: (other: string) => documentedAws(answers, accountId, other),
  };
  return new Proxy(known, {
    get: (target, name) =>
      name in target ? target[String(name)] : () => Promise.resolve(client(String(name))),
  }) as unknown as Aws;
}
