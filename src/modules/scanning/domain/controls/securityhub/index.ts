import { type Control } from '../../control.js';
import { enabled } from './enabled.js';

export const securityhubControls: readonly Control[] = [enabled];
