import { control, fail, notApplicable, pass } from '../../control.js';
import { rdsDbCluster } from '../../resources/rds/db-cluster.js';
import { rdsDbInstance } from '../../resources/rds/db-instance.js';
import { isCustom, isDocumentDb, isNeptune } from './held-by-cluster.js';

const common = {
  severity: 'medium' as const,
  class: 'security' as const,
  risk: 'Fixes of known holes in the engine wait until somebody remembers to install them.',
  needs: [],
};

export const instanceMinorVersionUpgrade = control({
  ...common,
  id: 'rds_instance_minor_version_upgrade_enabled',
  on: rdsDbInstance,
  title: 'DB instance does not upgrade to minor versions by itself',
  remediation: {
    text: 'Turn AutoMinorVersionUpgrade on: AWS upgrades in the maintenance window.',
    url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html',
  },
  decide: ({ engine, engineVersion, autoMinorVersionUpgrade }) => {
    const evidence = { engine, engineVersion, autoMinorVersionUpgrade };
    // DocumentDB ignores the setting, RDS Custom must have it off (RDS API, CreateDBInstance)
    if (isDocumentDb(engine) || isCustom(engine)) return notApplicable(evidence);
    return autoMinorVersionUpgrade ? pass(evidence) : fail(evidence);
  },
});

/**
 * A cluster has a setting of its own, beside that of each instance; an Aurora cluster upgrades by itself only where
 * both are on (config/latest/developerguide/rds-automatic-minor-version-upgrade-enabled.html).
 */
export const clusterMinorVersionUpgrade = control({
  ...common,
  id: 'rds_cluster_minor_version_upgrade_enabled',
  on: rdsDbCluster,
  title: 'DB cluster does not upgrade to minor versions by itself',
  remediation: {
    text: 'Turn AutoMinorVersionUpgrade on (ModifyDBCluster): AWS upgrades in the maintenance window.',
    url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/modify-multi-az-db-cluster.html',
  },
  decide: ({ engine, engineVersion, autoMinorVersionUpgrade }) => {
    const evidence = { engine, engineVersion, autoMinorVersionUpgrade };
    if (isNeptune(engine) || isDocumentDb(engine) || autoMinorVersionUpgrade === null) {
      return notApplicable(evidence);
    }
    return autoMinorVersionUpgrade ? pass(evidence) : fail(evidence);
  },
});
