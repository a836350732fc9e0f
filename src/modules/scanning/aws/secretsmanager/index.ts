import { type Reader } from '../reader.js';
import { secretReader } from './secret.js';

export const secretsmanagerReaders: readonly Reader[] = [secretReader];
