import { isObject, type Json, type JsonObject } from '../json.js';
import { token } from './place.js';
import { own } from './shape.js';

export interface StateEntry {
  name: string;
  state: JsonObject;
  pointer: string;
}

export interface NestedMachine {
  machine: JsonObject;
  pointer: string;
  /** A distributed Map's child executions are workflows of their own. */
  distributed: boolean;
}

/** The states of a machine, in their order; what is no state is passed over. */
export function* statesOf(machine: JsonObject, pointer: string): Generator<StateEntry> {
  const states = own(machine, 'States');
  if (!isObject(states)) return;
  for (const [name, state] of Object.entries(states)) {
    if (isObject(state)) yield { name, state, pointer: `${pointer}/States/${token(name)}` };
  }
}

/** The machines that a Parallel or Map holds. */
export function* machinesIn({ state, pointer }: StateEntry): Generator<NestedMachine> {
  const type = own(state, 'Type');
  if (type === 'Parallel') {
    for (const [position, machine] of listed(own(state, 'Branches'))) {
      yield { machine, pointer: `${pointer}/Branches/${position}`, distributed: false };
    }
  }
  if (type !== 'Map') return;
  for (const field of ['ItemProcessor', 'Iterator']) {
    const machine = own(state, field);
    if (isObject(machine)) {
      yield { machine, pointer: `${pointer}/${field}`, distributed: isDistributed(machine) };
    }
  }
}

export function isDistributed(processor: JsonObject): boolean {
  const config = own(processor, 'ProcessorConfig');
  return isObject(config) && own(config, 'Mode') === 'DISTRIBUTED';
}

/** Every state of a definition, those of nested machines behind the state that holds them. */
export function* everyState(machine: JsonObject, pointer = ''): Generator<StateEntry> {
  for (const entry of statesOf(machine, pointer)) {
    yield entry;
    for (const inner of machinesIn(entry)) yield* everyState(inner.machine, inner.pointer);
  }
}

/** What a state assigns: by itself, by its choices and by its catchers. */
export function* assignmentsIn({
  state,
  pointer,
}: StateEntry): Generator<{ value: JsonObject; pointer: string }> {
  const holders: [JsonObject, string][] = [[state, pointer]];
  for (const field of ['Choices', 'Catch']) {
    for (const [position, item] of listed(own(state, field))) {
      holders.push([item, `${pointer}/${field}/${position}`]);
    }
  }
  for (const [holder, at] of holders) {
    const value = own(holder, 'Assign');
    if (isObject(value)) yield { value, pointer: `${at}/Assign` };
  }
}

export const listed = (value: Json | undefined): [number, JsonObject][] =>
  Array.isArray(value)
    ? [...value.entries()].filter((entry): entry is [number, JsonObject] => isObject(entry[1]))
    : [];
