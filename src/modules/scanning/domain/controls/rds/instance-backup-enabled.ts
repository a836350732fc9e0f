import { control, fail, notApplicable, pass } from '../../control.js';
import { rdsDbInstance } from '../../resources/rds/db-instance.js';

export const instanceBackupEnabled = control({
  id: 'rds_instance_backup_enabled',
  on: rdsDbInstance,
  severity: 'medium',
  class: 'security',
  title: 'DB instance keeps no automated backups, or keeps them too short',
  risk: 'After a deletion, a fault or ransomware there is no state to go back to, or only those that are damaged already.',
  remediation: {
    text: 'Set a backup retention period of at least the days that are required (ModifyDBInstance, for members of a cluster ModifyDBCluster). From 0, the change takes a short outage on some engines.',
    url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html',
  },
  needs: [],
  /** Security Hub's RDS.11 asks for 7 days; 1 accepts any automated backup. */
  parameters: { minimumRetentionDays: 7 },
  decide: ({ backupRetentionDays, replicaOf, clusterId }, { parameters: { minimumRetentionDays } }) => {
    const evidence = { backupRetentionDays, minimumRetentionDays, clusterId };
    if (replicaOf !== null) return notApplicable({ ...evidence, replicaOf }); // its source is backed up
    // a minimum of 0 would pass what has no backups at all
    return backupRetentionDays >= Math.max(1, minimumRetentionDays) ? pass(evidence) : fail(evidence);
  },
});
