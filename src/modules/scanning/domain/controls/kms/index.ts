import { type Control } from '../../control.js';

export const kmsControls: readonly Control[] = [];
