import type { Fix } from '../../fix.js';
import { enableAlarm } from './alarm.js';

export const cloudwatchFixes: readonly Fix[] = [enableAlarm];
