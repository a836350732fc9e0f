/** What could not be taken back, and why. */
export interface LeftChange {
  changeId: string;
  resourceArn: string;
  reason: string;
  /** It never can be; people knew when they agreed to it. */
  isIrreversible: boolean;
}

/** Somebody wants a remediation taken back. Kept with it. */
export interface Rollback {
  requestedBy: string;
  requestedByKey: string;
  requestedAt: string;
  reason: string | null;
  /** Also where somebody has changed a resource since. */
  force: boolean;
  left: LeftChange[];
}

/** What is left, in words; null: nothing. */
export const leftInWords = (left: readonly LeftChange[]): string | null =>
  left.length === 0
    ? null
    : `Not taken back: ${left.map(({ resourceArn, reason }) => `${resourceArn} (${reason})`).join('; ')}`;
