import type { Fix } from '../../fix.js';
import { backUp } from './backup.js';

export const efsFixes: readonly Fix[] = [backUp];
