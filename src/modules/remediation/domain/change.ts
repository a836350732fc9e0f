import type { Call } from './call.js';
import type { Agreement, State } from './fix.js';

/**
 * planned: to be made. refused, unneeded: nothing is to be made (why: `reason`). applying: calls are being made.
 * applied: all were made. verified: AWS and the control say that it is so. failed: a call was refused or the control still
 * fails. stopped: the kill switch fell between two calls. restoring, restored, restore_failed: the way back.
 */
export const changeStatuses = [
  ...(['planned', 'refused', 'unneeded', 'applying', 'applied', 'verified', 'failed', 'stopped'] as const),
  ...(['restoring', 'restored', 'restore_failed'] as const),
] as const;
export type ChangeStatus = (typeof changeStatuses)[number];

/** What owns changes. */
export interface ChangeOwner {
  kind: 'remediation' | 'incident';
  id: string;
}

/** What somebody wants changed. */
export interface WantedChange {
  /** Left out: the fix of the finding's control. */
  fixId?: string;
  findingId: string | null;
  controlId: string | null;
  resourceArn: string;
  resourceType: string;
  accountId: string;
  region: string;
  tags: Record<string, string>;
}

/** What will be done to one resource. */
export interface ChangePlan {
  title: string;
  /** What will be other than before, a line each. */
  words: readonly string[];
  calls: readonly Call[];
  /** What people agree to by it; left out: the calls. */
  agreement?: Agreement;
  /** What cannot be brought back; null: all can. */
  loses: string | null;
  /** Of the state that it was planned for: another hash means to plan anew. */
  stateHash: string;
  /** IAM actions that the role is known to lack; null: nobody could say. */
  missingPermissions: readonly string[] | null;
}

/** A change as it was planned: nothing has been done yet. */
export interface PlannedChange extends Omit<WantedChange, 'fixId'> {
  fixId: string;
  status: 'planned' | 'refused' | 'unneeded';
  reason: string | null;
  /** null where it was refused before anything was read. */
  plan: ChangePlan | null;
  before: State | null;
}
