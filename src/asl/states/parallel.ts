import { argumentsOf, leaveWith } from '../flow.js';
import { newJoin } from '../join.js';
import { statePointer } from '../machines.js';
import { then } from '../maybe.js';
import type { ParallelState } from '../program.js';
import type { StateKind } from '../visit.js';

/** Parallel: all branches at once, each with the same input; the outputs in the order of the branches. */
export const parallel: StateKind<ParallelState> = {
  enter(visit) {
    const { draft, frame, state } = visit;
    const { length: total } = state.Branches;
    return then(argumentsOf(visit), (input) => {
      draft.record(frame, { type: 'ParallelStateStarted' });
      return { to: 'fork', join: newJoin({ total, limit: 0, most: total, items: [input] }) };
    });
  },
  resume(visit, news) {
    visit.draft.recordAside(visit.frame, { type: 'ParallelStateSucceeded' });
    return leaveWith(visit, news.type === 'joined' ? news.results : []);
  },
  children: {
    make: ({ frame }, { items }, index) => ({
      machine: `${statePointer(frame.machine, frame.at.name)}/Branches/${index}`,
      input: items?.[0] ?? null,
    }),
  },
  failed({ draft, frame }) {
    draft.record(frame, { type: 'ParallelStateFailed' });
  },
};
