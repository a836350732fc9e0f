import { control, type Decision, fail, pass } from '../../control.js';
import { rdsDbClusterSnapshot, rdsDbSnapshot } from '../../resources/rds/snapshots.js';

/** What RDS calls everybody in the attribute `restore`. */
const EVERYBODY = 'all';

function decide({
  restorableBy,
  storageEncrypted,
}: {
  restorableBy: string[] | null;
  storageEncrypted: boolean;
}): Decision {
  if (restorableBy === null) {
    return pass({ storageEncrypted, note: 'AWS shares no encrypted snapshot with everybody' });
  }
  return restorableBy.includes(EVERYBODY) ? fail({ restorableBy }) : pass({ restorableBy });
}

const common = {
  severity: 'critical' as const,
  class: 'security' as const,
  risk: 'Anybody with an AWS account can restore the snapshot and read the whole database; copies once made stay theirs.',
  decide,
};

export const snapshotsPublicAccess = control({
  ...common,
  id: 'rds_snapshots_public_access',
  on: rdsDbSnapshot,
  title: 'DB snapshot is shared with every AWS account',
  remediation: {
    text: 'Make the snapshot private again (ModifyDBSnapshotAttribute: remove `all` from `restore`), share it with single accounts where needed, and treat the data as disclosed.',
    url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ShareSnapshot.html',
  },
  needs: ['restorableBy'],
});

export const clusterSnapshotsPublicAccess = control({
  ...common,
  id: 'rds_cluster_snapshots_public_access',
  on: rdsDbClusterSnapshot,
  title: 'DB cluster snapshot is shared with every AWS account',
  remediation: {
    text: 'Make the snapshot private again (ModifyDBClusterSnapshotAttribute: remove `all` from `restore`), share it with single accounts where needed, and treat the data as disclosed.',
    url: 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-share-snapshot.html',
  },
  needs: ['restorableBy'],
});
