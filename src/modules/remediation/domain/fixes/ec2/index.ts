import type { Fix } from '../../fix.js';

export const ec2Fixes: readonly Fix[] = [];
