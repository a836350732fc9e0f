import { type Control } from '../../control.js';
import { alarmActionsEnabled, alarmStateAction } from './alarm-actions.js';

export const cloudwatchControls: readonly Control[] = [alarmActionsEnabled, alarmStateAction];
