import { type Control } from '../../control.js';
import { enabled } from './enabled.js';

export const accessanalyzerControls: readonly Control[] = [enabled];
