import { describe, expect, it } from '@jest/globals';
import { planOf, refusalOf, targetOf } from '../../../../../../test/fixes/plan-of.js';
import type { Fix } from '../../fix.js';
import { rdsFixes } from './index.js';

const arn = 'arn:aws:rds:eu-west-1:123456789012:db:orders';
const fixOf = (control: string): Fix => {
  const fix = rdsFixes.find(({ controls }) => controls.includes(control));
  if (fix === undefined) throw new Error(control);
  return fix;
};
const database = (changed: object = {}) => ({
  database: {
    ...{ Engine: 'postgres', PendingModifiedValues: {}, EnabledCloudwatchLogsExports: [] },
    ...{ PubliclyAccessible: true, BackupRetentionPeriod: 0 },
    ...changed,
  },
});
const member = database({ DBClusterIdentifier: 'shop' });

const modifying = rdsFixes.filter(({ reads }) => Object.hasOwn(reads, 'database'));

describe('fixes of databases', () => {
  it.each(modifying.map((fix) => [fix.id, fix] as const))(
    '%s waits while other changes wait for the maintenance window',
    (_id, fix) => {
      const state = database({ PendingModifiedValues: { DBInstanceClass: 'db.r6g.large' } });
      expect(refusalOf(fix, state, { arn })).toMatch(/DBInstanceClass wait/);
    },
  );

  it.each(modifying.map((fix) => [fix.id, fix] as const))('%s does nothing where it is gone', (_id, fix) => {
    expect(planOf(fix, { database: null }, { arn }).does).toBe('nothing');
    expect(fix.restore({ target: targetOf(fix, { arn }), before: { database: null }, results: {} })).toEqual(
      [],
    );
  });

  it.each([
    ...[
      'rds_instance_backup_enabled',
      'rds_instance_deletion_protection',
      'rds_instance_copy_tags_to_snapshots',
    ],
    ...['rds_instance_iam_authentication_enabled', 'rds_instance_integration_cloudwatch_logs'],
    'rds_instance_no_public_access',
  ])('%s leaves to the cluster what the cluster holds', (control) => {
    expect(refusalOf(fixOf(control), member, { arn })).toMatch(/cluster shop/);
  });

  it('takes a member of an Aurora cluster off the internet', () => {
    const aurora = database({ DBClusterIdentifier: 'shop', Engine: 'aurora-postgresql' });
    expect(planOf(fixOf('rds_instance_no_public_access'), aurora, { arn }).does).toBe('change');
  });

  it.each([
    ['rds_instance_backup_enabled', 'custom-oracle-ee', /RDS Custom/],
    ['rds_instance_minor_version_upgrade_enabled', 'custom-sqlserver-ee', /RDS Custom/],
    ['rds_instance_iam_authentication_enabled', 'oracle-ee', /no logins by IAM/],
    ['rds_cluster_iam_authentication_enabled', 'neptune', /Neptune/],
    ['rds_cluster_copy_tags_to_snapshots', 'docdb', /DocumentDB/],
    ['rds_cluster_minor_version_upgrade_enabled', 'docdb', /no such setting/],
    ['rds_instance_integration_cloudwatch_logs', 'unheard-of', /Set logs/],
  ])('%s refuses %s', (control, Engine, reason) => {
    expect(refusalOf(fixOf(control), database({ Engine }), { arn })).toMatch(reason);
  });
});

describe('keeping backups', () => {
  const fix = fixOf('rds_instance_backup_enabled');
  const plan = (now: number, minimumRetentionDays?: number) =>
    planOf(fix, database({ BackupRetentionPeriod: now }), {
      ...{ arn, evidence: minimumRetentionDays === undefined ? {} : { minimumRetentionDays } },
    });

  it('keeps them as long as the control asks, and tells of the outage from none', () => {
    const from0 = plan(0, 14);
    const from1 = plan(1);
    if (from0.does !== 'change' || from1.does !== 'change') throw new Error('no change');
    expect(from0.calls[0]?.input).toEqual({
      ...{ DBInstanceIdentifier: 'orders', BackupRetentionPeriod: 14, ApplyImmediately: true },
    });
    expect(from0.words.some((line) => line.includes('away'))).toBe(true);
    expect(from1.calls[0]?.input).toMatchObject({ BackupRetentionPeriod: 7 });
    expect(from1.words.some((line) => line.includes('away'))).toBe(false);
    expect(plan(30, 14).does).toBe('nothing');
  });

  it('waits until the database is so, and available', () => {
    const change = plan(1);
    const waits = change.does === 'change' ? change.calls.slice(1).map(({ until }) => until) : [];
    expect(waits).toMatchObject([
      { path: 'DBInstances.0.BackupRetentionPeriod', is: [7] },
      { path: 'DBInstances.0.DBInstanceStatus', is: ['available'] },
    ]);
  });
});

describe('exporting logs', () => {
  const fix = fixOf('rds_instance_integration_cloudwatch_logs');
  const exported = (...EnabledCloudwatchLogsExports: string[]) => database({ EnabledCloudwatchLogsExports });
  const enabled = (
    state: ReturnType<typeof database>,
    evidence: Record<string, unknown> = {},
    settings = {},
  ) => {
    const plan = planOf(fix, state, { arn, evidence, settings });
    return plan.does === 'change' ? plan.calls[0]?.input['CloudwatchLogsExportConfiguration'] : plan.does;
  };
  const disabled = (results: Record<string, unknown>, ...before: string[]) =>
    fix
      .restore({ target: targetOf(fix, { arn }), before: exported(...before), results })
      .flatMap(({ input }) => input['CloudwatchLogsExportConfiguration'] ?? []);

  it('exports what the control asks for, what the tenant adds, or else the log that needs no parameter', () => {
    expect(enabled(exported())).toEqual({ EnableLogTypes: ['postgresql'] });
    expect(enabled(exported('postgresql'), { requiredLogs: ['postgresql', 'upgrade'] })).toEqual({
      EnableLogTypes: ['upgrade'],
    });
    expect(enabled(exported('upgrade'), {}, { logs: ['postgresql'] })).toEqual({
      EnableLogTypes: ['postgresql'],
    });
    expect(enabled(exported('upgrade'))).toBe('nothing');
  });

  it('takes back those that were not there, as AWS has answered, pending ones too', () => {
    const after = { DBInstances: [{ EnabledCloudwatchLogsExports: ['postgresql', 'upgrade'] }] };
    expect(disabled({ after }, 'postgresql')).toEqual([{ DisableLogTypes: ['upgrade'] }]);
    const pending = { PendingCloudwatchLogsExports: { LogTypesToEnable: ['upgrade'] } };
    const modified = { DBInstance: { PendingModifiedValues: pending } };
    expect(disabled({ modified }, 'postgresql')).toEqual([{ DisableLogTypes: ['upgrade'] }]);
    expect(disabled({})).toEqual([{ DisableLogTypes: ['postgresql'] }]);
  });
});

describe('making a snapshot private', () => {
  it('knows the ids of AWS Backup, which hold a colon', () => {
    const fix = fixOf('rds_snapshots_public_access');
    const state = {
      sharing: {
        DBSnapshotAttributesResult: {
          DBSnapshotAttributes: [{ AttributeName: 'restore', AttributeValues: ['all'] }],
        },
      },
    };
    const plan = planOf(fix, state, { arn: 'arn:aws:rds:eu-west-1:123456789012:snapshot:awsbackup:job-1' });
    expect(plan.does === 'change' ? plan.calls[0]?.input : plan).toMatchObject({
      DBSnapshotIdentifier: 'awsbackup:job-1',
    });
  });
});
