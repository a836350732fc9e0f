import { type Control } from '../../control.js';

export const elbControls: readonly Control[] = [];
