import { type Reader } from '../reader.js';

export const snsReaders: readonly Reader[] = [];
