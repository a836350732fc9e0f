import type { Json, JsonObject } from '../json.js';
import { listed, machinesIn, statesOf, type StateEntry } from './nested.js';
import { shown, type Problems } from './problems.js';
import { own } from './shape.js';

interface Transition {
  target: Json;
  pointer: string;
}

/**
 * Where states lead, machine by machine: each target is a state beside it, each state is reached from StartAt, and
 * some state ends the machine. As AWS does it, a machine that never ends is not searched for states out of reach.
 */
export function checkTransitions(machine: JsonObject, problems: Problems, pointer = ''): void {
  if (problems.full) return;
  const states = new Map([...statesOf(machine, pointer)].map((entry) => [entry.name, entry]));
  if (states.size > 0) checkMachine(machine, states, problems, pointer);
  for (const entry of states.values()) {
    for (const inner of machinesIn(entry)) checkTransitions(inner.machine, problems, inner.pointer);
  }
}

function checkMachine(
  machine: JsonObject,
  states: ReadonlyMap<string, StateEntry>,
  problems: Problems,
  pointer: string,
): void {
  const start: Transition = { target: own(machine, 'StartAt') ?? null, pointer: `${pointer}/StartAt` };
  checkTarget(start, states, problems);
  for (const entry of states.values()) {
    for (const transition of transitionsOf(entry)) checkTarget(transition, states, problems);
  }
  if (![...states.values()].some(({ state }) => isTerminal(state))) {
    problems.add(pointer, 'MISSING_END_STATE', 'Workflow has no terminal state');
    return;
  }
  const reached = reachable(start.target, states);
  for (const { name, pointer: at } of states.values()) {
    if (reached.has(name)) continue;
    problems.add(at, 'MISSING_TRANSITION_TARGET', `State "${shown(name)}" is not reachable.`);
  }
}

function checkTarget(
  { target, pointer }: Transition,
  states: ReadonlyMap<string, StateEntry>,
  problems: Problems,
): void {
  if (typeof target !== 'string' || states.has(target)) return;
  problems.add(pointer, 'MISSING_TRANSITION_TARGET', `Missing 'Next' target: ${shown(target)}`);
}

const isTerminal = (state: JsonObject): boolean =>
  own(state, 'End') === true || own(state, 'Type') === 'Succeed' || own(state, 'Type') === 'Fail';

/** Next, Default and the Next of choices and catchers. */
function* transitionsOf({ state, pointer }: StateEntry): Generator<Transition> {
  for (const field of ['Next', 'Default']) {
    const target = own(state, field);
    if (target !== undefined) yield { target, pointer: `${pointer}/${field}` };
  }
  for (const field of ['Choices', 'Catch']) {
    for (const [position, item] of listed(own(state, field))) {
      const target = own(item, 'Next');
      if (target !== undefined) yield { target, pointer: `${pointer}/${field}/${position}/Next` };
    }
  }
}

function reachable(start: Json, states: ReadonlyMap<string, StateEntry>): Set<string> {
  const reached = new Set<string>();
  const waiting = [start];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const entry = typeof name === 'string' && !reached.has(name) ? states.get(name) : undefined;
    if (entry === undefined) continue;
    reached.add(entry.name);
    for (const { target } of transitionsOf(entry)) waiting.push(target);
  }
  return reached;
}
