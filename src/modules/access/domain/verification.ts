export const checkStatuses = ['allowed', 'denied', 'throttled', 'unsupported', 'failed'] as const;

/** One call that was tried. */
export interface Check {
  service: string;
  /** As IAM policies name it: `s3:ListAllMyBuckets`. */
  action: string;
  status: (typeof checkStatuses)[number];
  message?: string | undefined;
}

export const verificationStatuses = ['verified', 'partly', 'failed'] as const;
export type VerificationStatus = (typeof verificationStatuses)[number];

/** What a look into an account found. */
export interface Verification {
  status: VerificationStatus;
  accountId: string;
  /** As whom we are there; null when we did not get in. */
  arn: string | null;
  checks: Check[];
}

/**
 * `verified`: all that was tried is allowed. `failed`: we did not get in, it is not that account, or nothing in it
 * can be read. `partly`: a scan will find some of what there is.
 */
export function verify(accountId: string, arn: string | null, checks: readonly Check[]): Verification {
  return { status: statusOf(checks), accountId, arn, checks: [...checks] };
}

function statusOf(checks: readonly Check[]): VerificationStatus {
  const isAllowed = (check: Check) => check.status === 'allowed';
  const entry = checks.filter((check) => check.service === 'sts');
  const reads = checks.filter((check) => check.service !== 'sts');
  if (!entry.every(isAllowed) || !reads.some(isAllowed)) return 'failed';
  return reads.every(isAllowed) ? 'verified' : 'partly';
}
