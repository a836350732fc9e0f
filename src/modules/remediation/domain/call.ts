/** A call of AWS as data: who reads it knows what will happen before it does. */
export interface Call {
  /** The client's name in platform/aws: `s3`. */
  service: string;
  /** As AWS writes it: `PutPublicAccessBlock`. */
  operation: string;
  /** May hold `resultOf(…)` and `MARK`. */
  input: Readonly<Record<string, unknown>>;
  /** The name under which later calls and the restoring find its answer. */
  as?: string;
  /** Where it is not the target's. */
  region?: string;
  /** AWS's codes (without `Exception`) by which it says that this is so already: taken as done, with no answer. */
  done?: readonly string[];
  /** The field of a token by which AWS does it once (`ClientToken`): given a value that is the same after a crash. */
  token?: string;
  /** Of a call that makes something and takes no token: how to find what was made before a crash. */
  made?: Made;
  /** It is asked again until its answer says so: waits, and checks that a thing is ready. */
  until?: Until;
  /** The IAM action, where it is not `service:Operation`. */
  action?: string;
}

/** A call that lists, and where its answer holds what was made: the first is taken as the answer of the making call. */
export interface Made {
  operation: string;
  input: Readonly<Record<string, unknown>>;
  /** A path to a list: `Snapshots`. */
  items: string;
  action?: string;
}

export interface Until {
  /** A path in the answer: `Snapshots.0.State`. */
  path: string;
  is: readonly unknown[];
  /** Values that will never become one of `is`. */
  fails?: readonly unknown[];
  withinSeconds: number;
}

/** A value that an earlier call of the list, named by `as`, will have answered. */
export interface ResultRef {
  $result: string;
  path: string;
}

export const resultOf = (as: string, path: string): ResultRef => ({ $result: as, path });

/** The change's own id in a call's input: what is made carries it as a tag, so that it is found after a crash. */
export const MARK = { $mark: true } as const;
/** The tag that holds it. */
export const MARK_TAG = 'shepherd:change';

/** Answers of calls that were made, by `as`. */
export type Results = Readonly<Record<string, unknown>>;

export const call = (
  service: string,
  operation: string,
  input: Readonly<Record<string, unknown>>,
  more: Omit<Call, 'service' | 'operation' | 'input'> = {},
): Call => ({ service, operation, input, ...more });

/** The value at `Reservations.0.Instances`; undefined where there is none. */
export function at(value: unknown, path: string): unknown {
  let found = value;
  for (const step of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined;
    found = (found as Record<string, unknown>)[step];
  }
  return found;
}

/**
 * An input as it is sent: with what earlier calls have answered, and the change's id for MARK.
 * @throws Error where an answer lacks what is asked of it
 */
export function resolved(
  input: Readonly<Record<string, unknown>>,
  results: Results,
  mark: string,
): Record<string, unknown> {
  return resolve(input, results, mark) as Record<string, unknown>;
}

function resolve(value: unknown, results: Results, mark: string): unknown {
  if (Array.isArray(value)) return value.map((one) => resolve(one, results, mark));
  if (typeof value !== 'object' || value === null) return value;
  if ('$mark' in value) return mark;
  if ('$result' in value) {
    const { $result, path } = value as ResultRef;
    const found = at(results[$result], path);
    if (found === undefined) throw new Error(`The call ${$result} has not answered ${path}`);
    return found;
  }
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, resolve(one, results, mark)]));
}

/** How IAM names services that the SDK names otherwise. */
const IAM_PREFIX: Record<string, string> = {
  elb: 'elasticloadbalancing',
  efs: 'elasticfilesystem',
  s3control: 's3',
  accessanalyzer: 'access-analyzer',
};

/** The IAM actions of a call, with those of finding what it has made. */
export function actionsOf({ service, operation, action, made }: Call): string[] {
  const prefix = IAM_PREFIX[service] ?? service;
  return [
    action ?? `${prefix}:${operation}`,
    ...(made === undefined ? [] : [made.action ?? `${prefix}:${made.operation}`]),
  ];
}
