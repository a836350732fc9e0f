import { type Control } from '../../control.js';

export const dynamodbControls: readonly Control[] = [];
