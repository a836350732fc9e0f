import { readPath } from '../data/index.js';
import { runtimeError, StatesError } from '../errors.js';
import { mistyped, secondsField, show } from '../fields.js';
import { effectiveInput, fill, leaveAsCame, scopeOf } from '../flow.js';
import { WAIT_SECONDS } from '../limits.js';
import { then, type Maybe } from '../maybe.js';
import type { WaitState } from '../program.js';
import { parseTimestamp } from '../timestamp.js';
import type { StateKind, Visit } from '../visit.js';

/** Wait: for seconds or until a time; what is over already does not wait. */
export const wait: StateKind<WaitState> = {
  enter(visit) {
    return then(until(visit), (end) => {
      const { draft, frame } = visit;
      if (end <= draft.at) return leaveAsCame(visit);
      if (end - draft.at > WAIT_SECONDS * 1000) throw runtimeError('Wait state delay is too long.');
      const id = draft.newId('wait');
      frame.at.timer = id;
      draft.setTimer(id, end, { kind: 'wait', frame: frame.path });
      return { to: 'stay' };
    });
  },
  resume: leaveAsCame,
};

/** When the wait ends, in milliseconds since 1970. */
function until(visit: Visit<WaitState>): Maybe<number> {
  const { Timestamp, TimestampPath } = visit.state;
  if (TimestampPath !== undefined) return timestampAt(visit, TimestampPath);
  if (Timestamp === undefined)
    return then(secondsField(visit, 'Seconds'), (seconds = 0) => visit.draft.at + seconds * 1000);
  return then(visit.language === 'JSONata' ? fill(visit, Timestamp, 'Timestamp') : Timestamp, (value) => {
    if (typeof value !== 'string') throw mistyped(visit, Timestamp, 'Timestamp', 'string', value);
    const instant = parseTimestamp(value);
    if (instant) return instant.ms;
    throw new StatesError(
      visit.language === 'JSONata' ? 'States.QueryEvaluationError' : 'States.Runtime',
      `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${value}`,
      'Timestamp',
    );
  });
}

function timestampAt(visit: Visit, path: string): number {
  const value = readPath(path, scopeOf(visit, effectiveInput(visit)));
  const instant = typeof value === 'string' ? parseTimestamp(value) : undefined;
  if (instant) return instant.ms;
  throw runtimeError(
    'The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ' +
      `${path} == ${show(value)}`,
  );
}
