import { type Control } from '../../control.js';
import { expirationCheck } from './expiration-check.js';
import { rsaKeyLength } from './rsa-key-length.js';
import { transparencyLogs } from './transparency-logs.js';

export const acmControls: readonly Control[] = [expirationCheck, rsaKeyLength, transparencyLogs];
