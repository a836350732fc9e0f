import { type Control } from '../../control.js';

export const guarddutyControls: readonly Control[] = [];
