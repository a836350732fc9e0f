import { control, fail, notApplicable, pass, undecided } from '../../control.js';
import { rdsDbInstance } from '../../resources/rds/db-instance.js';

/** By the beginning of the engine's name, `custom-` left out (RDS API, CreateDBInstance: Port). */
const defaultPorts: readonly (readonly [engine: string, port: number])[] = [
  ['aurora-postgresql', 5432],
  ['aurora', 3306],
  ['mysql', 3306],
  ['mariadb', 3306],
  ['postgres', 5432],
  ['oracle', 1521],
  ['sqlserver', 1433],
  ['db2', 50_000],
];

export const instanceNonDefaultPort = control({
  id: 'rds_instance_non_default_port',
  on: rdsDbInstance,
  severity: 'low',
  class: 'security',
  title: "DB instance listens on its engine's default port",
  risk: 'Scans find the database, and know which engine it is, at the first try.',
  remediation: {
    text: 'Change the port (ModifyDBInstance or, for a member of a cluster, ModifyDBCluster), together with security groups and connection strings; the instance restarts.',
    url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.DBInstance.Modifying.html',
  },
  needs: [],
  decide: ({ engine, port, status }) => {
    const name = engine.replace(/^custom-/, '');
    const defaultPort = defaultPorts.find(([prefix]) => name.startsWith(prefix))?.[1];
    if (defaultPort === undefined) return notApplicable({ engine, port });
    if (port === null) return undecided('AWS gives no port yet', { engine, status });
    return (port === defaultPort ? fail : pass)({ engine, port, defaultPort });
  },
});
