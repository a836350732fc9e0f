import { type Reader } from '../reader.js';

export const cloudwatchReaders: readonly Reader[] = [];
