import { type Reader } from '../reader.js';
import { sqsQueueReader } from './queue.js';

export const sqsReaders: readonly Reader[] = [sqsQueueReader];
