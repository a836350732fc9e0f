import type { Fix } from '../../fix.js';
import { encryptLogs, keepLogs } from './log-group.js';

export const logsFixes: readonly Fix[] = [keepLogs, encryptLogs];
