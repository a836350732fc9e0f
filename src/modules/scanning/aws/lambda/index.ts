import { type Reader } from '../reader.js';

export const lambdaReaders: readonly Reader[] = [];
