import { type Reader } from '../reader.js';

export const configReaders: readonly Reader[] = [];
