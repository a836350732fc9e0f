import { isObject, type Json, type JsonObject } from '../json.js';
import { runtimeError } from '../errors.js';
import { evaluateIntrinsicWith } from './intrinsics.js';
import { readTemplatePath } from './paths.js';
import { drawsFrom, type Draws, type Randomness } from './random.js';
import type { Scope } from './scope.js';

const DYNAMIC = '.$';

/**
 * Fills a payload template (Parameters, ResultSelector, ItemSelector, Assign, ...): a field `name.$` becomes `name`
 * with the value of the path or intrinsic that it holds, at any depth; all else stays.
 * @param field the template's own field: two templates filled on one event draw different random values
 * @throws StatesError as readPath and evaluateIntrinsic
 */
export const fillTemplate = (template: Json, scope: Scope, random: Randomness, field = ''): Json =>
  fill(template, scope, drawsFrom(random, field));

function fill(template: Json, scope: Scope, draws: Draws): Json {
  if (Array.isArray(template)) return template.map((item) => fill(item, scope, draws));
  if (!isObject(template)) return template;
  return fromFields(
    Object.entries(template).map(([name, value]) =>
      name.endsWith(DYNAMIC)
        ? [name.slice(0, -DYNAMIC.length), evaluateField(name, value, scope, draws)]
        : [name, fill(value, scope, draws)],
    ),
  );
}

const fromFields = (fields: [string, Json][]): JsonObject => Object.fromEntries(fields);

function evaluateField(name: string, value: Json, scope: Scope, draws: Draws): Json {
  if (typeof value !== 'string') {
    throw runtimeError(
      `The value for the field '${name}' must be a valid JSONPath or a valid intrinsic function call`,
    );
  }
  return value.startsWith('$')
    ? readTemplatePath(value, scope, name)
    : evaluateIntrinsicWith(value, scope, draws);
}
