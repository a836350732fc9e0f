import { type Reader } from '../reader.js';
import { dynamodbTableReader } from './table.js';

export const dynamodbReaders: readonly Reader[] = [dynamodbTableReader];
