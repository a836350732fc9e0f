import { type Reader } from '../reader.js';

export const elbReaders: readonly Reader[] = [];
