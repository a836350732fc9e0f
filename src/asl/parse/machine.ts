import { isObject, type Json, type JsonObject } from '../json.js';
import { PROCESSOR_CONFIG } from './map.js';
import { machinesIn, type StateEntry } from './nested.js';
import { report, within, type Language, type Place } from './place.js';
import { both, checkShape, own, type Check, type Fields, type Shape } from './shape.js';
import { checkState } from './state.js';
import { anything, integer, MOST_SECONDS, oneOf, text } from './values.js';

const states: Check = (value, place) => {
  if (!isObject(value)) report(place, 'Expected value of type Object');
  else if (Object.keys(value).length === 0) report(place, 'There must be at least one state');
};

const nested: Fields = { Comment: both(text), StartAt: both(text), States: both(states) };

/** statemachine-structure. */
const WHOLE: Shape = {
  fields: {
    ...nested,
    Version: both(text),
    TimeoutSeconds: both(integer(1, MOST_SECONDS)),
    QueryLanguage: both(anything),
  },
  required: ['StartAt', 'States'],
};

const BRANCH: Shape = { fields: nested, required: ['StartAt', 'States'] };

const PROCESSOR: Shape = {
  fields: { ...nested, ProcessorConfig: both((value, place) => checkShape(value, PROCESSOR_CONFIG, place)) },
  required: ['StartAt', 'States'],
};

/** The whole definition, by the shape of each machine and state in it. */
export function checkDefinition(
  definition: JsonObject,
  root: Omit<Place, 'language' | 'machineLanguage'>,
): void {
  const language = languageOf(definition, 'JSONPath');
  const place: Place = { ...root, language, machineLanguage: language };
  checkLanguage(definition, place);
  checkMachine(definition, WHOLE, place);
}

function checkMachine(machine: JsonObject, shape: Shape, place: Place): void {
  checkShape(machine, shape, place);
  const held = own(machine, 'States');
  if (!isObject(held)) return;
  const at = within(place, 'States');
  for (const [name, state] of Object.entries(held)) {
    if (place.problems.full) return;
    checkWithin(name, state, within(at, name));
  }
}

function checkWithin(name: string, state: Json, outer: Place): void {
  const place = isObject(state) ? { ...outer, language: stateLanguage(state, outer) } : outer;
  checkState(state, place);
  if (!isObject(state)) return;
  checkLanguage(state, place);
  const entry: StateEntry = { name, state, pointer: place.pointer };
  for (const inner of machinesIn(entry)) {
    const shape = own(state, 'Type') === 'Map' ? PROCESSOR : BRANCH;
    checkMachine(inner.machine, shape, { ...place, pointer: inner.pointer });
  }
}

/** Measured at AWS: whatever is given and is not exactly JSONPath is read as JSONata. */
function languageOf(holder: JsonObject, otherwise: Language): Language {
  const given = own(holder, 'QueryLanguage');
  if (given === undefined) return otherwise;
  return given === 'JSONPath' ? 'JSONPath' : 'JSONata';
}

const stateLanguage = (state: JsonObject, place: Place): Language => languageOf(state, place.machineLanguage);

function checkLanguage(holder: JsonObject, place: Place): void {
  const given = own(holder, 'QueryLanguage');
  if (given === undefined) return;
  oneOf('JSONPath', 'JSONata')(given, within(place, 'QueryLanguage'));
  if (given === 'JSONPath' && place.machineLanguage === 'JSONata') {
    report(place, "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine");
  }
}
