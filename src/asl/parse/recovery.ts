import { isObject, type Json } from '../json.js';
import { output, resultPath } from './paths.js';
import { report, within, type Place } from './place.js';
import {
  arrayOf,
  both,
  checkShape,
  inJsonata,
  inJsonPath,
  nonEmpty,
  own,
  type Check,
  type Shape,
} from './shape.js';
import { decimal, integer, MOST_SECONDS, nullable, oneOf, text } from './values.js';
import { assignment } from './variables.js';

/** A wait between two attempts is a year at most (concepts-error-handling, "MaxDelaySeconds"). */
const MOST_DELAY_SECONDS = 31_622_400;
/** concepts-error-handling, "MaxAttempts". */
const MOST_ATTEMPTS = 99_999_999;

const errorNames: Check = nonEmpty(arrayOf(text));

/** concepts-error-handling, "Retrying after an error". */
const RETRIER: Shape = {
  fields: {
    Comment: both(text),
    ErrorEquals: both(errorNames),
    IntervalSeconds: both(integer(1, MOST_SECONDS)),
    MaxAttempts: both(integer(0, MOST_ATTEMPTS)),
    BackoffRate: both(decimal(1)),
    MaxDelaySeconds: both(integer(1, MOST_DELAY_SECONDS)),
    JitterStrategy: both(oneOf('FULL', 'NONE')),
  },
  required: ['ErrorEquals'],
  also: (retrier, place) => {
    const interval = own(retrier, 'IntervalSeconds');
    const most = own(retrier, 'MaxDelaySeconds');
    if (typeof interval === 'number' && typeof most === 'number' && most <= interval) {
      report(within(place, 'MaxDelaySeconds'), 'MaxDelaySeconds must be greater than IntervalSeconds');
    }
  },
};

/** concepts-error-handling, "Fallback states". */
const CATCHER: Shape = {
  fields: {
    Comment: both(text),
    ErrorEquals: both(errorNames),
    Next: both(text),
    ResultPath: inJsonPath(nullable(resultPath)),
    Output: inJsonata(output),
    Assign: both(assignment),
  },
  required: ['ErrorEquals', 'Next'],
};

export const retriers: Check = (value, place) => {
  arrayOf((retrier, at) => checkShape(retrier, RETRIER, at))(value, place);
  checkWildcard(value, place);
};

export const catchers: Check = (value, place) => {
  const inCatch = { ...place, reach: { result: false, errorOutput: true } };
  arrayOf((catcher, at) => checkShape(catcher, CATCHER, at))(value, inCatch);
  checkWildcard(value, place);
};

/** States.ALL stands alone in its ErrorEquals, and that in the last of the array (concepts-error-handling). */
function checkWildcard(value: Json, place: Place): void {
  if (!Array.isArray(value)) return;
  for (const [position, entry] of value.entries()) {
    const names = isObject(entry) ? own(entry, 'ErrorEquals') : undefined;
    if (!Array.isArray(names) || !names.includes('States.ALL')) continue;
    const at = within(within(place, position), 'ErrorEquals');
    if (names.length > 1) report(at, "'States.ALL' must appear alone in ErrorEquals");
    if (position < value.length - 1)
      report(at, "'States.ALL' can only stand in the last element of the array");
  }
}
