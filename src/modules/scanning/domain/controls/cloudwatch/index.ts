import { type Control } from '../../control.js';

export const cloudwatchControls: readonly Control[] = [];
