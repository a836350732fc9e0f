import { decideOverlap } from './domain/overlap.js';
import type { Claimed, DueRun, OpenRunRow } from './starting.store.js';

/**
 * Decides about due runs, oldest first, each seeing what was decided about those before it.
 * @param open all open runs of their schedules, those due among them
 */
export function decideClaims(due: readonly DueRun[], open: readonly OpenRunRow[]): Claimed[] {
  const bySchedule = new Map<string, OpenRunRow[]>();
  for (const row of open) bySchedule.set(row.scheduleId, [...(bySchedule.get(row.scheduleId) ?? []), row]);
  return due.map((run) => {
    const siblings = bySchedule.get(run.scheduleId) ?? [];
    const claim = decide(
      run,
      siblings.filter(({ id }) => id !== run.id),
    );
    apply(claim, siblings);
    return claim;
  });
}

function decide(run: DueRun, siblings: readonly OpenRunRow[]): Claimed {
  if (run.attempt > 0) return decideRetry(run);
  const active = siblings.filter((row) => row.active);
  const waiting = siblings.find((row) => !row.active && row.waits);
  const decision = decideOverlap(run.overlapPolicy, run.cause, active, waiting);
  switch (decision.do) {
    case 'start':
      // an attempt that a stop broke off may not have come to cancelling what it replaces
      return { run, do: 'start', replaces: [...run.replaces, ...decision.replaces.map(({ id }) => id)] };
    case 'wait': {
      const reason = `waits for ${decision.waitsFor.id}, the run of ${decision.waitsFor.plannedAt.toISOString()}`;
      return { run, do: 'wait', waitsFor: decision.waitsFor.id, reason };
    }
    case 'skip':
      return { run, do: 'skip', reason: decision.reason };
  }
}

/** A run that has begun keeps its place. */
function decideRetry(run: DueRun): Claimed {
  if (run.orphaned && run.attempt >= run.maxAttempts) {
    return { run, do: 'fail', error: `its worker died in attempt ${run.attempt}, the last one` };
  }
  return { run, do: 'start', replaces: run.replaces };
}

/** Lets the decisions that follow see this one. */
function apply(claim: Claimed, siblings: OpenRunRow[]): void {
  const row = siblings.find(({ id }) => id === claim.run.id);
  if (claim.do === 'start') {
    for (const id of claim.replaces) remove(siblings, id);
    if (row !== undefined) row.active = true;
  } else if (claim.do === 'wait') {
    if (row !== undefined) row.waits = true;
  } else if (claim.do !== 'defer') {
    remove(siblings, claim.run.id);
  }
}

function remove(rows: OpenRunRow[], id: string): void {
  const at = rows.findIndex((row) => row.id === id);
  if (at >= 0) rows.splice(at, 1);
}
