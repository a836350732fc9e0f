import { type Control } from '../../control.js';
import { logGroupKmsEncryption } from './log-group-kms-encryption.js';
import { logGroupRetention } from './log-group-retention.js';

export const logsControls: readonly Control[] = [logGroupKmsEncryption, logGroupRetention];
