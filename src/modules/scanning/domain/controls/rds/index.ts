import { type Control } from '../../control.js';
import { clusterCloudwatchLogs, instanceCloudwatchLogs } from './cloudwatch-logs.js';
import { clusterCopyTags, instanceCopyTags } from './copy-tags-to-snapshots.js';
import { clusterDefaultAdmin, instanceDefaultAdmin } from './default-admin.js';
import { clusterDeletionProtection, instanceDeletionProtection } from './deletion-protection.js';
import { clusterIamAuthentication, instanceIamAuthentication } from './iam-authentication.js';
import { instanceBackupEnabled } from './instance-backup-enabled.js';
import { instanceEnhancedMonitoring } from './instance-enhanced-monitoring.js';
import { instanceNoPublicAccess } from './instance-no-public-access.js';
import { instanceNonDefaultPort } from './instance-non-default-port.js';
import { clusterMinorVersionUpgrade, instanceMinorVersionUpgrade } from './minor-version-upgrade.js';
import { clusterMultiAz, instanceMultiAz } from './multi-az.js';
import { clusterSnapshotsPublicAccess, snapshotsPublicAccess } from './snapshots-public.js';
import {
  clusterSnapshotsEncrypted,
  clusterStorageEncrypted,
  instanceStorageEncrypted,
  snapshotsEncrypted,
} from './storage-encrypted.js';

export const rdsControls: readonly Control[] = [
  instanceStorageEncrypted,
  instanceNoPublicAccess,
  instanceMinorVersionUpgrade,
  instanceBackupEnabled,
  snapshotsPublicAccess,
  clusterSnapshotsPublicAccess,
  snapshotsEncrypted,
  clusterSnapshotsEncrypted,
  instanceMultiAz,
  instanceDeletionProtection,
  instanceEnhancedMonitoring,
  instanceIamAuthentication,
  instanceCopyTags,
  instanceCloudwatchLogs,
  instanceDefaultAdmin,
  instanceNonDefaultPort,
  clusterStorageEncrypted,
  clusterDeletionProtection,
  clusterIamAuthentication,
  clusterMultiAz,
  clusterCopyTags,
  clusterMinorVersionUpgrade,
  clusterDefaultAdmin,
  clusterCloudwatchLogs,
];
