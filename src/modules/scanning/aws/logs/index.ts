import { type Reader } from '../reader.js';

export const logsReaders: readonly Reader[] = [];
