import type { Fix } from '../../fix.js';
import { keepKey } from './deletion.js';
import { closeKeyPolicy } from './public-policy.js';
import { rotateKey } from './rotation.js';

export const kmsFixes: readonly Fix[] = [rotateKey, keepKey, closeKeyPolicy];
