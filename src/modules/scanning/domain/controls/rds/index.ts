import { type Control } from '../../control.js';

export const rdsControls: readonly Control[] = [];
