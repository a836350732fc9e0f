import { describe, expect, it } from '@jest/globals';
import { dbInstance } from '../../../../../../test/support/examples/rds.js';
import { context } from '../../../../../../test/support/scanning-examples.js';
import { type RdsDbInstance } from '../../resources/rds/db-instance.js';
import { instanceBackupEnabled } from './instance-backup-enabled.js';

const decide = (changed: Partial<RdsDbInstance>, minimumRetentionDays?: number) =>
  instanceBackupEnabled.evaluate(dbInstance(changed), {
    ...context(),
    settings:
      minimumRetentionDays === undefined
        ? {}
        : { [instanceBackupEnabled.id]: { parameters: { minimumRetentionDays } } },
  }).verdict;

describe('rds_instance_backup_enabled', () => {
  it('asks for seven days', () => {
    expect(decide({ backupRetentionDays: 7 })).toBe('pass');
    expect(decide({ backupRetentionDays: 6 })).toBe('fail');
    expect(decide({ backupRetentionDays: 0 })).toBe('fail');
  });

  it('takes another number of days from the tenant, but never no backups', () => {
    expect(decide({ backupRetentionDays: 1 }, 1)).toBe('pass');
    expect(decide({ backupRetentionDays: 34 }, 35)).toBe('fail');
    expect(decide({ backupRetentionDays: 0 }, 0)).toBe('fail');
  });

  it('does not apply to a read replica', () => {
    expect(decide({ backupRetentionDays: 0, replicaOf: 'orders' })).toBe('not_applicable');
  });
});
