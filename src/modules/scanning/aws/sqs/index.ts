import { type Reader } from '../reader.js';

export const sqsReaders: readonly Reader[] = [];
