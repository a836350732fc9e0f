import { isObject, type JsonObject } from '../json.js';
import { output } from './paths.js';
import { report, token, within } from './place.js';
import { shown, type Problems } from './problems.js';
import { assignmentsIn, machinesIn, statesOf } from './nested.js';
import { type Check } from './shape.js';

/** workflow-variables, "Variable name syntax": an identifier of Unicode (UAX 31). */
const NAME = /^[\p{ID_Start}_][\p{ID_Continue}\u200c\u200d]*$/u;
const MAX_NAME = 80;
const RESERVED = ['states', 'States'];

/** Assign: an object of variables, each with a value or a template for it. */
export const assignment: Check = (value, place) => {
  if (!isObject(value)) {
    report(place, 'Expected value of type Object');
    return;
  }
  for (const key of Object.keys(value)) {
    const fault = nameFault(variableName(key, place.language === 'JSONPath'));
    if (fault !== undefined) report(within(place, key), fault);
  }
  output(value, place);
};

const variableName = (key: string, dynamic: boolean): string =>
  dynamic && key.endsWith('.$') ? key.slice(0, -'.$'.length) : key;

function nameFault(name: string): string | undefined {
  if (RESERVED.includes(name)) return `The variable name '${name}' is reserved`;
  if (name.length > MAX_NAME && [...name].length > MAX_NAME) {
    return `A variable name may not be longer than ${MAX_NAME} characters`;
  }
  if (NAME.test(name)) return undefined;
  return `'${shown(name)}' is not a variable name: letters, digits and underscores, no digit first`;
}

/**
 * What is assigned in a Parallel's branch or an inline Map's iteration may not have the name of a variable of a scope
 * around it (workflow-variables, "Variable scope"). A distributed Map sees no outer variable and may use any name.
 */
export function checkScopes(machine: JsonObject, problems: Problems): void {
  checkScope(machine, '', new Map(), problems);
}

function checkScope(
  machine: JsonObject,
  pointer: string,
  outer: ReadonlyMap<string, string>,
  problems: Problems,
): void {
  const visible = new Map(outer);
  for (const state of statesOf(machine, pointer)) {
    for (const assigned of assignmentsIn(state)) {
      for (const key of Object.keys(assigned.value)) {
        const name = variableName(key, true);
        const first = outer.get(name);
        const at = `${assigned.pointer}/${token(key)}`;
        if (first !== undefined) {
          problems.add(
            at,
            'SCHEMA_VALIDATION_FAILED',
            `The variable '${shown(name)}' is assigned in an outer scope already, at ${shown(first)}`,
          );
        } else if (!visible.has(name)) visible.set(name, at);
      }
    }
  }
  for (const state of statesOf(machine, pointer)) {
    for (const inner of machinesIn(state)) {
      checkScope(inner.machine, inner.pointer, inner.distributed ? new Map() : visible, problems);
    }
  }
}
