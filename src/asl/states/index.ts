import type { Draft } from '../draft.js';
import { languageOf, machineAt } from '../machines.js';
import type { StateDefinition } from '../program.js';
import type { Frame } from '../state.js';
import type { StateKind, StateKinds, Visit } from '../visit.js';
import { choice } from './choice.js';
import { fail } from './fail.js';
import { map } from './map.js';
import { parallel } from './parallel.js';
import { pass } from './pass.js';
import { succeed } from './succeed.js';
import { task } from './task.js';
import { wait } from './wait.js';

const kinds: StateKinds = {
  Pass: pass,
  Task: task,
  Choice: choice,
  Wait: wait,
  Succeed: succeed,
  Fail: fail,
  Parallel: parallel,
  Map: map,
};

/** What a state's type does. */
export const kindOf = ({ Type }: StateDefinition): StateKind<StateDefinition> => kinds[Type];

/** The state that a frame is in. */
export function visitOf(draft: Draft, frame: Frame): Visit {
  const { States } = machineAt(draft.program, frame.machine);
  const state = Object.hasOwn(States, frame.at.name) ? States[frame.at.name] : undefined;
  if (!state) throw new Error(`There is no state ${frame.at.name} in ${frame.machine}`);
  return { draft, frame, state, language: languageOf(draft.program, state) };
}
