import { type Control } from '../../control.js';

export const ssmControls: readonly Control[] = [];
