import { evaluateIntrinsic, readPath } from '../data/index.js';
import { fill, scopeOf } from '../flow.js';
import type { Json } from '../json.js';
import { then, type Maybe } from '../maybe.js';
import { mistyped } from '../fields.js';
import type { FailState } from '../program.js';
import type { StateKind, Visit } from '../visit.js';

/** Fail: its Error and Cause, given or read from the input. */
export const fail: StateKind<FailState> = {
  enter(visit) {
    return then(text(visit, 'Error'), (error) =>
      then(text(visit, 'Cause'), (cause) => ({
        to: 'fail',
        failure: { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) },
      })),
    );
  },
};

function text(visit: Visit<FailState>, field: 'Error' | 'Cause'): Maybe<string | undefined> {
  const path = visit.state[`${field}Path`];
  const literal = visit.state[field];
  if (path !== undefined) return textOf(visit, fromPath(visit, path), `${field}Path`, path);
  if (literal === undefined || visit.language === 'JSONPath') return literal;
  return then(fill(visit, literal, field), (value) => textOf(visit, value, field, literal));
}

/** ErrorPath and CausePath take an intrinsic, too. */
const fromPath = (visit: Visit, path: string): Json =>
  path.startsWith('$')
    ? readPath(path, scopeOf(visit))
    : evaluateIntrinsic(path, scopeOf(visit), visit.draft.randomness());

function textOf(visit: Visit, value: Json, field: string, source: string): string {
  if (typeof value !== 'string') throw mistyped(visit, source, field, 'string', value);
  return value;
}
