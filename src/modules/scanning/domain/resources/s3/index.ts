import { type ResourceType } from '../../resource-type.js';
import { s3Bucket } from './bucket.js';

export const s3Types: readonly ResourceType[] = [s3Bucket];
