import { argumentsOf, leaveByOutput, leaveWith } from '../flow.js';
import { then } from '../maybe.js';
import type { PassState } from '../program.js';
import type { StateKind } from '../visit.js';

/** Pass: its Result, its Parameters or its input becomes its result. */
export const pass: StateKind<PassState> = {
  enter(visit) {
    const { Result } = visit.state;
    if (visit.language === 'JSONata') return leaveByOutput(visit, {}, visit.frame.at.input);
    if (Result !== undefined) return leaveWith(visit, Result);
    return then(argumentsOf(visit), (result) => leaveWith(visit, result));
  },
};
