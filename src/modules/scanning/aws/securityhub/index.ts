import { type Reader } from '../reader.js';

export const securityhubReaders: readonly Reader[] = [];
