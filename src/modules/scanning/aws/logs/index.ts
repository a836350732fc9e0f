import { type Reader } from '../reader.js';
import { logGroupReader } from './log-group.js';
import { metricFilterReader } from './metric-filter.js';

export const logsReaders: readonly Reader[] = [logGroupReader, metricFilterReader];
