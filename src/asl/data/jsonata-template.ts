import { isObject, type Json } from '../json.js';
import { queryEvaluationError, StatesError } from '../errors.js';
import type { Evaluate } from './jsonata.js';
import type { Randomness } from './random.js';

const OPEN = '{%';
const CLOSE = '%}';

/** Whether a value is a string that JSONata evaluates: `{% ... %}`, with nothing around it. */
export const isJsonata = (value: unknown): value is string =>
  typeof value === 'string' &&
  value.length >= OPEN.length + CLOSE.length &&
  value.startsWith(OPEN) &&
  value.endsWith(CLOSE);

/** What stands between `{%` and `%}`, as AWS quotes it. */
export const expressionOf = (text: string): string => text.slice(OPEN.length, -CLOSE.length).trim();

/** Whether anything in a template needs evaluating. */
export function hasJsonata(template: Json): boolean {
  if (typeof template === 'string') return isJsonata(template);
  if (Array.isArray(template)) return template.some(hasJsonata);
  return isObject(template) && Object.values(template).some(hasJsonata);
}

/**
 * Fills a template of the JSONata query language (Output, Arguments, Assign, ...): each `{% ... %}` string in it
 * becomes what it evaluates to; all else stays.
 * @param field where the template stands in its state, as AWS names the place in a cause: `Output`,
 *   `Choices[0]/Condition`
 * @throws StatesError States.QueryEvaluationError, also where an expression gives nothing (recorded)
 */
export async function fillJsonata(
  template: Json,
  bindings: Record<string, Json>,
  evaluate: Evaluate,
  random: Randomness,
  field = '',
): Promise<Json> {
  if (!hasJsonata(template)) return template;
  if (typeof template === 'string') return evaluateField(template, bindings, evaluate, random, field);
  const fill = (part: Json, place: string): Promise<Json> =>
    fillJsonata(part, bindings, evaluate, random, `${field}${place}`);
  if (Array.isArray(template)) {
    const items: Json[] = [];
    for (const [at, item] of template.entries()) items.push(await fill(item, `[${at}]`));
    return items;
  }
  if (!isObject(template)) return template;
  const fields: [string, Json][] = [];
  for (const [name, part] of Object.entries(template)) fields.push([name, await fill(part, `/${name}`)]);
  return Object.fromEntries(fields);
}

async function evaluateField(
  text: string,
  bindings: Record<string, Json>,
  evaluate: Evaluate,
  { now, seed }: Randomness,
  field: string,
): Promise<Json> {
  const expression = expressionOf(text);
  let value: Json | undefined;
  try {
    value = await evaluate(expression, bindings, { now, seed: `${seed} ${field}` });
  } catch (error) {
    if (!(error instanceof StatesError)) throw error;
    throw queryEvaluationError(
      `${named(text, field)} threw an error during evaluation${tail(error.cause)}`,
      field,
    );
  }
  if (value === undefined) {
    throw queryEvaluationError(`${named(text, field)} returned nothing (undefined).`, field);
  }
  return value;
}

const named = (text: string, field: string): string =>
  `The JSONata expression '${expressionOf(text)}' specified for the field '${field}'`;

/** JSONata's own message is a sentence of its own, a limit's is not (measured against AWS). */
const tail = (cause: string | undefined): string =>
  cause === undefined ? '.' : `${/^[A-Z]\d{4}: /.test(cause) ? '.' : ':'} ${cause}`;

/** The failure of a field whose expression gave something else than the field takes. */
export const resultTypeError = (text: string, field: string, expected: string, value: Json): StatesError =>
  queryEvaluationError(
    `${named(text, field)} returned an unexpected result type. ` +
      `Expected '${expected}', but was '${typeName(value)}' for value: ${JSON.stringify(value)}`,
    field,
  );

function typeName(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
