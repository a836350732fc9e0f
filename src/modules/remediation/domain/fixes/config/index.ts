import type { Fix } from '../../fix.js';
import { recordAll } from './recorder.js';

export const configFixes: readonly Fix[] = [recordAll];
