/** How an execution on Step Functions stands, as AWS told it at some moment. */
export interface AwsStatus {
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  redriveCount: number;
}

/** How its row stands. */
export interface KnownStatus {
  status: string;
  redriveCount: number;
  startedAt: Date | null;
}

/**
 * Whether what AWS told is newer than the row. Events come in any order and more than once: an execution goes from
 * RUNNING to an end, and only a redrive, which is counted, takes it back.
 */
export function isNewer(told: AwsStatus, row: KnownStatus): boolean {
  if (told.redriveCount !== row.redriveCount) return told.redriveCount > row.redriveCount;
  if (row.status !== 'RUNNING') return false;
  return told.status !== 'RUNNING' || row.startedAt === null;
}
