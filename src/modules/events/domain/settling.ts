import type { Change, Disposition, Outcome } from './disposition.js';
import { overall } from './disposition.js';

/** An event that waited for the description of a resource. */
export interface Waiting {
  id: string;
  eventTime: Date;
  /** `related`: the event did not change it itself. */
  change: Change | 'related' | (string & {});
}

/** CloudTrail's times are whole seconds: what happened at 12:00:00.9 says 12:00:00. */
const GRAIN_MS = 1_000;
/** How long AWS may answer with what was before (docs: "eventually consistent"; measured seconds, seldom minutes). */
export const CONSISTENT_AFTER_MS = 30_000;
const FIRST_LOOK_AGAIN_MS = 500;
const LONGEST_LOOK_AGAIN_MS = 8_000;

/** Whether a description that began at `readAt` shows what the event did. */
export const isStale = (eventTime: Date, readAt: Date | undefined): boolean =>
  readAt !== undefined && eventTime.getTime() + GRAIN_MS <= readAt.getTime();

/** The one that came last; of the same second, the one that arrived last. */
export const newestOf = <W extends Waiting>(waiting: readonly W[]): W | undefined =>
  waiting.reduce<W | undefined>(
    (newest, one) =>
      newest === undefined ||
      one.eventTime.getTime() > newest.eventTime.getTime() ||
      (one.eventTime.getTime() === newest.eventTime.getTime() && one.id > newest.id)
        ? one
        : newest,
    undefined,
  );

/** Why a description waits that AWS has answered, but perhaps too early. */
export const NOT_YET = 'eventual_consistency';

/**
 * Whether what AWS says contradicts what the event says, so soon after it that AWS may not yet say it everywhere: there
 * is no such thing right after a change of it, or it is there right after its deletion.
 */
export function mayBeEarly(newest: Waiting, isFound: boolean, now: Date): boolean {
  if (newest.change === 'related') return false;
  const contradicts = newest.change === 'deleted' ? isFound : !isFound;
  return contradicts && now.getTime() - newest.eventTime.getTime() < CONSISTENT_AFTER_MS;
}

/** 0.5 s, doubled, 8 s at most. */
export const lookAgainMs = (attempt: number): number =>
  Math.min(FIRST_LOOK_AGAIN_MS * 2 ** (attempt - 1), LONGEST_LOOK_AGAIN_MS);

/** How each event ends that waited for a description, by its id. `before`: when the resource was read last. */
export function outcomesOf(
  waiting: readonly Waiting[],
  before: Date | undefined,
  described: Outcome | undefined,
): Map<string, Outcome> {
  const fresh = waiting.filter(({ eventTime }) => !isStale(eventTime, before));
  const newest = newestOf(fresh);
  return new Map(
    waiting.map((one) => {
      if (described === undefined || !fresh.includes(one)) return [one.id, STALE];
      if (one === newest || described.disposition === 'failed') return [one.id, described];
      return [one.id, { disposition: 'coalesced', reason: 'described_after_a_later_event' }];
    }),
  );
}

const STALE: Outcome = { disposition: 'stale', reason: 'the_inventory_is_younger' };

/** The disposition of an event by the outcomes of its resources. What is only related to it does not decide. */
export function settledAs(
  outcomes: Readonly<Record<string, Outcome & { related?: boolean }>>,
  isWaiting: boolean,
): { disposition: Disposition; reason: string; settled: boolean } {
  if (isWaiting) return { disposition: 'retrying', reason: 'waiting', settled: false };
  const all = Object.values(outcomes);
  const own = all.filter(({ related = false }) => !related);
  const { disposition, reason } = overall(own.length > 0 ? own : all) ?? {
    disposition: 'ignored' as const,
    reason: 'names_no_resource',
  };
  return { disposition, reason, settled: disposition !== 'retrying' };
}
