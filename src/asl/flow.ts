import { contextOf, variablesOf } from './context.js';
import { fillJsonata, fillTemplate, hasJsonata, readSelected, writePath, type Scope } from './data/index.js';
import type { Json, JsonObject } from './json.js';
import { then, type Maybe } from './maybe.js';
import type { StateDefinition } from './program.js';
import type { Frame } from './state.js';
import type { Move, Visit } from './visit.js';

/**
 * The data flow of a state, in both query languages. Sources: "Processing input and output", "Passing data with
 * variables" and "Transforming data with JSONata" of the developer guide.
 */

/** Beyond the input: what `$states` (or, in JSONPath, `$`) gives at the field at hand. */
export interface Values {
  input?: Json;
  result?: Json;
  errorOutput?: Json;
  item?: Frame['item'];
}

/** What JSONPath fields see: `$` is the given value, the state's input by default. */
export const scopeOf = (visit: Visit, input: Json = visit.frame.at.input, item?: Frame['item']): Scope => ({
  input,
  context: contextOf(visit, item),
  variables: variablesOf(visit.draft, visit.frame),
});

function bindingsOf(visit: Visit, { result, errorOutput, item }: Values): Record<string, Json> {
  const states: JsonObject = { input: visit.frame.at.input, context: contextOf(visit, item) };
  if (result !== undefined) states.result = result;
  if (errorOutput !== undefined) states.errorOutput = errorOutput;
  return { ...variablesOf(visit.draft, visit.frame), states };
}

/** InputPath; JSONata has none. */
export function effectiveInput(visit: Visit): Json {
  if (visit.language === 'JSONata') return visit.frame.at.input;
  const { InputPath } = visit.state as { InputPath?: string | null };
  return InputPath === undefined ? visit.frame.at.input : readSelected(InputPath, scopeOf(visit));
}

/** A template of the state's query language, named for causes: `Arguments`, `Choices[0]/Output`. */
export function fill(visit: Visit, template: Json, field: string, values: Values = {}): Maybe<Json> {
  const { draft, language } = visit;
  if (language === 'JSONPath')
    return fillTemplate(template, scopeOf(visit, values.input, values.item), draft.randomness(), field);
  if (!hasJsonata(template)) return template;
  return fillJsonata(template, bindingsOf(visit, values), draft.evaluate, draft.randomness(), field);
}

/** Assign; its values all see the variables as they were before. */
export function assign(
  visit: Visit,
  template: JsonObject | undefined,
  values: Values,
  field = 'Assign',
): Maybe<JsonObject | undefined> {
  return template === undefined
    ? undefined
    : then(fill(visit, template, field, values), (assigned) => assigned as JsonObject);
}

/** Parameters or Arguments, where there are any; else the effective input. */
export function argumentsOf(
  visit: Visit<Extract<StateDefinition, { Parameters?: Json }> & { Arguments?: Json }>,
): Maybe<Json> {
  const input = effectiveInput(visit);
  const { Parameters, Arguments } = visit.state;
  if (visit.language === 'JSONata')
    return Arguments === undefined ? input : fill(visit, Arguments, 'Arguments');
  return Parameters === undefined ? input : fill(visit, Parameters, 'Parameters', { input });
}

/**
 * Leaves a state with a result: ResultSelector, ResultPath (over the raw input) and OutputPath, or Output; and Assign,
 * whose `$` is the result as it came.
 */
export function leaveWith(visit: Visit, result: Json): Maybe<Move> {
  return visit.language === 'JSONata'
    ? leaveByOutput(visit, { result }, result)
    : leaveByPaths(visit, result);
}

function leaveByPaths(visit: Visit, result: Json): Maybe<Move> {
  const { ResultSelector, ResultPath, OutputPath, Assign } = visit.state as {
    ResultSelector?: JsonObject;
    ResultPath?: string | null;
    OutputPath?: string | null;
    Assign?: JsonObject;
  };
  return then(
    ResultSelector === undefined ? result : fill(visit, ResultSelector, 'ResultSelector', { input: result }),
    (selected) => {
      const raw = visit.frame.at.input;
      const placed = ResultPath === null ? raw : writeAt(raw, ResultPath, selected);
      const output = OutputPath === undefined ? placed : readSelected(OutputPath, scopeOf(visit, placed));
      return then(assign(visit, Assign, { input: result }), (assigned) => exit(output, assigned));
    },
  );
}

/** ResultPath, of a state or of a catcher: `$` by default, which replaces. */
export const writeAt = (target: Json, path: string | undefined, value: Json): Json =>
  path === undefined || path === '$' ? value : writePath(target, path, value);

/** Leaves a state of JSONata: by its Output, or else with what it has. */
export function leaveByOutput(visit: Visit, values: Values, otherwise: Json): Maybe<Move> {
  const { Output, Assign } = visit.state as { Output?: Json; Assign?: JsonObject };
  return then(assign(visit, Assign, values), (assigned) =>
    then(Output === undefined ? otherwise : fill(visit, Output, 'Output', values), (output) =>
      exit(output, assigned),
    ),
  );
}

/** Leaves a state that has no result of its own: Wait, Choice, Succeed. */
export function leaveAsCame(visit: Visit): Maybe<Move> {
  if (visit.language === 'JSONata') return leaveByOutput(visit, {}, visit.frame.at.input);
  const { OutputPath, Assign } = visit.state as { OutputPath?: string | null; Assign?: JsonObject };
  const input = effectiveInput(visit);
  const output = OutputPath === undefined ? input : readSelected(OutputPath, scopeOf(visit, input));
  return then(assign(visit, Assign, { input }), (assigned) => exit(output, assigned));
}

export const exit = (output: Json, assigned?: JsonObject, next?: string): Move => ({
  to: 'exit',
  output,
  ...(assigned !== undefined && { assigned }),
  ...(next !== undefined && { next }),
});
