import { type Control } from '../../control.js';

export const securityhubControls: readonly Control[] = [];
