import { control, fail, notApplicable, pass } from '../../control.js';
import { rdsDbCluster } from '../../resources/rds/db-cluster.js';
import { rdsDbInstance } from '../../resources/rds/db-instance.js';
import { heldByCluster } from './held-by-cluster.js';

/** AmazonRDS/latest/UserGuide/Concepts.RDS_Fea_Regions_DB-eng.Feature.IamDatabaseAuthentication.html */
const supporting = ['mysql', 'mariadb', 'postgres', 'aurora', 'aurora-mysql', 'aurora-postgresql'];
/** neptune/latest/userguide/iam-auth.html: the same field of its clusters. */
const supportingClusters = [...supporting, 'neptune'];

const common = {
  severity: 'medium' as const,
  class: 'security' as const,
  risk: 'Everybody logs in with a password that lives long, is shared, and is not revoked when a person or a role goes.',
  needs: [],
};

export const instanceIamAuthentication = control({
  ...common,
  id: 'rds_instance_iam_authentication_enabled',
  on: rdsDbInstance,
  title: 'DB instance does not take logins by IAM',
  remediation: {
    text: 'Turn IAM database authentication on, and grant rds-db:connect to the roles that need it.',
    url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.Enabling.html',
  },
  decide: (instance) => {
    const { engine, iamAuthentication } = instance;
    const evidence = { engine, iamAuthentication };
    if (!supporting.includes(engine)) return notApplicable(evidence);
    return heldByCluster(instance) ?? (iamAuthentication ? pass(evidence) : fail(evidence));
  },
});

export const clusterIamAuthentication = control({
  ...common,
  id: 'rds_cluster_iam_authentication_enabled',
  on: rdsDbCluster,
  title: 'DB cluster does not take logins by IAM',
  remediation: {
    text: 'Turn IAM database authentication on (ModifyDBCluster), and grant rds-db:connect to the roles that need it.',
    url: 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.Enabling.html',
  },
  decide: ({ engine, iamAuthentication }) => {
    const evidence = { engine, iamAuthentication };
    if (!supportingClusters.includes(engine)) return notApplicable(evidence);
    return iamAuthentication ? pass(evidence) : fail(evidence);
  },
});
