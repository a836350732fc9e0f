import { control, fail, pass } from '../../control.js';
import { rdsDbCluster } from '../../resources/rds/db-cluster.js';
import { rdsDbInstance } from '../../resources/rds/db-instance.js';
import { heldByCluster } from './held-by-cluster.js';

const common = {
  class: 'security' as const,
  risk: 'One mistaken or malicious call deletes the database.',
  needs: [],
};

export const instanceDeletionProtection = control({
  ...common,
  id: 'rds_instance_deletion_protection',
  on: rdsDbInstance,
  severity: 'low',
  title: 'DB instance can be deleted by a single call',
  remediation: {
    text: 'Turn DeletionProtection on (ModifyDBInstance); it takes no outage.',
    url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html',
  },
  decide: (instance) => {
    const { deletionProtection } = instance;
    return heldByCluster(instance) ?? (deletionProtection ? pass : fail)({ deletionProtection });
  },
});

export const clusterDeletionProtection = control({
  ...common,
  id: 'rds_cluster_deletion_protection',
  on: rdsDbCluster,
  severity: 'medium',
  title: 'DB cluster can be deleted by a single call',
  remediation: {
    text: 'Turn DeletionProtection on (ModifyDBCluster); it takes no outage.',
    url: 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_DeleteCluster.html',
  },
  decide: ({ deletionProtection }) => (deletionProtection ? pass : fail)({ deletionProtection }),
});
