import jsonata, { type Expression } from 'jsonata';
import type { Json } from '../json.js';
import { queryEvaluationError } from '../errors.js';
import { Cache } from './cache.js';
import { addFunctions, EVALUATION, type Builtins, type Evaluation } from './jsonata-functions.js';
import { MAX_VALUE_BYTES, MemoryLimit, toJson } from './jsonata-value.js';
import { drawsFrom, type Randomness } from './random.js';

/**
 * Evaluates one expression, written without `{%` and `%}`; undefined where it gives nothing. `bindings` are its
 * variables, without `$`.
 * @throws StatesError States.QueryEvaluationError. Its cause is "T2001: ..." alone: who knows the field says the rest.
 */
export type Evaluate = (
  expression: string,
  bindings: Record<string, Json>,
  random: Randomness,
) => Promise<Json | undefined>;

/**
 * What AWS gives an expression: 100 levels of nesting, and a list of as many numbers as a value may hold (both
 * measured). Regular expressions are JavaScript's here and Java's there.
 */
const OPTIONS = { stack: 100, sequence: Math.floor(MAX_VALUE_BYTES / 8) };
/** The time is ours. */
const TIMEOUT_MS = 5_000;

const expressionsWithin = (timeoutMs: number) =>
  new Cache((text) => compile(text, { ...OPTIONS, timeout: timeoutMs }), 1_000);
const expressions = expressionsWithin(TIMEOUT_MS);

/**
 * Evaluates in this thread, without any context value: an expression reaches its bindings only. One that takes longer
 * than `timeoutMs` fails, unless it is inside of a single call that takes so long (a regular expression, a sort).
 */
export const jsonataWithin = (timeoutMs: number): Evaluate =>
  evaluateBy(timeoutMs === TIMEOUT_MS ? expressions : expressionsWithin(timeoutMs));

const evaluateBy = (known: Cache<Expression>): Evaluate => {
  const evaluate = evaluateOverBy(known);
  return (text, bindings, random) => evaluate(text, undefined, bindings, random);
};

/** As Evaluate, of an expression over a context value (`$`), which it may read as often as it likes. */
export type EvaluateOver = (
  expression: string,
  input: unknown,
  bindings: Record<string, Json>,
  random: Randomness,
) => Promise<Json | undefined>;

/** As jsonataWithin(), over a context value. */
export const jsonataOver = (timeoutMs: number): EvaluateOver => evaluateOverBy(expressionsWithin(timeoutMs));

const evaluateOverBy =
  (known: Cache<Expression>): EvaluateOver =>
  async (text, input, bindings, random) => {
    try {
      const expression = known.get(text);
      const evaluation: Evaluation = {
        now: random.now,
        draws: drawsFrom(random, text),
        builtins: await loadBuiltins(),
      };
      return toJson(await expression.evaluate(input, { ...bindings, [EVALUATION]: evaluation }));
    } catch (error) {
      throw queryEvaluationError(reasonOf(error));
    }
  };

/** With the time that our own definitions get. */
export const evaluateJsonata = jsonataWithin(TIMEOUT_MS);

/**
 * The expression of a text, parsed.
 * @throws what JSONata throws: an object with a code and a message
 */
export const parseJsonata = (text: string): Expression => expressions.get(text);

/** What keeps a text from being an expression, in JSONata's words; undefined where nothing does. */
export function faultOfJsonata(text: string): string | undefined {
  try {
    compile(text, { ...OPTIONS, timeout: TIMEOUT_MS });
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

function compile(text: string, options: typeof OPTIONS & { timeout: number }): Expression {
  const expression = jsonata(text, options);
  addFunctions(expression);
  return expression;
}

let builtins: Builtins | undefined;

/** JSONata hands its functions out to an expression only. */
async function loadBuiltins(): Promise<Builtins> {
  if (builtins === undefined) {
    type Native<Name extends keyof Builtins> = { implementation: Builtins[Name] };
    const found: unknown = await jsonata('[$fromMillis, $toMillis]').evaluate(undefined);
    const [fromMillis, toMillis] = found as [Native<'fromMillis'>, Native<'toMillis'>];
    builtins = { fromMillis: fromMillis.implementation, toMillis: toMillis.implementation };
  }
  return builtins;
}

const STACK_OVERFLOW =
  'Stack overflow error: Check for non-terminating recursive function.  ' +
  `Consider rewriting as tail-recursive. Depth=${OPTIONS.stack + 1} max=${OPTIONS.stack}`;

/** `<code>: <message>`, or the message alone where a limit was hit, as AWS words it. */
function reasonOf(error: unknown): string {
  const { code, message } = faultOf(error);
  switch (code) {
    case 'D1011':
      return STACK_OVERFLOW;
    case 'D1012':
      return 'Expression evaluation timeout: Check for infinite loop';
    case 'D2014':
    case 'D2015':
      return new MemoryLimit().message;
    case undefined:
      return message;
    default:
      return `${code}: ${message}`;
  }
}

/** What was thrown at us: JSONata's own faults are plain objects. */
export function faultOf(error: unknown): { code: string | undefined; message: string } {
  const { code, message } = Object(error) as { code?: unknown; message?: unknown };
  return {
    code: typeof code === 'string' ? code : undefined,
    message: typeof message === 'string' ? message : String(error),
  };
}
