import { isObject, type Json, type JsonObject } from '../../../asl/index.js';

const QUEUED = /:states:[^:]*:[^:]*:sqs:sendMessage\.waitForTaskToken$/;
const PLACEHOLDER = /\$\{([A-Za-z0-9]+)\}/g;

/**
 * A definition as Step Functions gets it: the file, with the values that only the deployment knows, and with the
 * envelope of each task completed by where it comes from. The local engine knows that by itself.
 * @throws Error naming a placeholder that has no value
 */
export function forStepFunctions(definition: object, values: Readonly<Record<string, string>>): JsonObject {
  const filled = fill(JSON.parse(JSON.stringify(definition)) as Json, values);
  if (!isObject(filled)) throw new Error('A definition is an object');
  return completed(filled, filled['QueryLanguage'] === 'JSONata');
}

function fill(value: Json, values: Readonly<Record<string, string>>): Json {
  if (typeof value === 'string') {
    return value.replace(PLACEHOLDER, (_, name: string) => {
      const known = values[name];
      if (known === undefined) throw new Error(`Nothing is known to stand for \${${name}}`);
      return known;
    });
  }
  if (Array.isArray(value)) return value.map((item) => fill(item, values));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, values)]));
}

/** A state machine, or a part of one: branches and items have machines of their own. */
function completed(machine: JsonObject, isJsonata: boolean): JsonObject {
  const { States: states } = machine;
  if (!isObject(states)) return machine;
  const entries = Object.entries(states).map(([name, state]): [string, Json] => [
    name,
    isObject(state) ? completedState(state, isJsonata) : state,
  ]);
  return { ...machine, States: Object.fromEntries(entries) };
}

function completedState(state: JsonObject, around: boolean): JsonObject {
  const within = (machine: Json): Json => (isObject(machine) ? completed(machine, around) : machine);
  const next: JsonObject = { ...state };
  const { Branches: branches, Resource: resource } = state;
  if (Array.isArray(branches)) next['Branches'] = branches.map(within);
  for (const field of ['ItemProcessor', 'Iterator']) {
    const machine = state[field];
    if (machine !== undefined) next[field] = within(machine);
  }
  if (typeof resource === 'string' && QUEUED.test(resource)) {
    const isJsonata = state['QueryLanguage'] === undefined ? around : state['QueryLanguage'] === 'JSONata';
    const field = isJsonata ? 'Arguments' : 'Parameters';
    next[field] = withOrigin(state[field], isJsonata ? JSONATA_ORIGIN : PATH_ORIGIN);
  }
  return next;
}

/** What the definition says of the origin itself stays. */
function withOrigin(given: Json | undefined, origin: JsonObject): Json {
  const body = isObject(given) ? given['MessageBody'] : undefined;
  if (!isObject(given) || !isObject(body)) return given ?? null;
  return { ...given, MessageBody: { ...origin, ...body } };
}

/**
 * Retry enters a state once, so that all its tries are one visit. Items of a Map may enter one in the same millisecond;
 * `$$.Map` would tell them apart, but AWS documents it for ItemSelector alone.
 */
const PATH_ORIGIN: JsonObject = {
  'executionId.$': '$$.Execution.Id',
  'visit.$': "States.Format('{} {}', $$.State.Name, $$.State.EnteredTime)",
};

const JSONATA_ORIGIN: JsonObject = {
  executionId: '{% $states.context.Execution.Id %}',
  visit: "{% $states.context.State.Name & ' ' & $states.context.State.EnteredTime %}",
};
