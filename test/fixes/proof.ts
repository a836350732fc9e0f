import type { Aws, AwsAccount, AwsClients } from '../../src/platform/aws/index.js';
import type { Parameters, Thresholds, Verdict } from '../../src/modules/scanning/domain/control.js';

/** An account of the emulator that no other proof has. */
export interface FixWorld {
  accountId: string;
  /** By what the reader uses; answers of `behind` included. */
  aws: (region?: string) => Aws;
}

/** A resource that fails the proof's controls. */
export interface FailingResource {
  arn: string;
  /** `global` for what lies in none. */
  region: string;
  /** What the tenant has set for the fix. */
  settings?: Record<string, unknown>;
  tags?: Record<string, string>;
  /** More that has to be the same before the fix and after taking it back, asked of AWS without the fix's reads. */
  extraState?: () => Promise<unknown>;
  /** What the fix has to leave alone: the same before and after it. */
  untouched?: () => Promise<unknown>;
}

/** Gives an answer, or asks the emulator for its own. */
export type Answered = (input: never, ask: (input: unknown) => Promise<unknown>) => unknown;

/** What the emulator lacks or does otherwise than AWS, by client and method; the rest goes to the emulator. */
export type Behind = Partial<Record<keyof Aws, Record<string, Answered>>>;

/** Proves a fix on the emulator: see fixes.spec.ts for what is asked of it. */
export interface FixProof {
  /** The fix's id. */
  fix: string;
  /** What the resource fails before and passes after: each of several, planned by the first. null: `holds` says so. */
  control: string | readonly string[] | null;
  /** Where one fix and control have several proofs. */
  name?: string;
  make: (world: FixWorld) => Promise<FailingResource>;
  /** What the controls say afterwards, where they no longer apply. Default: pass. */
  mended?: Verdict;
  /** Answers in the shape that AWS documents (the page beside it), new for each proof, so that it may keep state. */
  behind?: (world: { accountId: string }) => Behind;
  /** What that stands for: why the emulator cannot be asked. Shown in the test's name. */
  lacks?: string;
  thresholds?: Partial<Thresholds>;
  parameters?: Parameters;
  /** The time that fix and control go by, where the emulator's being of today would not do. */
  now?: Date;
  /** Of a state or a configuration, what taking back has to bring back; default: all. */
  compared?: (state: unknown) => unknown;
  /** Of a fix that loses something: whether it still takes back what it can, to the very same state. */
  takesBack?: boolean;
}

/** An error as the SDK throws it. */
export { sdkError } from '../controls/proof.js';

/** Clients before which `behind` stands: AwsCalls and readers take it for AwsClients. */
export class ProofClients {
  constructor(
    private readonly real: AwsClients,
    private readonly behind: Behind,
  ) {}

  for(account: AwsAccount, region: string): Aws {
    const aws = this.real.for(account, region);
    return new Proxy(aws, {
      get: (target, name) => {
        if (name === 'in') return (other: string) => this.for(account, other);
        const value = Reflect.get(target, name) as unknown;
        const answers = this.behind[name as keyof Aws];
        if (answers === undefined || typeof value !== 'function') return value;
        return async () => before(await (value as () => Promise<object>)(), answers);
      },
    });
  }
}

function before(client: object, answers: Record<string, Answered>): object {
  return new Proxy(client, {
    get: (target, name) => {
      if (name === 'then') return undefined; // it is handed over by a promise
      const value = Reflect.get(target, name) as ((input: unknown) => Promise<unknown>) | undefined;
      const ask = typeof value === 'function' ? value.bind(target) : value;
      const answer = Object.hasOwn(answers, name) ? answers[String(name)] : undefined;
      if (answer === undefined || ask === undefined) return ask;
      return async (input: never) => ({ ...((await answer(input, ask)) as object), $metadata: {} });
    },
  });
}

/** The number of an account that the emulator has not seen: AssumeRole gives its accounts out by their number. */
export const newAccountId = (): string => String(5e11 + Math.floor(Math.random() * 1e11));
