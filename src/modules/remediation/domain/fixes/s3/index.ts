import type { Fix } from '../../fix.js';
import { logAccess } from './access-logging.js';
import { blockAccountPublicAccess } from './account-public-access-block.js';
import { disableAcls } from './acl-disabled.js';
import { encryptByDefault, encryptWithKms } from './encryption.js';
import { notifyOfChanges } from './event-notifications.js';
import { blockPublicAccess } from './public-access-block.js';
import { denyInsecureTransport } from './secure-transport.js';
import { keepVersions } from './versioning.js';

export const s3Fixes: readonly Fix[] = [
  blockPublicAccess,
  blockAccountPublicAccess,
  encryptByDefault,
  encryptWithKms,
  keepVersions,
  logAccess,
  denyInsecureTransport,
  disableAcls,
  notifyOfChanges,
];
