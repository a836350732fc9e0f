import { type Reader } from '../reader.js';

export const cloudtrailReaders: readonly Reader[] = [];
