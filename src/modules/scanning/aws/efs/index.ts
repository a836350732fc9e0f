import { type Reader } from '../reader.js';
import { efsFileSystemReader } from './file-system.js';

export const efsReaders: readonly Reader[] = [efsFileSystemReader];
