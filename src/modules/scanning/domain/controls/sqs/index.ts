import { type Control } from '../../control.js';
import { notPubliclyAccessible } from './not-publicly-accessible.js';
import { serverSideEncryption } from './server-side-encryption.js';

export const sqsControls: readonly Control[] = [serverSideEncryption, notPubliclyAccessible];
