import type { Aws } from '../../../platform/aws/index.js';
import type { AsffFinding } from '../domain/exports/asff.js';
import type { ImportFailure } from '../domain/exports/import-failure.js';

/** Findings that one call of BatchImportFindings takes, each of 240 KB at most; ours have some 4 KB. */
export const IMPORT_BATCH = 100;

/**
 * Creates and updates findings in the Security Hub of the account and region that `aws` is of; they must be the
 * findings' own. Gives back those that it refused.
 * docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html
 */
export async function importFindings(aws: Aws, findings: readonly AsffFinding[]): Promise<ImportFailure[]> {
  const hub = await aws.securityhub();
  const { FailedFindings = [] } = await hub.batchImportFindings({ Findings: [...findings] });
  return FailedFindings.map(({ Id = '', ErrorCode = 'Unknown', ErrorMessage = '' }) => ({
    id: Id,
    code: ErrorCode,
    message: ErrorMessage,
  }));
}
