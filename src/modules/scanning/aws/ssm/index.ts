import { type Reader } from '../reader.js';

export const ssmReaders: readonly Reader[] = [];
