/**
 * What became of an event. `retrying`: it waits to be described, for the first time or again; all others are final.
 * `processed`: what it touched was described after it. `coalesced`: described after a later event of the same
 * resource, which tells of both. `stale`: the inventory is younger than the event.
 */
export const dispositions = ['processed', 'stale', 'ignored', 'coalesced', 'retrying', 'failed'] as const;
export type Disposition = (typeof dispositions)[number];

/** What an event did to a resource, by its rule. */
export type Change = 'created' | 'changed' | 'deleted';

/** How one resource of an event ended. */
export interface Outcome {
  disposition: Disposition;
  /** `changed`, `unchanged`, `created`, `deleted`, `absent`, `stale`, or why AWS did not tell (`denied` …). */
  reason: string;
}

const WEIGHT: readonly Disposition[] = ['retrying', 'failed', 'processed', 'coalesced', 'stale', 'ignored'];

/** The outcome of an event with several resources: the one that matters most. None: there was nothing to do. */
export function overall(outcomes: readonly Outcome[]): Outcome | undefined {
  return [...outcomes].sort((a, b) => WEIGHT.indexOf(a.disposition) - WEIGHT.indexOf(b.disposition))[0];
}
