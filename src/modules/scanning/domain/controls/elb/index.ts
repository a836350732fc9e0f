import { type Control } from '../../control.js';
import { deletionProtection } from './deletion-protection.js';
import { desyncMitigationMode, dropInvalidHeaderFields } from './http-handling.js';
import { insecureSslCiphers } from './insecure-ssl-ciphers.js';
import { isInMultipleAz } from './is-in-multiple-az.js';
import { loggingEnabled } from './logging-enabled.js';
import { sslListeners } from './ssl-listeners.js';

export const elbControls: readonly Control[] = [
  deletionProtection,
  loggingEnabled,
  sslListeners,
  insecureSslCiphers,
  desyncMitigationMode,
  dropInvalidHeaderFields,
  isInMultipleAz,
];
