import { type Reader } from '../reader.js';

export const ecrReaders: readonly Reader[] = [];
