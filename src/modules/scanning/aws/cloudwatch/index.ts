import { type Reader } from '../reader.js';
import { alarmReader } from './alarm.js';

export const cloudwatchReaders: readonly Reader[] = [alarmReader];
