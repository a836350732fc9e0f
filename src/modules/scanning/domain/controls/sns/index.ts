import { type Control } from '../../control.js';

export const snsControls: readonly Control[] = [];
