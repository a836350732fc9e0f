import { type Control } from '../../control.js';

export const lambdaControls: readonly Control[] = [];
