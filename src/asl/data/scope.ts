import type { Json } from '../json.js';

/** What paths and templates of the JSONPath query language can reach. */
export interface Scope {
  /** `$`: the state's input, or what the field at hand applies to (a result, an output). */
  input: Json;
  /** `$$`: the context object. */
  context: Json;
  /** `$name`: the variables that are visible in the state. */
  variables: Readonly<Record<string, Json>>;
  /** Not reached by paths; kept beside the input for who builds a ResultSelector's scope from it. */
  result?: Json;
}

/** The value at a path's root; undefined for a variable that is not assigned. */
export function rootValue(root: string, scope: Scope): Json | undefined {
  if (root === '$') return scope.input;
  if (root === '$$') return scope.context;
  const name = root.slice(1);
  return Object.hasOwn(scope.variables, name) ? scope.variables[name] : undefined;
}
