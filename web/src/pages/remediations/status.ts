import type { Schemas } from '../../api/api.js';

export type Status = Schemas['RemediationSummary']['status'];

/** What the list can be asked for, in the order in which a remediation goes through them. */
export const statuses = [
  ...(['planning', 'waiting_for_approval', 'validating', 'applying', 'restoring'] as const),
  ...(['planned', 'completed', 'rejected', 'refused', 'failed', 'restored', 'stopped', 'aborted'] as const),
  ...(['rolling_back', 'rolled_back', 'rollback_failed'] as const),
] as const satisfies readonly Status[];

const MOVING: readonly Status[] = [
  ...(['planning', 'waiting_for_approval', 'validating', 'applying', 'restoring', 'rolling_back'] as const),
];
/** It goes on by itself, or by what somebody decides: it is watched. */
export const isMoving = (status: Status): boolean => MOVING.includes(status);

/** People decide how it goes on. */
export const isWaiting = (status: Status): boolean => status === 'waiting_for_approval';

const BAD: readonly Status[] = ['failed', 'refused', 'stopped', 'aborted', 'rollback_failed'];
export const isBad = (status: Status): boolean => BAD.includes(status);

/** "waiting for approval" */
export const wordsOf = (status: string): string => status.replaceAll('_', ' ');

/** Of an address. */
export function statusIn({ status }: Record<string, unknown>): { status?: Status | undefined } {
  const chosen = statuses.find((one) => one === status);
  return chosen === undefined ? {} : { status: chosen };
}
