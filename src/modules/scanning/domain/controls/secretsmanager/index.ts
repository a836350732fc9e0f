import { type Control } from '../../control.js';

export const secretsmanagerControls: readonly Control[] = [];
