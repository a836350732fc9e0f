import { type Control } from '../../control.js';

export const logsControls: readonly Control[] = [];
