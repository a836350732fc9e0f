import type { Expression, Focus } from 'jsonata';
import type { Json } from '../json.js';
import { hash } from './hash.js';
import { partition } from './intrinsics-array.js';
import { JavaRandom } from './java-random.js';
import { MemoryLimit } from './jsonata-value.js';
import type { Draws } from './random.js';

/** What an evaluation brings along for its functions. */
export interface Evaluation {
  now: number;
  draws: Draws;
  builtins: Builtins;
}

/** Functions of JSONata's own that ours call on. */
export interface Builtins {
  fromMillis(millis: number, picture?: string, timezone?: string): string | undefined;
  toMillis(this: object, text: string, picture?: string): number | undefined;
}

/** Where an Evaluation stands among the bindings; no expression can name a variable with a space. */
export const EVALUATION = ' evaluation';

/** The most elements that $range makes (measured against AWS). */
const MAX_RANGE = 360_145;

const evaluationOf = (focus: Focus): Evaluation => focus.environment.lookup(EVALUATION) as Evaluation;

/**
 * Gives an expression the functions that Step Functions has beside JSONata's ("Transforming data with JSONata"), and
 * its own ones in place of those that look at the clock or draw by chance. $eval is taken away: a call fails with
 * T1006, as with AWS. The parameters' names count: JSONata reads them for a partial application.
 */
export function addFunctions(expression: Expression): void {
  expression.assign('eval', undefined);
  expression.registerFunction('partition', partitionArray, '<a?n?:a>');
  expression.registerFunction('range', range, '<n?n?n?:a>');
  expression.registerFunction('hash', hashText, '<s?s?:s>');
  expression.registerFunction('random', random, '<n?:n>');
  expression.registerFunction('uuid', uuid, '<:s>');
  expression.registerFunction('parse', parse, '<s?:x>');
  expression.registerFunction('now', now, '<s?s?:s>');
  expression.registerFunction('millis', millis, '<:n>');
  expression.registerFunction('toMillis', toMillis, '<s-s?:n>');
  expression.registerFunction('shuffle', shuffle, '<a:a>');
}

/** A size of 0 and an empty array give nothing; a size with decimals is cut off (measured against AWS). */
function partitionArray(array?: Json[], size?: number): Json[][] | undefined {
  const length = Math.trunc(size ?? 0);
  if (array === undefined || array.length === 0 || length < 1) return undefined;
  return partition(array, length);
}

/** A list of one is that one, and an empty list is nothing: what $range gives is a JSONata sequence (recorded). */
function range(start?: number, end?: number, step?: number): number | number[] | undefined {
  if (start === undefined || end === undefined || step === undefined) return undefined;
  const [first, last, by] = [Math.trunc(start), Math.trunc(end), Math.trunc(step)];
  const length = by === 0 ? 0 : Math.floor((last - first) / by) + 1;
  if (length > MAX_RANGE) throw new MemoryLimit();
  if (length < 1) return undefined;
  return length === 1 ? first : Array.from({ length }, (_, at) => first + at * by);
}

function hashText(text?: string, algorithm?: string): string | undefined {
  if (text === undefined || algorithm === undefined) return undefined;
  const hashed = hash(text, algorithm);
  if (hashed === undefined) throw new Error(`Unsupported hash algorithm: ${algorithm}`);
  return hashed;
}

function random(this: Focus, seed?: number): number {
  return seed === undefined ? evaluationOf(this).draws.number() : new JavaRandom(seed).nextDouble();
}

function uuid(this: Focus): string {
  return evaluationOf(this).draws.uuid();
}

function parse(text?: string): Json | undefined {
  return text === undefined ? undefined : (JSON.parse(text) as Json);
}

function now(this: Focus, picture?: string, timezone?: string): string | undefined {
  const evaluation = evaluationOf(this);
  return evaluation.builtins.fromMillis(evaluation.now, picture, timezone);
}

function millis(this: Focus): number {
  return evaluationOf(this).now;
}

/** A picture without a date takes today's: that of the event. */
function toMillis(this: Focus, timestamp: string, picture?: string): number | undefined {
  const evaluation = evaluationOf(this);
  const environment = { ...this.environment, timestamp: new Date(evaluation.now) };
  return evaluation.builtins.toMillis.call({ ...this, environment }, timestamp, picture);
}

function shuffle(this: Focus, array?: Json[]): Json[] | undefined {
  if (array === undefined || array.length < 2) return array;
  const { draws } = evaluationOf(this);
  const places = array.map((item) => ({ item, at: draws.number() }));
  return places.sort((left, right) => left.at - right.at).map(({ item }) => item);
}
