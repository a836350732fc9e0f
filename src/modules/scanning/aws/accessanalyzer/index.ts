import { type Reader } from '../reader.js';

export const accessanalyzerReaders: readonly Reader[] = [];
