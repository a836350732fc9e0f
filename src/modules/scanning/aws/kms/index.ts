import { type Reader } from '../reader.js';
import { kmsKeyReader } from './key.js';

export const kmsReaders: readonly Reader[] = [kmsKeyReader];
