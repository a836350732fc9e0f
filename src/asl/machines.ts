import type { Machine, Program, QueryLanguage, StateDefinition } from './program.js';

const known = new WeakMap<Program, Map<string, Machine>>();

/** The machine at a JSON pointer: '' is the program itself, `/States/X/Branches/0` a branch. */
export function machineAt(program: Program, pointer: string): Machine {
  if (pointer === '') return program;
  let machines = known.get(program);
  if (!machines) known.set(program, (machines = new Map<string, Machine>()));
  let machine = machines.get(pointer);
  if (!machine) machines.set(pointer, (machine = find(program, pointer)));
  return machine;
}

function find(program: Program, pointer: string): Machine {
  const names = pointer.slice(1).split('/').map(unescape);
  const found = names.reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], program);
  return found as Machine;
}

/** A state's pointer within its machine's. */
export const statePointer = (machine: string, name: string): string =>
  `${machine}/States/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;

const unescape = (token: string): string => token.replaceAll('~1', '/').replaceAll('~0', '~');

/** A state says it for itself; else the whole definition does (States Language, "Query Language"). */
export const languageOf = (program: Program, state: StateDefinition): QueryLanguage =>
  state.QueryLanguage ?? program.QueryLanguage ?? 'JSONPath';
