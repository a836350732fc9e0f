import { control, type Decision, fail, notApplicable, pass, undecided } from '../../control.js';
import { rdsDbCluster } from '../../resources/rds/db-cluster.js';
import { rdsDbInstance } from '../../resources/rds/db-instance.js';
import { heldByCluster, isDocumentDb, isNeptune } from './held-by-cluster.js';

/** What AWS proposes in the console (config/latest/developerguide/rds-instance-default-admin-check.html). */
const parameters = { defaultUsernames: ['admin', 'postgres'] as readonly string[] };

function custom(masterUsername: string | null, defaultUsernames: readonly string[]): Decision {
  const evidence = { masterUsername, defaultUsernames };
  if (masterUsername === null) return undecided('AWS gave no master user name', evidence);
  return defaultUsernames.includes(masterUsername.toLowerCase()) ? fail(evidence) : pass(evidence);
}

const common = {
  severity: 'medium' as const,
  class: 'security' as const,
  risk: 'The name that everybody knows is what password guessing tries first.',
  needs: [],
  parameters,
};

export const instanceDefaultAdmin = control({
  ...common,
  id: 'rds_instance_default_admin',
  on: rdsDbInstance,
  title: 'DB instance has the default name of its administrator',
  remediation: {
    text: 'The name can only be chosen when a database is made: make a new instance with another master user name, and move the data over.',
    url: 'https://docs.aws.amazon.com/config/latest/developerguide/rds-instance-default-admin-check.html',
  },
  decide: (instance, { parameters: { defaultUsernames } }) =>
    heldByCluster(instance) ?? custom(instance.masterUsername, defaultUsernames),
});

export const clusterDefaultAdmin = control({
  ...common,
  id: 'rds_cluster_default_admin',
  on: rdsDbCluster,
  title: 'DB cluster has the default name of its administrator',
  remediation: {
    text: 'The name can only be chosen when a database is made: make a new cluster with another master user name, and move the data over.',
    url: 'https://docs.aws.amazon.com/config/latest/developerguide/rds-cluster-default-admin-check.html',
  },
  decide: ({ engine, masterUsername }, { parameters: { defaultUsernames } }) =>
    // Neptune has no such user; Security Hub's RDS.24 leaves DocumentDB out as well
    isNeptune(engine) || isDocumentDb(engine)
      ? notApplicable({ engine, masterUsername })
      : custom(masterUsername, defaultUsernames),
});
