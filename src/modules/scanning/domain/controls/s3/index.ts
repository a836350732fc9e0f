import { type Control } from '../../control.js';
import { bucketUnused } from './bucket-unused.js';

export const s3Controls: readonly Control[] = [bucketUnused];
