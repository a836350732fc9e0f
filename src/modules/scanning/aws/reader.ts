import { type Aws, failureOf } from '../../../platform/aws/index.js';
import { isNoEvidence, NOT_READ, type NoEvidence, type Part } from '../domain/part.js';
import { type Place, type ResourceType, type Scope } from '../domain/resource-type.js';

/** The parts of a configuration that are asked for, where each takes calls of its own; null: all of them. */
export type Want = ReadonlySet<string> | null;

/** A resource as the inventory or an event names it. `region`: its own; GLOBAL_REGION for what has none. */
export interface ResourceRef {
  arn: string;
  name: string;
  region: string;
}

/** What one step of a listing found of one type. */
export interface Found {
  type: ResourceType;
  configurations: unknown[];
  /** Reads that failed so that resources of this type may be missing here: absence then proves no deletion. */
  gaps: NoEvidence[];
}

export interface Reader {
  type: ResourceType;
  scope: Scope;
  /** Every type that `list` finds: its own, then those that are read from it. */
  types: readonly ResourceType[];
  /** The readers of those others. */
  parts: readonly { type: ResourceType; parentParts: readonly string[] }[];
  /** False for a type that comes with its parent's listing: a scan lists the parent. */
  lists: boolean;
  /**
   * Streams what is there, a page at a time. Throws when the listing itself fails; a part that could not be read is
   * no evidence within its configuration.
   */
  list(aws: Aws, place: Place, want?: Want): AsyncGenerator<Found>;
  /** One resource as it is now; null: there is none. Throws when AWS cannot be asked. */
  describe(aws: Aws, ref: ResourceRef): Promise<unknown>;
  /**
   * Several of one region as they are now, by as few calls as one takes; what is missing is not there. null: AWS
   * refuses to tell of any, since it does not know one of them.
   */
  describeMany?: ((aws: Aws, refs: readonly ResourceRef[]) => Promise<unknown[] | null>) | undefined;
  /** Types that its configurations tell all about. */
  partTypes: readonly ResourceType[];
  /** What a configuration of its own tells of those. */
  partsOf(configuration: unknown): { type: ResourceType; found: Part<unknown[]> }[];
}

interface ReaderDefinition<C> {
  scope: Scope;
  /**
   * Pages of at most about 1,000 configurations; what a page tells of a type of `beside` is yielded as `foundOf(…)`.
   * `want` holds the name of each such type that a control asks about.
   */
  list: (aws: Aws, place: Place, want: Want) => AsyncGenerator<C[] | Found>;
  describe: (aws: Aws, ref: ResourceRef) => Promise<C | null>;
  describeMany?: (aws: Aws, refs: readonly ResourceRef[]) => Promise<C[] | null>;
  /** Types that this one's configurations already tell all about. */
  parts?: readonly ReaderOfPart<C>[];
  /** Types that AWS tells of by the same calls: `list` gives all of each, or says that there are gaps. */
  beside?: readonly Reader[];
}

/** A reader of a type that costs no calls of its own in a listing. */
export interface ReaderOfPart<P> extends Reader {
  from(parent: P): Part<unknown[]>;
  /** The parent's parts that it is made from. */
  parentParts: readonly string[];
}

/** Declares how a type is read. */
export function reader<C>(type: ResourceType<C>, definition: ReaderDefinition<C>): Reader {
  const { scope, parts = [], beside = [], describe, describeMany } = definition;
  return {
    type,
    scope,
    types: [type, ...[...parts, ...beside].map((other) => other.type)],
    parts: [...parts, ...beside.map((other) => ({ type: other.type, parentParts: [other.type.type] }))],
    lists: true,
    async *list(aws, place, want = null) {
      for await (const configurations of definition.list(aws, place, want)) {
        if (!Array.isArray(configurations)) {
          yield configurations;
          continue;
        }
        yield { type, configurations, gaps: [] };
        for (const part of parts) yield foundIn(part, configurations);
      }
    },
    describe,
    describeMany,
    partTypes: parts.map((part) => part.type),
    partsOf: (configuration) =>
      parts.map((part) => ({ type: part.type, found: part.from(configuration as C) })),
  };
}

