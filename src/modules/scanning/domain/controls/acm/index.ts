import { type Control } from '../../control.js';

export const acmControls: readonly Control[] = [];
