import { type Reader } from '../reader.js';

export const efsReaders: readonly Reader[] = [];
