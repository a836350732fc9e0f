import { type Reader } from '../reader.js';

export const rdsReaders: readonly Reader[] = [];
