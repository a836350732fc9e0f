import { type Reader } from '../reader.js';
import { s3BucketReader } from './bucket.js';

export const s3Readers: readonly Reader[] = [s3BucketReader];
