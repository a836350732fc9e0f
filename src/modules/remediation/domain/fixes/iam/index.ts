import type { Fix } from '../../fix.js';

export const iamFixes: readonly Fix[] = [];
