import { type Reader } from '../reader.js';

export const guarddutyReaders: readonly Reader[] = [];
