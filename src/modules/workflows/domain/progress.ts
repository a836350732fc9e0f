import type { ExecutionState, Machine, StateDefinition } from '../../../asl/index.js';

/** The machines inside of a state: the branches of a Parallel, the processor of a Map. */
function machinesOf(state: StateDefinition): readonly Machine[] {
  if (state.Type === 'Parallel') return state.Branches;
  if (state.Type !== 'Map') return [];
  return [state.ItemProcessor, state.Iterator].filter((machine) => machine !== undefined);
}

/** Every state of a definition, those of branches and iterations too. Names are unique in a whole definition. */
export function statesOf(machine: Machine): [name: string, state: StateDefinition][] {
  return Object.entries(machine.States).flatMap(([name, state]) => [
    [name, state] as [string, StateDefinition],
    ...machinesOf(state).flatMap(statesOf),
  ]);
}

/** The states that an execution is in: a Parallel or Map before those inside of it. */
export function currentStates(state: ExecutionState | null): string[] {
  if (state?.status !== 'RUNNING') return [];
  const running = Object.values(state.frames).filter(({ ended }) => ended === undefined);
  return [...new Set(running.map(({ at }) => at.name))];
}
