import type { Fix } from '../../fix.js';
import { deactivateAccessKey, deleteAccessKey } from './access-key.js';
import { deactivateInitialKeys } from './initial-access-keys.js';
import { passwordPolicyFixes } from './password-policy.js';
import { deleteExpiredCertificate } from './server-certificate.js';

export const iamFixes: readonly Fix[] = [
  deactivateAccessKey,
  deleteAccessKey,
  deactivateInitialKeys,
  ...passwordPolicyFixes,
  deleteExpiredCertificate,
];
