import type { Fix } from '../../fix.js';
import { closeQueue, encryptQueue } from './queue.js';

export const sqsFixes: readonly Fix[] = [encryptQueue, closeQueue];
