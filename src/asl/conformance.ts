import type { Json } from './json.js';
import { isObject } from './json.js';
import { parse } from './parse/index.js';
import { run, type Outcome } from './run.js';

/** Runs executions that AWS recorded and tells where this interpreter answers otherwise. */

export interface RecordedCase {
  id: string;
  i: number;
  definition: Json;
  input: Json;
  expected: { status: string; output?: Json; error?: string; cause?: string; events?: string[] };
  validated: boolean;
  /** `06-11-2024, 23:17:18`: when it ran, and when our clock starts. */
  recorded?: string;
}

export interface Verdict {
  /** The kind of test, from its path: `choice_operators`. */
  feature: string;
  name: string;
  validated: boolean;
  /** What differs in status, output, error or cause. */
  miss?: string;
  /** Undefined where no history is recorded. */
  historyMiss?: string | false;
}

/** Recorded ARNs keep their account; all else of them is a placeholder. */
const RECORDED = {
  execution: { id: 'arn:aws:states:us-east-1:111111111111:execution:recorded:run' },
  stateMachine: { id: 'arn:aws:states:us-east-1:111111111111:stateMachine:recorded', name: 'recorded' },
};

const STATUS: Readonly<Record<string, string>> = {
  ExecutionAborted: 'ABORTED',
  ExecutionTimedOut: 'TIMED_OUT',
};

export async function judge(recorded: RecordedCase): Promise<Verdict> {
  const { expected, validated } = recorded;
  const verdict: Verdict = { ...nameOf(recorded), validated };
  if (expected.events) verdict.historyMiss = false;
  const outcome = await outcomeOf(recorded);
  if (typeof outcome === 'string') {
    verdict.miss = outcome;
    if (expected.events) verdict.historyMiss = outcome;
    return verdict;
  }
  const miss = differenceOf(outcome, expected);
  if (miss !== undefined) verdict.miss = miss;
  if (expected.events) verdict.historyMiss = historyDifference(recorded, outcome) ?? false;
  return verdict;
}

async function outcomeOf({ definition, input, recorded }: RecordedCase): Promise<Outcome | string> {
  const parsed = parse(definition);
  if ('problems' in parsed) return `not accepted: ${JSON.stringify(parsed.problems[0])}`;
  const startAt = recorded === undefined ? undefined : dateOf(recorded);
  try {
    return await run(parsed.program, { ...RECORDED, input, ...(startAt !== undefined && { startAt }) });
  } catch (error) {
    return `broke: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}

/** `…/stepfunctions/v2/choice_operators/test_numeric.py::TestX::test_y[z]` */
function nameOf({ id, i }: RecordedCase): { feature: string; name: string } {
  const [path = '', ...rest] = id.split('::');
  const folders = path.split('/');
  const feature = folders[folders.indexOf('v2') + 1] ?? path;
  return { feature, name: `${rest.at(-1) ?? id} #${i}` };
}

function dateOf(text: string): number | undefined {
  const [, day, month, year, time] = /^(\d\d)-(\d\d)-(\d{4}), (\d\d:\d\d:\d\d)$/.exec(text) ?? [];
  return day === undefined ? undefined : Date.parse(`${year}-${month}-${day}T${time}Z`);
}

function differenceOf({ end }: Outcome, expected: RecordedCase['expected']): string | undefined {
  const status = STATUS[expected.status] ?? expected.status;
  const differing = [
    ['status', status, end.status],
    ['output', parsed(expected.output), end.output],
    ['error', expected.error, end.error],
    ['cause', expected.cause, end.cause],
  ] as const;
  for (const [field, wanted, got] of differing)
    if (wanted !== undefined && !isAsRecorded(wanted, got))
      return `${field}: AWS ${short(wanted)}, here ${short(got)}${got === end.cause ? '' : causeNote(end.cause)}`;
  return undefined;
}

const causeNote = (cause: string | undefined): string => (cause === undefined ? '' : ` (${cause})`);

/** An output that is a string is raw JSON text. */
function parsed(output: Json | undefined): Json | undefined {
  if (typeof output !== 'string') return output;
  try {
    return JSON.parse(output) as Json;
  } catch {
    return output;
  }
}

const PLACEHOLDERS: ReadonlySet<string> = new Set([
  'date',
  'timestamp',
  'start-time',
  'entered-time',
  'snf_role_arn',
  'RandomNumberGenerated',
]);

/** Equal, but for the recording's placeholders. */
export function isAsRecorded(wanted: Json, got: Json | undefined): boolean {
  if (typeof wanted === 'string') return isText(wanted, got);
  if (Array.isArray(wanted))
    return (
      Array.isArray(got) &&
      wanted.length === got.length &&
      wanted.every((one, i) => isAsRecorded(one, got[i]))
    );
  if (!isObject(wanted)) return wanted === got;
  const names = Object.keys(wanted);
  return (
    isObject(got) &&
    Object.keys(got).length === names.length &&
    names.every((name) => Object.hasOwn(got, name) && isAsRecorded(wanted[name] ?? null, got[name]))
  );
}

function isText(wanted: string, got: Json | undefined): boolean {
  if (wanted === got) return true;
  if (PLACEHOLDERS.has(wanted)) return typeof got === 'string' || typeof got === 'number';
  if (typeof got !== 'string') return false;
  if (!/<[^<>]+>/.test(wanted)) return false;
  const parts = wanted.split(/<[^<>]+>/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[\\s\\S]*')}$`).test(got);
}

/** In order; as a multiset where branches or iterations run side by side. */
function historyDifference({ definition, expected }: RecordedCase, { history }: Outcome): string | undefined {
  const wanted = expected.events ?? [];
  const got = history.map(({ type }) => type as string);
  const isConcurrent = /"Type":"(Map|Parallel)"/.test(JSON.stringify(definition));
  const order = (types: string[]): string => (isConcurrent ? types.toSorted() : types).join(' ');
  if (order(wanted) === order(got)) return undefined;
  const [missing, extra] = [without(wanted, got), without(got, wanted)];
  if (missing.length + extra.length === 0) return `another order: ${got.join(' ')}`;
  return `missing: ${missing.join(' ') || 'none'}; beyond: ${extra.join(' ') || 'none'}`;
}

function without(list: readonly string[], taken: readonly string[]): string[] {
  const left = [...taken];
  return list.filter((one) => {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

const short = (value: Json | undefined): string => {
  const text = JSON.stringify(value) ?? 'none';
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
};
