import { type Control } from '../../control.js';
import { accessKeyUnused } from './access-key-unused.js';
import { userUnused } from './user-unused.js';

export const iamControls: readonly Control[] = [userUnused, accessKeyUnused];
