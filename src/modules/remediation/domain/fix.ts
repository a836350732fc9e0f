import type { z } from 'zod';
import { actionsOf, type Call, type Results } from './call.js';

/** The resource that is to be changed. */
export interface Target {
  arn: string;
  type: string;
  /** What stands behind the ARN's last `/` or `:`. */
  name: string;
  accountId: string;
  /** Of its calls; of what has none: that of this service. */
  region: string;
  partition: string;
  tags: Readonly<Record<string, string>>;
}

/**
 * One question to AWS about how a resource is now. Its answer is kept as AWS gave it, but for fields that `answer`
 * leaves out: what changes by itself, and what is of no concern.
 */
export interface Read<T> {
  service: string;
  operation: string;
  input: (target: Target) => Record<string, unknown>;
  answer: z.ZodType<T>;
  /** AWS's codes (without `Exception`) by which it says that there is none: null. */
  absent: readonly string[];
  /** The IAM action, where it is not `service:Operation`. */
  action?: string;
  /** What of a list concerns the target: others in it may change, and are no concern of the fix. */
  about?(this: void, answer: T, target: Target): T;
  /** Only planning goes by it. No call changes it: taking back neither brings it back nor minds that it is another by then. */
  isContext?: boolean;
}

type More<T> = Pick<Read<T>, 'action' | 'about' | 'isContext'>;

/** A read that always has an answer. */
export function read<T>(
  service: string,
  operation: string,
  answer: z.ZodType<T>,
  input: (target: Target) => Record<string, unknown>,
  more?: More<T>,
): Read<T>;
/** A read that may say that there is none. */
export function read<T>(
  service: string,
  operation: string,
  answer: z.ZodType<T>,
  input: (target: Target) => Record<string, unknown>,
  more: More<T> & { absent: string | readonly string[] },
): Read<T | null>;
export function read<T>(
  service: string,
  operation: string,
  answer: z.ZodType<T>,
  input: (target: Target) => Record<string, unknown>,
  { absent = [], ...more }: More<T> & { absent?: string | readonly string[] } = {},
): Read<T | null> {
  return { service, operation, input, answer, absent: [absent].flat(), ...more };
}

// `any` says "of whatever kind": Read<unknown> would not take a Read<T>, whose schema also writes T
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Reads = Readonly<Record<string, Read<any>>>;

/** A resource's state: what each of the fix's reads has answered. JSON; it is what restoring starts from. */
export type StateOf<R extends Reads> = { [K in keyof R]: R[K] extends Read<infer T> ? T : never };
export type State = Readonly<Record<string, unknown>>;

/** What a fix would do to a resource as it is now. */
export type FixPlan =
  /** It would break something, is not allowed to, or lacks a setting; `reason` in a sentence. */
  | { does: 'refuse'; reason: string }
  /** It is so already. */
  | { does: 'nothing'; reason: string }
  /** `words`: what will be other than before, a line each. */
  | { does: 'change'; words: readonly string[]; calls: readonly Call[]; agreement?: Agreement };

/**
 * What people agree to by agreeing to a plan; left out: its calls, each of them. Only for calls that have to send again
 * what stays as it is: what that was by then is no reason to ask anew.
 */
export type Agreement = Readonly<Record<string, unknown>>;

export const refuse = (reason: string): FixPlan => ({ does: 'refuse', reason });
export const nothing = (reason: string): FixPlan => ({ does: 'nothing', reason });
export const change = (
  words: string | readonly string[],
  calls: readonly Call[],
  agreement?: Agreement,
): FixPlan => ({
  ...{ does: 'change', words: [words].flat(), calls },
  ...(agreement === undefined ? {} : { agreement }),
});

/** What a fix decides by. */
export interface FixContext<S, P> {
  target: Target;
  state: S;
  /** What the control says decides, about the resource as it is now; {} where no control asked. */
  evidence: Readonly<Record<string, unknown>>;
  /** What the tenant has set for this fix (guardrails' `fixSettings`), with defaults. */
  settings: P;
  now: Date;
}

/** How one kind of trouble is mended, and taken back. All of it is data and pure functions. */
export interface Fix {
  id: string;
  /** Those that it makes pass; a containment has none. */
  controls: readonly string[];
  /** The resource's, as the inventory names it. */
  type: string;
  title: string;
  /** What cannot be brought back; undefined: all of it can. */
  loses?: string | undefined;
  /** What a tenant can set for it. */
  settings?: z.ZodType<Record<string, unknown>> | undefined;
  reads: Reads;
  /** All IAM actions that its calls take, applied and restored. Its reads' are added by `permissionsOf`. */
  actions: readonly string[];
  plan: (context: FixContext<State, Record<string, unknown>>) => FixPlan;
  /** Back to `before`; called with the answers of the calls that were made. Safe where some were not. */
  restore: (given: { target: Target; before: State; results: Results }) => Call[];
  /** Whether a state is what it wants, where no control says so. */
  holds?: ((state: State) => boolean) | undefined;
}

interface FixDefinition<R extends Reads, P> extends Omit<
  Fix,
  'id' | 'plan' | 'restore' | 'holds' | 'settings' | 'reads'
> {
  /** Default: its first control. */
  id?: string;
  reads: R;
  settings?: z.ZodType<P>;
  plan: (context: FixContext<StateOf<R>, P>) => FixPlan;
  restore?: (given: { target: Target; before: StateOf<R>; results: Results }) => Call[];
  holds?: (state: StateOf<R>) => boolean;
}

/** Declares a fix. @throws Error where it neither restores nor says what is lost */
export function fix<R extends Reads, P = Record<string, never>>(definition: FixDefinition<R, P>): Fix {
  const id = definition.id ?? definition.controls[0];
  if (id === undefined) throw new Error(`A fix without a control needs an id: ${definition.title}`);
  if (definition.restore === undefined && definition.loses === undefined)
    throw new Error(`The fix ${id} neither restores nor says what is lost`);
  return { restore: () => [], ...definition, id } as unknown as Fix;
}

/** What taking back brings back of a state, and what tells that somebody has changed the resource since. */
export const withoutContext = ({ reads }: Pick<Fix, 'reads'>, state: State): State =>
  Object.fromEntries(Object.entries(state).filter(([name]) => reads[name]?.isContext !== true));

/** All that a role must be allowed for a fix: to see, to apply and to restore. */
export const permissionsOf = ({ reads, actions }: Fix): string[] =>
  [
    ...new Set([
      ...Object.values(reads).flatMap(({ service, operation, action }) =>
        actionsOf({ service, operation, input: {}, ...(action === undefined ? {} : { action }) }),
      ),
      ...actions,
    ]),
  ].sort();
