import { type Reader } from '../reader.js';
import { securityHubReader } from './hub.js';

export const securityhubReaders: readonly Reader[] = [securityHubReader];