/** Declares a type that another's listing tells of by the same calls: `reader(other, { …, beside: [this] })`. */
export function readerBeside<C>(
  type: ResourceType<C>,
  { describe }: { describe: (aws: Aws, ref: ResourceRef) => Promise<C | null> },
): Reader {
  return {
    type,
    scope: 'account',
    types: [],
    parts: [],
    lists: false,
    list: listedElsewhere(type),
    describe,
    partTypes: [],
    partsOf: () => [],
  };
}

/** What a step of a listing found of a type beside the reader's own. */
export const foundOf = <C>(
  type: ResourceType<C>,
  configurations: C[],
  gaps: readonly NoEvidence[] = [],
): Found => ({ type, configurations, gaps: [...gaps] });

/** Declares a type that is read from its parent's configuration: `reader(parent, { …, parts: [this] })`. */
export function readerOfPart<C, P>(
  type: ResourceType<C>,
  definition: {
    from: (parent: P) => Part<C[]>;
    parentParts: readonly (keyof P & string)[];
    describe: (aws: Aws, ref: ResourceRef) => Promise<C | null>;
  },
): ReaderOfPart<P> {
  return {
    type,
    scope: 'account',
    types: [],
    parts: [],
    lists: false,
    list: listedElsewhere(type),
    ...definition,
    partTypes: [],
    partsOf: () => [],
  };
}

const listedElsewhere = ({ type }: ResourceType): Reader['list'] =>
  // eslint-disable-next-line require-yield
  async function* () {
    throw new Error(`${type} is listed with another type`);
  };

function foundIn<P>(part: ReaderOfPart<P>, parents: readonly P[]): Found {
  const found: Found = { type: part.type, configurations: [], gaps: [] };
  for (const parent of parents) {
    const configurations = part.from(parent);
    if (isNoEvidence(configurations)) found.gaps.push(configurations);
    else found.configurations.push(...configurations);
  }
  return found;
}

/**
 * Reads one part of a configuration: its value; null where AWS answers with a code that means "there is none"; no
 * evidence where it was denied, throttled out (after the SDK's own retries: the rest of the page is still worth
 * having, and the scan counts it as an error), is not supported, or failed on AWS's side. Anything else is thrown.
 */
export async function read<T>(call: () => Promise<T>): Promise<Part<T>>;
export async function read<T>(
  call: () => Promise<T>,
  options: { absent: string | readonly string[] },
): Promise<Part<T | null>>;
export async function read<T>(
  call: () => Promise<T>,
  { absent }: { absent: string | readonly string[] } = { absent: [] },
): Promise<Part<T | null>> {
  try {
    return await call();
  } catch (error) {
    if (isCode(error, absent)) return null;
    const { failure, code, message } = failureOf(error);
    if (failure === 'denied' || failure === 'throttled' || failure === 'unsupported') {
      return { noEvidence: failure, code, message };
    }
    if (failure === 'failed' && isServerFault(error)) return { noEvidence: 'failed', code, message };
    throw error;
  }
}

/** Reads the parts that are asked for, all at once; the others are said to be not read. */
export async function readParts<R extends Record<string, () => Promise<unknown>>>(
  want: Want,
  reads: R,
): Promise<{ [K in keyof R]: Awaited<ReturnType<R[K]>> | NoEvidence }> {
  const parts = await Promise.all(
    Object.entries(reads).map(async ([name, ask]) => [
      name,
      (want?.has(name) ?? true) ? await ask() : NOT_READ,
    ]),
  );
  return Object.fromEntries(parts) as { [K in keyof R]: Awaited<ReturnType<R[K]>> | NoEvidence };
}

/** The value of `call`; null where AWS says that the resource itself is gone (one of `codes`). */
export async function unlessGone<T>(
  call: () => Promise<T>,
  codes: string | readonly string[],
): Promise<T | null> {
  try {
    return await call();
  } catch (error) {
    if (isCode(error, codes)) return null;
    throw error;
  }
}

/** Codes compare without the suffix `Exception`, which the SDK gives to some. */
const isCode = (error: unknown, codes: string | readonly string[]): boolean =>
  [codes].flat().includes(failureOf(error).code.replace(/Exception$/, ''));

const isServerFault = (error: unknown): boolean =>
  error instanceof Error &&
  ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0) >= 500;
