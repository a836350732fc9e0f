import type { KeySources } from './key-sources.js';
import { nameOf } from './secret-key.js';
import type { KeyRecord, RetiredKey } from './secrets.store.js';

const LOST =
  'If that key is lost, delete the row of the table secret_keys and give each notification channel its secret anew';
const REPLACE = 'To replace it, add it to SECRETS_KEY_PREVIOUS.';

/** Why a process that has not got the current key does not start, and what to do. */
export function refusal(record: KeyRecord, { kmsKeyArn: arn, ownName, file }: KeySources): Error {
  const sealed = 'The secrets in this database were sealed with a key';
  if (arn !== undefined && record.kmsKeyArn === null)
    return new Error(
      `${sealed} of the environment: set SECRETS_KEY to it (or bring ${file} back) in place of SECRETS_KMS_KEY_ARN. ${REPLACE} ${LOST}`,
    );
  if (arn !== undefined)
    return new Error(
      `${sealed} that ${record.kmsKeyArn ?? ''} wraps, and SECRETS_KMS_KEY_ARN is ${arn}: set it back. ${REPLACE} ${LOST}`,
    );
  if (record.kmsKeyArn !== null)
    return new Error(
      `${sealed} that ${record.kmsKeyArn} wraps: set SECRETS_KMS_KEY_ARN to it. ${REPLACE} ${LOST}`,
    );
  if (ownName === file)
    return new Error(
      `${sealed} that this process has not got: set SECRETS_KEY to it, or bring it back to ${file}. ${REPLACE} ${LOST}`,
    );
  return new Error(
    `${ownName} is another key than the one that the secrets in this database were sealed with: give all processes that one. ${REPLACE} ${LOST}`,
  );
}

/** Why a process does not start that lacks a key which was replaced too lately. */
export const stillNeeded = ({ checkValue, kmsKeyArn, retiredAt }: RetiredKey): Error =>
  new Error(
    `Secrets may still be sealed with the key ${nameOf(checkValue)} (${kmsKeyArn ?? 'of the environment'}), which was replaced at ${retiredAt.toISOString()}: keep it in SECRETS_KEY_PREVIOUS until GET /secret-keys shows that nothing is left. If it is lost, delete its row of the table retired_secret_keys and give each notification channel its secret anew`,
  );
