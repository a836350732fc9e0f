import { type Control } from '../../control.js';

export const sqsControls: readonly Control[] = [];
