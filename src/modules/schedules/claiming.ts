import { circuitKey, openCircuitError, type Circuit } from './domain/circuit.js';
import { MISSED_AFTER_MS, whyUnstarted, type Newer } from './domain/misfire.js';
import { decideOverlap } from './domain/overlap.js';
import { DELETED, type Claimed, type DueRun, type OpenRunRow } from './starting.store.js';

/** What due runs are decided by. */
export interface Surroundings {
  /** All open runs of their schedules, those due among them. */
  open: readonly OpenRunRow[];
  /** Circuits of their targets (circuitKey) that are open or half open. */
  circuits: ReadonlyMap<string, Circuit>;
  /** What has come after those that isMissed() tells. */
  newer: ReadonlyMap<string, Newer>;
}

/** One run tries a half-open circuit; the others ask again so much later. */
export const PROBED_MS = 5000;
/** Attempts beyond maxAttempts that make up for workers that died. */
const ORPHAN_EXTRA = 3;

/**
 * Decides about due runs, oldest first, each seeing what was decided about those before it. A run that starts and
 * whose circuit is in `circuits` is the one that tries it.
 */
export function decideClaims(due: readonly DueRun[], { open, circuits, newer }: Surroundings): Claimed[] {
  const bySchedule = new Map<string, OpenRunRow[]>();
  for (const row of open) {
    bySchedule.set(row.scheduleId, [...(bySchedule.get(row.scheduleId) ?? []), { ...row }]);
  }
  const tried = new Set<string>();
  const claims: Claimed[] = [];
  for (const run of due) {
    const siblings = bySchedule.get(run.scheduleId) ?? [];
    const key = circuitKey(run);
    const circuit = circuits.get(key);
    const claim =
      whyNotAtAll(run, newer.get(run.id)) ??
      putOff(run, circuit, tried.has(key)) ??
      decide(
        run,
        siblings.filter(({ id }) => id !== run.id),
      );
    if (claim.do === 'start' && circuit !== undefined) tried.add(key);
    claims.push(claim.do === 'start' ? instead(claims, claim) : claim);
    apply(claim, siblings);
  }
  return claims;
}

/** Whether the misfire rules are to be asked about a run that has its row: it was to start by itself, and did not. */
export function isMissed(run: DueRun): boolean {
  const byItself = run.cause === 'schedule' || run.cause === 'catch_up';
  const lateMs = run.now.getTime() - run.dueAt.getTime();
  return byItself && run.attempt === 0 && !run.waits && run.error === null && lateMs > MISSED_AFTER_MS;
}

/** What speaks against another start, whatever else is under way. */
function whyNotAtAll(run: DueRun, newer: Newer | undefined): Claimed | undefined {
  if (run.isDeleted) return { run, do: 'cancel', reason: DELETED };
  if (newer !== undefined && isMissed(run)) {
    const reason = whyUnstarted(run.misfire, run.now.getTime() - run.dueAt.getTime(), newer);
    return reason === undefined ? undefined : { run, do: 'skip', reason };
  }
  if (run.orphaned && run.attempt >= attemptsOf(run)) {
    return { run, do: 'fail', error: `its worker died in attempt ${run.attempt}, the last one` };
  }
  const hasBegun = run.attempt > 0 || run.error !== null;
  if (hasBegun && run.now.getTime() > lastMoment(run)) {
    const error = run.error ?? `its worker died in attempt ${run.attempt}`;
    return { run, do: 'fail', error: `${error}; it is too late for another attempt (maxRetryAgeSeconds)` };
  }
  return undefined;
}

/** A workflow or a scan that was started already is found by the run's id; a function or topic is called again. */
const attemptsOf = ({ target, maxAttempts }: DueRun): number =>
  target.type === 'lambda' || target.type === 'sns' ? maxAttempts : maxAttempts + ORPHAN_EXTRA;

/** Retries have maxRetryAge from the first start; a run that an open circuit holds up has had none. */
const lastMoment = ({ attempt, startedAt, openSince, maxRetryAgeSeconds }: DueRun): number =>
  (attempt > 0 ? startedAt : openSince).getTime() + maxRetryAgeSeconds * 1000;

/** Before overlaps are looked at: a run that waits for its target is not under way. */
function putOff(run: DueRun, circuit: Circuit | undefined, isTried: boolean): Claimed | undefined {
  if (circuit === undefined || (circuit.openUntil <= run.now && !isTried)) return undefined;
  const until = circuit.openUntil > run.now ? circuit.openUntil : new Date(run.now.getTime() + PROBED_MS);
  const error = openCircuitError(run.target, { ...circuit, openUntil: until });
  return until.getTime() > lastMoment(run) ? { run, do: 'fail', error } : { run, do: 'defer', until, error };
}

function decide(run: DueRun, siblings: readonly OpenRunRow[]): Claimed {
  // a run that has begun keeps its place
  if (run.attempt > 0) return { run, do: 'start', replaces: run.replaces };
  const active = siblings.filter((row) => row.active);
  // one that waits already is the one that queue_one lets wait, whatever has come to wait since
  const waiting = run.waits ? undefined : siblings.find((row) => !row.active && row.waits);
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

/** What it replaces and was decided to start a moment ago does not start; what that was to replace is left to it. */
function instead(claims: Claimed[], claim: Extract<Claimed, { do: 'start' }>): Claimed {
  const replaces = new Set<string>();
  for (const id of claim.replaces) {
    const index = claims.findIndex(({ run, do: what }) => run.id === id && what === 'start');
    const earlier = claims[index];
    if (earlier?.do === 'start') {
      for (const before of earlier.replaces) replaces.add(before);
      const reason = `replaced by ${claim.run.id} (overlapPolicy cancel_running)`;
      claims[index] = { run: earlier.run, do: 'cancel', reason };
    }
    replaces.add(id);
  }
  return { ...claim, replaces: [...replaces] };
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
