import { control, type Decision, fail, notApplicable, pass } from '../../control.js';
import { rdsDbCluster } from '../../resources/rds/db-cluster.js';
import { rdsDbInstance } from '../../resources/rds/db-instance.js';
import { heldByCluster, isCustom } from './held-by-cluster.js';

/**
 * `requiredLogs`: names as AWS has them (`audit`, `error`, `general`, `slowquery`, `postgresql`, `upgrade`, …), all of
 * which must be exported; with none given, any log will do.
 */
const parameters = { requiredLogs: [] as readonly string[] };

function exported(
  { engine, logExports }: { engine: string; logExports: string[] },
  requiredLogs: readonly string[],
): Decision {
  const missing = requiredLogs.filter((log) => !logExports.includes(log));
  const evidence = { engine, logExports, ...(requiredLogs.length === 0 ? {} : { requiredLogs, missing }) };
  return logExports.length > 0 && missing.length === 0 ? pass(evidence) : fail(evidence);
}

const common = {
  severity: 'medium' as const,
  class: 'security' as const,
  risk: 'Logs that stay on the database are gone with it and soon overwritten: nobody can tell who did what.',
  needs: [],
  parameters,
};

export const instanceCloudwatchLogs = control({
  ...common,
  id: 'rds_instance_integration_cloudwatch_logs',
  on: rdsDbInstance,
  title: 'DB instance sends no logs to CloudWatch Logs',
  remediation: {
    text: 'Choose the logs of the engine to export (ModifyDBInstance with CloudwatchLogsExportConfiguration); audit and query logs also need their parameters turned on.',
    url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.html',
  },
  decide: (instance, { parameters: { requiredLogs } }) =>
    isCustom(instance.engine)
      ? notApplicable({ engine: instance.engine })
      : (heldByCluster(instance) ?? exported(instance, requiredLogs)),
});

export const clusterCloudwatchLogs = control({
  ...common,
  id: 'rds_cluster_integration_cloudwatch_logs',
  on: rdsDbCluster,
  title: 'DB cluster sends no logs to CloudWatch Logs',
  remediation: {
    text: 'Choose the logs of the engine to export (ModifyDBCluster with CloudwatchLogsExportConfiguration); audit and query logs also need their parameters turned on.',
    url: 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_LogAccess.html',
  },
  decide: (cluster, { parameters: { requiredLogs } }) => exported(cluster, requiredLogs),
});
