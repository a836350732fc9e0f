/**
 * How an installation stands. refused: nothing was begun. failed: more batches failed than may, later ones never began.
 * stopped: the kill switch fell.
 */
export const installationStatuses = [
  ...(['planning', 'running', 'completed', 'completed_with_failures'] as const),
  ...(['failed', 'stopped', 'refused'] as const),
] as const;
export type InstallationStatus = (typeof installationStatuses)[number];

/** pending: its turn has not come. not_started: it never will. failed: nothing was there to take it back by. */
export const batchStatuses = [
  ...(['pending', 'not_started', 'snapshotting', 'installing', 'validating', 'succeeded'] as const),
  ...(['rolling_back', 'rolled_back', 'rollback_failed', 'failed', 'stopped'] as const),
] as const;
export type BatchStatus = (typeof batchStatuses)[number];

/** untouched: its batch failed before anything was installed on it. */
export const instanceStatuses = [
  ...(['pending', 'refused', 'not_started', 'working', 'patched', 'failed', 'untouched'] as const),
  ...(['rolling_back', 'rolled_back', 'rollback_failed', 'stopped'] as const),
] as const;
export type InstanceStatus = (typeof instanceStatuses)[number];

export const FAILED: readonly BatchStatus[] = ['rolled_back', 'rollback_failed', 'failed', 'stopped'];
const OVER: readonly BatchStatus[] = [...FAILED, 'succeeded', 'not_started'];
export const isOver = (status: BatchStatus): boolean => OVER.includes(status);

/** How a run of batches stands. */
export interface Progress {
  total: number;
  succeeded: number;
  failed: number;
  notStarted: number;
  /** Of all batches, per cent: those that are over. */
  percent: number;
  /** Of all batches, per cent: those that succeeded. */
  successRate: number;
}

export function progressOf(statuses: readonly BatchStatus[]): Progress {
  const count = (wanted: (status: BatchStatus) => boolean) => statuses.filter(wanted).length;
  const total = statuses.length;
  const succeeded = count((status) => status === 'succeeded');
  return {
    ...{ total, succeeded, failed: count((status) => FAILED.includes(status)) },
    notStarted: count((status) => status === 'not_started'),
    percent: share(count(isOver), total),
    successRate: share(succeeded, total),
  };
}

/** Per cent, to two places. */
const share = (part: number, total: number): number =>
  total === 0 ? 0 : Math.round((part / total) * 10_000) / 100;

/** How many batches may fail before no other begins: a share of them where one is given, else a count. */
export const mayFail = (
  total: number,
  { failureThresholdPercent, maxFailedBatches }: FailureLimit,
): number =>
  failureThresholdPercent === undefined
    ? maxFailedBatches
    : Math.floor((total * failureThresholdPercent) / 100);

export interface FailureLimit {
  failureThresholdPercent?: number | undefined;
  maxFailedBatches: number;
}

/** How the whole has ended. */
export function endOf(
  statuses: readonly BatchStatus[],
  limit: FailureLimit,
  killed: boolean,
): InstallationStatus {
  const { total, failed, succeeded } = progressOf(statuses);
  if (total === 0) return 'refused';
  if (killed || statuses.includes('stopped')) return 'stopped';
  if (failed > mayFail(total, limit) || succeeded + failed < total) return 'failed';
  return failed > 0 ? 'completed_with_failures' : 'completed';
}
