import { type Control } from '../../control.js';

export const cloudtrailControls: readonly Control[] = [];
