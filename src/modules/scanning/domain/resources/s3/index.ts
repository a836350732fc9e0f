import { type ResourceType } from '../../resource-type.js';
import { s3Bucket } from './bucket.js';
import { s3AccountPublicAccessBlock } from './public-access-block.js';

export const s3Types: readonly ResourceType[] = [s3Bucket, s3AccountPublicAccessBlock];
