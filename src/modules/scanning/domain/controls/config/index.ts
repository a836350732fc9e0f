import { type Control } from '../../control.js';

export const configControls: readonly Control[] = [];
