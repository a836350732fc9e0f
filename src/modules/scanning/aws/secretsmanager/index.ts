import { type Reader } from '../reader.js';

export const secretsmanagerReaders: readonly Reader[] = [];
