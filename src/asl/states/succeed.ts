import { leaveAsCame } from '../flow.js';
import type { SucceedState } from '../program.js';
import type { StateKind } from '../visit.js';

/** Succeed: the end of its machine. */
export const succeed: StateKind<SucceedState> = { enter: leaveAsCame };
