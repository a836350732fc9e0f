import { type Control } from '../../control.js';

export const accessanalyzerControls: readonly Control[] = [];
