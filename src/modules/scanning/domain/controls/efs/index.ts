import { type Control } from '../../control.js';

export const efsControls: readonly Control[] = [];
