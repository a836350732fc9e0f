import type { Fix } from '../../fix.js';
import { enableSecurityHub } from './hub.js';

export const securityhubFixes: readonly Fix[] = [enableSecurityHub];
