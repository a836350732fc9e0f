import { type Reader } from '../reader.js';
import { ssmManagedInstanceReader } from './managed-instance.js';

export const ssmReaders: readonly Reader[] = [ssmManagedInstanceReader];
