import { type Reader } from '../reader.js';
import { s3BucketReader } from './bucket.js';
import { s3AccountPublicAccessBlockReader } from './public-access-block.js';

export const s3Readers: readonly Reader[] = [s3BucketReader, s3AccountPublicAccessBlockReader];
