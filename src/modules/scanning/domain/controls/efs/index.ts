import { type Control } from '../../control.js';
import { encryptionAtRest } from './encryption-at-rest.js';
import { haveBackup } from './have-backup.js';

export const efsControls: readonly Control[] = [encryptionAtRest, haveBackup];
