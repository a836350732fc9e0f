import type { Fix } from '../../fix.js';
import { recordAllRegions } from './multi-region.js';
import { encryptTrail, validateLogFiles } from './trail.js';

export const cloudtrailFixes: readonly Fix[] = [validateLogFiles, encryptTrail, recordAllRegions];
