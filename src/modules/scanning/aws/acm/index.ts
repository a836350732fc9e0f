import { type Reader } from '../reader.js';

export const acmReaders: readonly Reader[] = [];
