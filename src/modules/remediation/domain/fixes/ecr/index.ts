import type { Fix } from '../../fix.js';
import { closeRepository, fixTags, scanOnPush } from './repository.js';

export const ecrFixes: readonly Fix[] = [scanOnPush, fixTags, closeRepository];
