import type { ChangeOwner, ChangeStatus, PlannedChange } from './change.js';
import type { State } from './fix.js';

/** What a change ended by: what somebody has said of it. */
export type ChangeVerdict =
  /** The control, about a new reading. absent: the resource is gone. unread: it could not be looked at. */
  | {
      kind: 'control';
      controlId: string;
      verdict: string;
      evidence: Readonly<Record<string, unknown>>;
    }
  /** The fix itself, where no control says so. */
  | { kind: 'state'; holds: boolean }
  /** The resource is no more as it was when this was planned: it wants a new plan. `differs`: where, a line each. */
  | { kind: 'moved_on'; differs: readonly string[] }
  /** AWS did not do a call; `action`: what the role is not allowed, where that is why. */
  | { kind: 'call'; of: string; code: string; failure: string; action: string | null }
  /** The tenant's guardrails do not let it happen. */
  | { kind: 'guardrails' }
  /** Another change of the same resource is under way. */
  | { kind: 'busy'; changeId: string };

/** Why the last thing that was asked of a change was not begun. It is told, not kept: the row stays as it was. */
export interface ChangeRefusal {
  kind: 'kill_switch' | 'irreversible' | 'moved_on' | 'busy';
  reason: string;
}

/** A change as it stands. */
export interface ChangeRow extends Omit<PlannedChange, 'status'> {
  id: string;
  tenantId: string;
  owner: ChangeOwner;
  seq: number;
  status: ChangeStatus;
  planVersion: number;
  /** How the fix left the resource, be it half-way; null: not known. */
  after: State | null;
  verdict: ChangeVerdict | null;
  /** Who runs it: each run has a higher number, and the one before writes nothing any more. */
  claim: number;
  createdAt: Date;
  startedAt: Date | null;
  appliedAt: Date | null;
  restoredAt: Date | null;
  updatedAt: Date;
  /** Only in the answer of `apply` and `restore`. */
  refusal: ChangeRefusal | null;
}

/** Nothing was ever done for it, or nothing is left of what was: there is nothing to take back. */
export const isNothingLeft = (status: ChangeStatus): boolean =>
  ['planned', 'refused', 'unneeded', 'restored'].includes(status);

export const phases = ['apply', 'restore'] as const;
export type ChangePhase = (typeof phases)[number];

/** A call as it was made, or is about to be. */
export interface ChangeCallRow {
  /** apply | restore; of restorings that failed before the last: restore-1, restore-2 … */
  phase: string;
  seq: number;
  service: string;
  operation: string;
  region: string;
  input: Readonly<Record<string, unknown>>;
  status: 'started' | 'done' | 'failed';
  /** Of calls whose answer is used later. */
  result: unknown;
  error: { code: string; message: string } | null;
  /** How often it was asked; of what waits: how often it looked. */
  attempts: number;
  startedAt: Date;
  endedAt: Date | null;
}
