/** What Security Hub says of a finding that it did not take. */
export interface ImportFailure {
  /** The Id in ASFF. */
  id: string;
  code: string;
  message: string;
}

/**
 * Whether an error, or the failures of a whole batch, say that Security Hub is not enabled in that account and region.
 * It says so in both ways: InvalidAccessException, and InvalidAccess for each finding of the batch.
 */
export const isNotEnabled = ({ code, message }: { code: string; message: string }): boolean =>
  /^InvalidAccess/.test(code) && !/not authorized|permission/i.test(message);

/** The failure of all findings of a batch, where it is one and the same that no finding is the reason of. */
export function commonFailure(
  failures: readonly ImportFailure[],
  batch: number,
): Pick<ImportFailure, 'code' | 'message'> | undefined {
  const [first] = failures;
  if (first === undefined || failures.length < batch || !failures.every(isNotEnabled)) return undefined;
  return { code: first.code, message: first.message };
}
