import { type Control } from '../../control.js';
import { bucketAclProhibited } from './acl-prohibited.js';
import { bucketUnused } from './bucket-unused.js';
import { bucketCrossAccountAccess } from './cross-account-access.js';
import { bucketDefaultEncryption, bucketKmsEncryption } from './encryption.js';
import { bucketCrossRegionReplication, bucketLifecycle, bucketObjectLockEnabled } from './keeping.js';
import { bucketEventNotifications, bucketServerAccessLogging } from './logging.js';
import {
  bucketPolicyPublicWriteAccess,
  bucketPublicAccess,
  bucketPublicListAcl,
  bucketPublicWriteAcl,
} from './public-access.js';
import { accountLevelPublicAccessBlocks, bucketLevelPublicAccessBlock } from './public-access-blocks.js';
import { bucketSecureTransportPolicy } from './secure-transport-policy.js';
import { bucketNoMfaDelete, bucketObjectVersioning } from './versioning.js';

export const s3Controls: readonly Control[] = [
  bucketUnused,
  bucketLevelPublicAccessBlock,
  accountLevelPublicAccessBlocks,
  bucketPublicAccess,
  bucketPolicyPublicWriteAccess,
  bucketPublicListAcl,
  bucketPublicWriteAcl,
  bucketCrossAccountAccess,
  bucketAclProhibited,
  bucketSecureTransportPolicy,
  bucketDefaultEncryption,
  bucketKmsEncryption,
  bucketObjectVersioning,
  bucketNoMfaDelete,
  bucketServerAccessLogging,
  bucketEventNotifications,
  bucketLifecycle,
  bucketObjectLockEnabled,
  bucketCrossRegionReplication,
];
