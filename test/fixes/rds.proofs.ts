import {
  type CreateDBClusterMessage,
  type CreateDBInstanceMessage,
  type ModifyDBClusterMessage,
  type ModifyDBInstanceMessage,
  RDS,
} from '@aws-sdk/client-rds';
import { emulator } from './emulator.js';
import { type FixProof, type FixWorld } from './proof.js';

const REGION = 'eu-west-1';

const clientOf = (world: FixWorld) => world.aws(REGION).rds();

/** A PostgreSQL of which nothing is as it should be, but for `more`. */
async function database(world: FixWorld, more: Partial<CreateDBInstanceMessage> = {}) {
  const rds = await clientOf(world);
  const { DBInstance } = await rds.createDBInstance({
    ...{ DBInstanceIdentifier: 'orders', DBInstanceClass: 'db.t3.micro', Engine: 'postgres' },
    ...{ AllocatedStorage: 20, MasterUsername: 'keeper', MasterUserPassword: 'not-a-secret-1' },
    ...{ PubliclyAccessible: true, AutoMinorVersionUpgrade: false, BackupRetentionPeriod: 1 },
    ...more,
  });
  return { arn: DBInstance?.DBInstanceArn ?? '', region: REGION };
}

async function cluster(world: FixWorld, more: Partial<CreateDBClusterMessage> = {}) {
  const rds = await clientOf(world);
  const { DBCluster } = await rds.createDBCluster({
    ...{ DBClusterIdentifier: 'shop', Engine: 'aurora-postgresql', AutoMinorVersionUpgrade: false },
    ...{ MasterUsername: 'keeper', MasterUserPassword: 'not-a-secret-1' },
    ...more,
  });
  return { arn: DBCluster?.DBClusterArn ?? '', region: REGION };
}

const everybody = { AttributeName: 'restore', ValuesToAdd: ['all', '123456789012'] };

const publicSnapshot = async (world: FixWorld) => {
  const rds = await clientOf(world);
  await database(world);
  const DBSnapshotIdentifier = 'orders-1';
  const { DBSnapshot } = await rds.createDBSnapshot({ DBSnapshotIdentifier, DBInstanceIdentifier: 'orders' });
  await rds.modifyDBSnapshotAttribute({ DBSnapshotIdentifier, ...everybody });
  return { arn: DBSnapshot?.DBSnapshotArn ?? '', region: REGION };
};

const publicClusterSnapshot = async (world: FixWorld) => {
  const rds = await clientOf(world);
  await cluster(world);
  const DBClusterSnapshotIdentifier = 'shop-1';
  const { DBClusterSnapshot } = await rds.createDBClusterSnapshot({
    ...{ DBClusterSnapshotIdentifier, DBClusterIdentifier: 'shop' },
  });
  await rds.modifyDBClusterSnapshotAttribute({ DBClusterSnapshotIdentifier, ...everybody });
  return { arn: DBClusterSnapshot?.DBClusterSnapshotArn ?? '', region: REGION };
};

/** The emulator keeps a value that is added twice as two, AWS as one. */
const once = (state: unknown): unknown => {
  if (Array.isArray(state))
    return [...new Map(state.map((one) => [JSON.stringify(one), once(one)])).values()];
  if (typeof state !== 'object' || state === null) return state;
  return Object.fromEntries(Object.entries(state).map(([key, value]) => [key, once(value)]));
};

type Exports = ModifyDBClusterMessage['CloudwatchLogsExportConfiguration'];

/** Logs that are exported; while AWS is at it, its answer tells of them as pending. */
function logExports(first: readonly string[]) {
  let logs = [...first];
  return {
    set: ({ EnableLogTypes = [], DisableLogTypes = [] }: NonNullable<Exports> = {}) => {
      logs = [...new Set([...logs, ...EnableLogTypes])].filter((log) => !DisableLogTypes.includes(log));
      return {
        PendingModifiedValues: { PendingCloudwatchLogsExports: { LogTypesToEnable: EnableLogTypes } },
      };
    },
    shown: () => (logs.length === 0 ? {} : { EnabledCloudwatchLogsExports: logs }),
  };
}

