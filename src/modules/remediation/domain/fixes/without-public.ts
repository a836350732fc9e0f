import type { Call } from '../call.js';
import { change, type FixPlan, nothing, refuse } from '../fix.js';
import { goneIn, nameOf, type SplitPolicy, splitPolicy } from './policy.js';

/**
 * Takes the statements that let anybody in out of a resource policy, and leaves the others. `told`: those of the
 * control's evidence; `put`: the call for what is left, null where none is.
 */
export function withoutPublic(
  policy: string | null | undefined,
  told: unknown,
  put: (rest: string | null) => Call,
  check: (split: SplitPolicy) => string | undefined = () => undefined,
): FixPlan {
  if (policy === null || policy === undefined || policy === '') return nothing('It has no policy');
  const split = splitPolicy(policy, told);
  if (split.open.length === 0) {
    return Array.isArray(told) && told.length > 0
      ? refuse('The policy does not hold the statements of the finding any more: look at it again')
      : nothing('No statement lets anybody in');
  }
  const gone = goneIn(policy);
  if (gone.length > 0) {
    return refuse(
      `The policy names principals that were deleted (${gone.join(', ')}): AWS would not take it back as it is. Take them out first`,
    );
  }
  const problem = check(split);
  if (problem !== undefined) return refuse(problem);
  return change(
    [
      ...split.open.map((one) => `The statement ${nameOf(one)}, which lets anybody in, will be gone`),
      ...(split.rest === null ? ['No other statement is left: the policy goes with it'] : []),
    ],
    [put(split.rest)],
  );
}
