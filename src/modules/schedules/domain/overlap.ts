export const overlapPolicies = ['skip', 'queue_one', 'allow', 'cancel_running'] as const;
export type OverlapPolicy = (typeof overlapPolicies)[number];

export const runCauses = ['schedule', 'catch_up', 'backfill', 'manual'] as const;
export type RunCause = (typeof runCauses)[number];

export const runStatuses = ['queued', 'running', 'succeeded', 'failed', 'skipped', 'cancelled'] as const;
export type RunStatus = (typeof runStatuses)[number];

/** A run of the same schedule that has not ended. */
export interface OpenRun {
  id: string;
  plannedAt: Date;
}

export type OverlapDecision =
  { do: 'start'; replaces: OpenRun[] } | { do: 'wait'; waitsFor: OpenRun } | { do: 'skip'; reason: string };

/**
 * Decides whether a due run starts while others of its schedule are under way. What somebody asked for (by hand, a
 * backfill) and what is caught up is never dropped: it waits, unless the policy lets it start.
 * @param active runs that have started and not ended
 * @param waiting a run that waits already, if there is one
 */
export function decideOverlap(
  policy: OverlapPolicy,
  cause: RunCause,
  active: readonly OpenRun[],
  waiting: OpenRun | undefined,
): OverlapDecision {
  const [first] = active;
  if (first === undefined || policy === 'allow') return { do: 'start', replaces: [] };
  const asked = cause !== 'schedule';
  if (policy === 'cancel_running' && (!asked || cause === 'manual')) {
    return { do: 'start', replaces: [...active] };
  }
  if (asked) return { do: 'wait', waitsFor: first };
  const under = `the run of ${first.plannedAt.toISOString()} (${first.id}) is still under way`;
  if (policy !== 'queue_one') return { do: 'skip', reason: `${under} (overlapPolicy ${policy})` };
  if (waiting === undefined) return { do: 'wait', waitsFor: first };
  return { do: 'skip', reason: `${under} and ${waiting.id} waits already (overlapPolicy queue_one)` };
}
