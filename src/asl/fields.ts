import { isJsonata, readPath, resultTypeError } from './data/index.js';
import { runtimeError, StatesError } from './errors.js';
import { effectiveInput, fill, scopeOf } from './flow.js';
import type { Json } from './json.js';
import { then, type Maybe } from './maybe.js';
import type { Visit } from './visit.js';

/** Fields that hold a number, a path to one (`<name>Path`) or a JSONata expression for one. */

/** Seconds of a Wait or a timeout: a whole number, not negative. @throws StatesError (recorded wordings) */
export function secondsField(visit: Visit, name: string): Maybe<number | undefined> {
  const { literal, path } = sources(visit, name);
  if (path !== undefined)
    return secondsAt(path, readPath(path, scopeOf(visit, effectiveInput(visit))), `${name}Path`);
  if (typeof literal !== 'string') return literal as number | undefined;
  return then(fill(visit, literal, name), (value) => {
    if (typeof value !== 'number') throw mistyped(visit, literal, name, 'number', value);
    if (Number.isInteger(value) && value >= 0) return value;
    const problem = value < 0 ? 'references a negative value' : 'cannot be parsed as a long value';
    throw new StatesError('States.QueryEvaluationError', `The ${name} parameter ${problem}: ${value}`, name);
  });
}

function secondsAt(path: string, value: Json, field: string): number {
  const shown = `${path} == ${show(value)}`;
  if (typeof value !== 'number' || !Number.isInteger(value))
    throw runtimeError(`The ${field} parameter cannot be parsed as a long value: ${shown}`);
  if (value < 0) throw runtimeError(`The ${field} parameter references a negative value: ${shown}`);
  return value;
}

/**
 * A count or a percentage of a Map. A path may lead to a number's text (recorded).
 * @throws StatesError where it is none (recorded wording)
 */
export function numberField(
  visit: Visit,
  name: string,
  kind: 'integer' | 'float',
): Maybe<number | undefined> {
  const { literal, path } = sources(visit, name);
  if (path !== undefined) {
    const value = readPath(path, scopeOf(visit, effectiveInput(visit)));
    const number = numberIn(value, kind);
    if (number !== undefined) return number;
    throw runtimeError(
      `The ${name}Path field refers to value "${show(value)}" which is not a valid ${kind}: ${path}`,
    );
  }
  if (typeof literal !== 'string') return literal as number | undefined;
  return then(fill(visit, literal, name), (value) => {
    if (typeof value !== 'number' || (kind === 'integer' && !Number.isInteger(value)))
      throw mistyped(visit, literal, name, kind === 'integer' ? 'integer' : 'number', value);
    return value;
  });
}

function numberIn(value: Json, kind: 'integer' | 'float'): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return undefined;
  return kind === 'float' || Number.isInteger(number) ? number : undefined;
}

function sources({ state }: Visit, name: string): { literal: unknown; path: string | undefined } {
  const fields = state as unknown as Record<string, unknown>;
  const path = fields[`${name}Path`];
  return { literal: fields[name], path: typeof path === 'string' ? path : undefined };
}

/** A field's value of a type that it does not take. */
export function mistyped(
  visit: Visit,
  text: unknown,
  field: string,
  expected: string,
  value: Json,
): StatesError {
  if (isJsonata(text)) return resultTypeError(text, field, expected, value);
  return visit.language === 'JSONata'
    ? new StatesError('States.QueryEvaluationError', `The ${field} field must be of type ${expected}`, field)
    : runtimeError(`The ${field} field must be of type ${expected}: ${show(value)}`);
}

/** A value in a cause: text as it is, all else as JSON. */
export const show = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
