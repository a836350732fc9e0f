import { type Reader } from '../reader.js';

export const dynamodbReaders: readonly Reader[] = [];
