import type { Reach } from '../data/index.js';
import type { ProblemCode, Problems } from './problems.js';

export type Language = 'JSONPath' | 'JSONata';

/** Where a check stands in the definition, and what holds there. */
export interface Place {
  readonly pointer: string;
  /** Of the state. */
  readonly language: Language;
  /** Of the whole state machine: states inside of Map and Parallel take it too, not that of the Map or Parallel. */
  readonly machineLanguage: Language;
  /** What `$states` has here beside `input` and `context`. */
  readonly reach: Reach;
  readonly problems: Problems;
}

/** A token of a JSON pointer (RFC 6901). */
export const token = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

export const within = (place: Place, name: string | number): Place => ({
  ...place,
  pointer: `${place.pointer}/${token(String(name))}`,
});

export function report(place: Place, message: string, code: ProblemCode = 'SCHEMA_VALIDATION_FAILED'): void {
  place.problems.add(place.pointer, code, message);
}
