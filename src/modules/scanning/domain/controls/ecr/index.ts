import { type Control } from '../../control.js';

export const ecrControls: readonly Control[] = [];
