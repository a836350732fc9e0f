import { assign, exit, fill, writeAt } from './flow.js';
import type { Failure } from './draft.js';
import { matches } from './error-names.js';
import type { JsonObject } from './json.js';
import { then, type Maybe } from './maybe.js';
import type { Catcher } from './program.js';
import type { Move, Visit } from './visit.js';

/** The index of the first catcher that names the error, or -1. */
export const findCatcher = (catchers: readonly Catcher[] | undefined, error: string | undefined): number =>
  catchers?.findIndex((catcher) => matches(catcher.ErrorEquals, error)) ?? -1;

/** What a catcher passes on: `$states.errorOutput`, or what ResultPath puts into the raw input. */
export const errorOutput = ({ error = '', cause = '' }: Failure): JsonObject => ({
  Error: error,
  Cause: cause,
});

/**
 * Leaves a failed state by a catcher (States Language, "Fallback states").
 * @param place of the catcher, for causes: `Catch[0]`
 */
export function leaveBy(visit: Visit, catcher: Catcher, place: string, failure: Failure): Maybe<Move> {
  const caught = errorOutput(failure);
  const values = { input: caught, errorOutput: caught };
  return then(assign(visit, catcher.Assign, values, `${place}/Assign`), (assigned) => {
    if (visit.language === 'JSONPath')
      return exit(
        catcher.ResultPath === null
          ? visit.frame.at.input
          : writeAt(visit.frame.at.input, catcher.ResultPath, caught),
        assigned,
        catcher.Next,
      );
    const output =
      catcher.Output === undefined ? caught : fill(visit, catcher.Output, `${place}/Output`, values);
    return then(output, (value) => exit(value, assigned, catcher.Next));
  });
}
