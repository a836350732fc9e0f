import { z } from 'zod';
import { at, type Call, type Results } from '../../call.js';
import { change, fix, nothing, refuse, type Fix, type FixPlan } from '../../fix.js';
import { AFTER, clusters, GONE, heldByCluster, instances, MODIFIED, pendingRefusal } from './database.js';

/**
 * The logs that need no parameter of the engine turned on, by the beginning of its name.
 * AmazonRDS/latest/UserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html
 */
const LOGS: readonly (readonly [engine: string, logs: readonly string[]])[] = [
  ['aurora-postgresql', ['postgresql']],
  ['aurora', ['error']],
  ['mysql', ['error']],
  ['mariadb', ['error']],
  ['postgres', ['postgresql']],
  ['oracle', ['alert']],
  ['sqlserver', ['error']],
  ['db2', ['diag.log']],
];

const settings = z.object({
  /** Names as AWS has them, beside those that the control asks for: `audit`, `slowquery` … */
  logs: z.array(z.string()).default([]),
});

const exported = {
  EnabledCloudwatchLogsExports: z
    .array(z.string())
    .default([])
    .transform((logs) => [...new Set(logs)].toSorted()),
};
interface Database {
  Engine: string;
  PendingModifiedValues: Record<string, unknown>;
  EnabledCloudwatchLogsExports: string[];
}

/** What is exported already stays so. */
function missing(
  { Engine, EnabledCloudwatchLogsExports: now }: Database,
  evidence: Readonly<Record<string, unknown>>,
  wanted: readonly string[],
): string[] {
  const required = z.array(z.string()).catch([]).parse(evidence['requiredLogs']);
  const asked = [...new Set([...required, ...wanted])];
  const byEngine = LOGS.find(([engine]) => Engine.startsWith(engine))?.[1] ?? [];
  // with none named, any log will do
  const all = asked.length > 0 ? asked : now.length > 0 ? [] : byEngine;
  return all.filter((log) => !now.includes(log)).toSorted();
}

function planned(
  database: Database,
  logs: readonly string[],
  reason: string | undefined,
  calls: () => readonly Call[],
): FixPlan {
  const { EnabledCloudwatchLogsExports: now, Engine, PendingModifiedValues } = database;
  if (logs.length === 0) {
    return now.length > 0
      ? nothing(`It exports ${now.join(', ')}`)
      : refuse(`Which logs has ${Engine}? Set logs`);
  }
  const refusal = reason ?? pendingRefusal(PendingModifiedValues);
  if (refusal !== undefined) return refuse(refusal);
  return change(
    `Its logs ${logs.join(', ')} will be exported to CloudWatch Logs, which is paid for by their size; no outage`,
    calls(),
  );
}

const enabling = (EnableLogTypes: readonly string[]) => ({
  CloudwatchLogsExportConfiguration: { EnableLogTypes },
});

/** AWS is available for a moment before it begins, which takes minutes (`configuring-log-exports`). */
const exporting = ({ EnabledCloudwatchLogsExports: now }: Database, more: readonly string[]) => ({
  field: 'EnabledCloudwatchLogsExports.length',
  is: now.length + more.length,
});

const list = z.array(z.string()).catch([]);

/**
 * Those that the answers show, and that were not before: while AWS is at it, as pending. Where no answer came, those
 * that the fix exports by itself.
 */
function disabling(before: Database, results: Results, one: 'DBInstance' | 'DBCluster') {
  const shown = [at(results[MODIFIED], one), at(results[AFTER], `${one}s.0`)].flatMap((database) => [
    ...list.parse(at(database, 'EnabledCloudwatchLogsExports')),
    ...list.parse(at(database, 'PendingModifiedValues.PendingCloudwatchLogsExports.LogTypesToEnable')),
  ]);
  const now = shown.length > 0 ? shown : missing(before, {}, []);
  const DisableLogTypes = [...new Set(now)].filter(
    (log) => !before.EnabledCloudwatchLogsExports.includes(log),
  );
  return DisableLogTypes.length === 0 ? null : { CloudwatchLogsExportConfiguration: { DisableLogTypes } };
}

const exportInstanceLogs = fix({
  controls: ['rds_instance_integration_cloudwatch_logs'],
  type: 'AWS::RDS::DBInstance',
  title: 'Export logs of the DB instance to CloudWatch Logs',
  settings,
  reads: { database: instances.read(exported) },
  actions: ['rds:ModifyDBInstance', 'rds:DescribeDBInstances'],
  plan: ({ target: { name }, state: { database }, evidence, settings }) => {
    if (database === null) return nothing(GONE);
    const logs = missing(database, evidence, settings.logs);
    return planned(database, logs, heldByCluster(database), () =>
      instances.modify(name, enabling(logs), exporting(database, logs)),
    );
  },
  restore: ({ target: { name }, before: { database }, results }) => {
    const input = database === null ? null : disabling(database, results, 'DBInstance');
    return input === null ? [] : instances.modify(name, input, null);
  },
});

const exportClusterLogs = fix({
  controls: ['rds_cluster_integration_cloudwatch_logs'],
  type: 'AWS::RDS::DBCluster',
  title: 'Export logs of the DB cluster to CloudWatch Logs',
  settings,
  reads: { database: clusters.read(exported) },
  actions: ['rds:ModifyDBCluster', 'rds:DescribeDBClusters'],
  plan: ({ target: { name }, state: { database }, evidence, settings }) => {
    if (database === null) return nothing(GONE);
    const logs = missing(database, evidence, settings.logs);
    return planned(database, logs, undefined, () =>
      clusters.modify(name, enabling(logs), exporting(database, logs)),
    );
  },
  restore: ({ target: { name }, before: { database }, results }) => {
    const input = database === null ? null : disabling(database, results, 'DBCluster');
    return input === null ? [] : clusters.modify(name, input, null);
  },
});

export const exportLogs: readonly Fix[] = [exportInstanceLogs, exportClusterLogs];
