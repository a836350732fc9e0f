import type { Fix } from '../../fix.js';
import { blockPublicAccess } from './public-access-block.js';

export const s3Fixes: readonly Fix[] = [blockPublicAccess];