const emulated = async (accountId: string) => new RDS(await emulator(accountId, REGION));

/** AmazonRDS/latest/APIReference/API_ModifyDBInstance.html */
const modifiedInstance =
  (...first: string[]) =>
  ({ accountId }: { accountId: string }) => {
    const exports = logExports(first);
    return {
      rds: {
        modifyDBInstance: async (input: ModifyDBInstanceMessage) => ({
          DBInstance: exports.set(input.CloudwatchLogsExportConfiguration),
        }),
        describeDBInstances: async (input: object) => {
          const { DBInstances = [] } = await (await emulated(accountId)).describeDBInstances(input);
          return {
            DBInstances: DBInstances.map(({ EnabledCloudwatchLogsExports: _, ...one }) => ({
              ...{ ...one, ...exports.shown() },
            })),
          };
        },
      },
    };
  };

/** AmazonRDS/latest/APIReference/API_ModifyDBCluster.html */
function modifiedCluster({ accountId }: { accountId: string }) {
  let iam = false;
  const exports = logExports([]);
  return {
    rds: {
      modifyDBCluster: async (input: ModifyDBClusterMessage) => {
        iam = input.EnableIAMDatabaseAuthentication ?? iam;
        return { DBCluster: exports.set(input.CloudwatchLogsExportConfiguration) };
      },
      describeDBClusters: async (input: object) => {
        const { DBClusters = [] } = await (await emulated(accountId)).describeDBClusters(input);
        return {
          DBClusters: DBClusters.map((one) => ({
            ...{ ...one, IAMDatabaseAuthenticationEnabled: iam, ...exports.shown() },
          })),
        };
      },
    },
  };
}

const INSTANCE = [
  ...['no_public_access', 'backup_enabled', 'minor_version_upgrade_enabled', 'deletion_protection'],
  ...['copy_tags_to_snapshots', 'iam_authentication_enabled'],
].map((name) => `rds_instance_${name}`);

const CLUSTER = ['minor_version_upgrade_enabled', 'deletion_protection', 'copy_tags_to_snapshots'].map(
  (name) => `rds_cluster_${name}`,
);
const CLUSTER_BEHIND = ['rds_cluster_iam_authentication_enabled', 'rds_cluster_integration_cloudwatch_logs'];

const logs = 'rds_instance_integration_cloudwatch_logs';
const LOGS_TWICE = 'the emulator exports a log twice';

/** Here a change is so at once: what AWS takes its time for, and shows as pending meanwhile, is not seen. */
export const rdsFixProofs: readonly FixProof[] = [
  ...INSTANCE.map((id): FixProof => ({ fix: id, control: id, make: (world) => database(world) })),
  ...CLUSTER.map((id): FixProof => ({ fix: id, control: id, make: (world) => cluster(world) })),
  ...CLUSTER_BEHIND.map((id): FixProof => ({
    ...{ fix: id, control: id, make: (world) => cluster(world), behind: modifiedCluster },
    lacks: 'the emulator does not change it of a cluster',
  })),
  {
    ...{ fix: 'rds_instance_backup_enabled', control: 'rds_instance_backup_enabled' },
    ...{ name: 'from none', make: (world) => database(world, { BackupRetentionPeriod: 0 }) },
    parameters: { minimumRetentionDays: 14 },
  },
  {
    ...{ fix: logs, control: logs, behind: modifiedInstance(), lacks: LOGS_TWICE },
    make: (world) => database(world),
  },
  {
    ...{ fix: logs, control: logs, name: 'those that the control asks for' },
    ...{ behind: modifiedInstance('postgresql'), lacks: LOGS_TWICE },
    make: (world) => database(world),
    parameters: { requiredLogs: ['postgresql', 'upgrade'] },
  },
  {
    ...{ fix: 'rds_snapshots_public_access', control: 'rds_snapshots_public_access' },
    ...{ make: publicSnapshot, compared: once },
  },
  {
    ...{ fix: 'rds_cluster_snapshots_public_access', control: 'rds_cluster_snapshots_public_access' },
    ...{ make: publicClusterSnapshot, compared: once },
  },
];
