import { type Reader } from '../reader.js';
import { iamAccessKeyReader } from './access-key.js';
import { iamUserReader } from './user.js';

export const iamReaders: readonly Reader[] = [iamUserReader, iamAccessKeyReader];
