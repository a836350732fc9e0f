import { type Reader } from '../reader.js';
import { ecrRepositoryReader } from './repository.js';

export const ecrReaders: readonly Reader[] = [ecrRepositoryReader];
