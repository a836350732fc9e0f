import type { ChangeStatus } from './change.js';
import type { ChangeRow } from './change-row.js';

/** While its workflow goes on. */
const underWay = ['planning', 'waiting_for_approval', 'validating', 'applying', 'restoring'] as const;
/**
 * planned: a dry run. refused: nothing of it may be done. restored: it failed, and what was done was taken back.
 * failed: it failed, and not all of it was. stopped: the kill switch fell. aborted: somebody stopped its workflow.
 */
const ends = [
  ...(['planned', 'rejected', 'refused', 'completed', 'failed', 'restored', 'stopped', 'aborted'] as const),
] as const;
const wayBack = ['rolling_back', 'rolled_back', 'rollback_failed'] as const;

export const remediationStatuses = [...underWay, ...ends, ...wayBack] as const;
export type RemediationStatus = (typeof remediationStatuses)[number];
export type RemediationEnd = (typeof ends)[number];

/** What its workflow may still write. */
export const underWayStatuses: readonly RemediationStatus[] = underWay;
export const isUnderWay = (status: RemediationStatus): boolean => underWayStatuses.includes(status);

/** An execution has one remediation: whoever knows the one knows the other. */
export const remediationIdOf = (executionId: string): string => executionId.replace(/^exe_/, 'rem_');

/** Something was called for it, or may have been. */
export const isTouched = ({ startedAt }: Pick<ChangeRow, 'startedAt'>): boolean => startedAt !== null;

const RESTORABLE: readonly ChangeStatus[] = [
  ...(['applying', 'applied', 'verified', 'failed', 'stopped', 'restoring', 'restore_failed'] as const),
];

/** Those that are to be taken back, the last first: a later change may stand on an earlier one. */
export function toRestore<C extends Pick<ChangeRow, 'status' | 'startedAt' | 'seq'>>(
  changes: readonly C[],
): C[] {
  const at = ({ startedAt }: C) => startedAt?.getTime() ?? 0;
  return changes
    .filter((one) => isTouched(one) && RESTORABLE.includes(one.status))
    .sort((a, b) => at(b) - at(a) || b.seq - a.seq);
}

/** Its resource was no more as planned when its turn came. */
export const hasMovedOn = ({ status, verdict }: Pick<ChangeRow, 'status' | 'verdict'>): boolean =>
  status === 'refused' && verdict?.kind === 'moved_on';

export type Outcome = 'applied' | 'failed' | 'moved_on' | 'stopped';

/** What came of a round of applying. What is still planned was not begun: the kill switch fell before. */
export function outcomeOf(changes: readonly Pick<ChangeRow, 'status' | 'verdict'>[]): Outcome {
  const has = (...wanted: ChangeStatus[]) => changes.some(({ status }) => wanted.includes(status));
  if (has('stopped')) return 'stopped';
  if (has('failed', 'applying', 'applied', 'restoring', 'restored', 'restore_failed')) return 'failed';
  if (changes.some(hasMovedOn)) return 'moved_on';
  return has('planned') ? 'stopped' : 'applied';
}

/** How a remediation ends that has failed nowhere: completed, where something was done or is well already. */
export const endOf = (changes: readonly { status: ChangeStatus }[]): 'completed' | 'refused' =>
  changes.some(({ status }) => status === 'refused') && !changes.some(({ status }) => status === 'verified')
    ? 'refused'
    : 'completed';

/** How many changes stand how; what there is none of is left out. */
export function countsOf(
  changes: readonly { status: ChangeStatus }[],
): Partial<Record<ChangeStatus, number>> {
  const counts: Partial<Record<ChangeStatus, number>> = {};
  for (const { status } of changes) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** Ids of what is to be applied: those of one resource together, in the order in which they were planned. */
export function groupsOf(
  changes: readonly Pick<ChangeRow, 'id' | 'status' | 'resourceArn' | 'seq'>[],
): string[][] {
  const groups = new Map<string, string[]>();
  for (const { id, status, resourceArn } of changes.toSorted((a, b) => a.seq - b.seq)) {
    if (status === 'planned') groups.set(resourceArn, [...(groups.get(resourceArn) ?? []), id]);
  }
  return [...groups.values()];
}

const MOST_TOLD = 3;
/** A control's evidence may be long, and an execution carries 256 KB through its states. */
const MOST_CHARACTERS = 4_000;

/** Reasons in one text, the first few of them. */
export function inOne(reasons: readonly string[]): string | null {
  const all = [...new Set(reasons)];
  const more = all.length - MOST_TOLD;
  const told = [...all.slice(0, MOST_TOLD), ...(more > 0 ? [`and ${more} more`] : [])];
  return told.length === 0 ? null : told.join('; ').slice(0, MOST_CHARACTERS);
}
