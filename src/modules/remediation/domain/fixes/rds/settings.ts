import { z } from 'zod';
import type { Fix } from '../../fix.js';
import { clusterSetting, heldByCluster, instanceSetting } from './database.js';

const flag = z.boolean().default(false);
/** What is to be on. */
const on = { wanted: () => true, isSo: (now: boolean) => now };
/** What is to be off. */
const off = { wanted: () => false, isSo: (now: boolean) => !now };

const isAurora = (engine: string): boolean => engine.startsWith('aurora');
const isCustom = (engine: string): boolean => engine.startsWith('custom-');
const isDocumentDb = (engine: string): boolean => engine.startsWith('docdb');
const isNeptune = (engine: string): boolean => engine.startsWith('neptune');

/** AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html: no outage; its name resolves otherwise. */
const closeInstance = instanceSetting(flag, {
  ...off,
  controls: ['rds_instance_no_public_access'],
  title: 'Take the DB instance off the internet',
  field: 'PubliclyAccessible',
  words: () => [
    'PubliclyAccessible will be false: its name resolves to its private address, and clients outside of the VPC (and of what is peered with it) lose their connection',
  ],
  refusal: ({ Engine, DBClusterIdentifier: id }) =>
    id !== undefined && !isAurora(Engine) && !isNeptune(Engine) && !isDocumentDb(Engine)
      ? `Its Multi-AZ cluster ${id} holds this setting: change it there`
      : undefined,
});

/**
 * RDS API, ModifyDBInstance: a change from 0 takes an outage. Back to 0 AWS deletes the automated backups that were
 * made since, and back to fewer days those that are older.
 */
const keepBackups = instanceSetting(z.number().default(0), {
  controls: ['rds_instance_backup_enabled'],
  title: 'Keep automated backups of the DB instance',
  field: 'BackupRetentionPeriod',
  wanted: (_, { minimumRetentionDays }) =>
    z.number().int().min(1).max(35).catch(7).parse(minimumRetentionDays),
  isSo: (now, wanted) => now >= wanted,
  words: (wanted, now) => [
    `Automated backups will be kept for ${wanted} days (now ${now})`,
    ...(now === 0 ? ['The instance is away for a short time, at once, while backups are turned on'] : []),
    'Backups beyond the size of the database are paid for',
  ],
  refusal: (instance) =>
    isCustom(instance.Engine) ? 'RDS Custom: its owner makes the backups' : heldByCluster(instance),
});

const upgradeWords = () => [
  'AWS will upgrade it to new minor versions in its maintenance windows, each with a short outage',
];

const upgradeInstance = instanceSetting(flag, {
  ...on,
  controls: ['rds_instance_minor_version_upgrade_enabled'],
  title: 'Let AWS upgrade the DB instance to minor versions',
  field: 'AutoMinorVersionUpgrade',
  words: upgradeWords,
  refusal: ({ Engine }) => (isCustom(Engine) ? 'RDS Custom has to have it off' : undefined),
});

const upgradeCluster = clusterSetting(flag, {
  ...on,
  controls: ['rds_cluster_minor_version_upgrade_enabled'],
  title: 'Let AWS upgrade the DB cluster to minor versions',
  field: 'AutoMinorVersionUpgrade',
  words: upgradeWords,
  refusal: ({ Engine }) =>
    isNeptune(Engine) || isDocumentDb(Engine) ? `Clusters of ${Engine} have no such setting` : undefined,
});

const protectWords = () => ['It cannot be deleted before the protection is taken away; no outage'];

const protectInstance = instanceSetting(flag, {
  ...on,
  controls: ['rds_instance_deletion_protection'],
  title: 'Protect the DB instance against deletion',
  field: 'DeletionProtection',
  words: protectWords,
  refusal: heldByCluster,
});

const protectCluster = clusterSetting(flag, {
  ...on,
  controls: ['rds_cluster_deletion_protection'],
  title: 'Protect the DB cluster against deletion',
  field: 'DeletionProtection',
  words: protectWords,
});

const copyWords = () => ['Snapshots from now on get its tags; no outage'];

const copyInstanceTags = instanceSetting(flag, {
  ...on,
  controls: ['rds_instance_copy_tags_to_snapshots'],
  title: 'Copy the tags of the DB instance to its snapshots',
  field: 'CopyTagsToSnapshot',
  words: copyWords,
  refusal: heldByCluster,
});

const copyClusterTags = clusterSetting(flag, {
  ...on,
  controls: ['rds_cluster_copy_tags_to_snapshots'],
  title: 'Copy the tags of the DB cluster to its snapshots',
  field: 'CopyTagsToSnapshot',
  words: copyWords,
  refusal: ({ Engine }) => (isDocumentDb(Engine) ? 'DocumentDB has no such setting' : undefined),
});

/** AmazonRDS/latest/UserGuide/Concepts.RDS_Fea_Regions_DB-eng.Feature.IamDatabaseAuthentication.html */
const IAM_ENGINES = ['mysql', 'mariadb', 'postgres', 'aurora', 'aurora-mysql', 'aurora-postgresql'];
const iamRefusal = (engine: string, engines: readonly string[]): string | undefined =>
  engines.includes(engine) ? undefined : `${engine} takes no logins by IAM`;
const iamWords = () => [
  'Database users that are made for it can log in by IAM; logins by password stay as they are. No outage',
];

const iamInstance = instanceSetting(flag, {
  ...on,
  controls: ['rds_instance_iam_authentication_enabled'],
  title: 'Let the DB instance take logins by IAM',
  field: 'IAMDatabaseAuthenticationEnabled',
  as: 'EnableIAMDatabaseAuthentication',
  words: iamWords,
  refusal: (instance) => iamRefusal(instance.Engine, IAM_ENGINES) ?? heldByCluster(instance),
});

const iamCluster = clusterSetting(flag, {
  ...on,
  controls: ['rds_cluster_iam_authentication_enabled'],
  title: 'Let the DB cluster take logins by IAM',
  field: 'IAMDatabaseAuthenticationEnabled',
  as: 'EnableIAMDatabaseAuthentication',
  // Neptune's has no passwords: neptune/latest/userguide/iam-auth-enable.html
  words: iamWords,
  refusal: ({ Engine }) =>
    isNeptune(Engine)
      ? 'Neptune would refuse each request that is not signed: let its clients sign before'
      : iamRefusal(Engine, IAM_ENGINES),
});

/** Of databases, each a flag or a number that ModifyDBInstance or ModifyDBCluster sets. */
export const settingFixes: readonly Fix[] = [
  closeInstance,
  keepBackups,
  upgradeInstance,
  upgradeCluster,
  protectInstance,
  protectCluster,
  copyInstanceTags,
  copyClusterTags,
  iamInstance,
  iamCluster,
];
