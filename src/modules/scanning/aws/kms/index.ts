import { type Reader } from '../reader.js';

export const kmsReaders: readonly Reader[] = [];
