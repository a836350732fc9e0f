import { type Control } from '../../control.js';
import { tableDeletionProtection } from './table-deletion-protection.js';
import { tableKmsCmkEncryption } from './table-kms-cmk-encryption.js';
import { tablePitrEnabled } from './table-pitr-enabled.js';

export const dynamodbControls: readonly Control[] = [
  tablePitrEnabled,
  tableKmsCmkEncryption,
  tableDeletionProtection,
];
