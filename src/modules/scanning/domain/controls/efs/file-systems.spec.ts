import { describe, expect, it } from '@jest/globals';
import { fileSystem } from '../../../../../../test/support/examples/efs.js';
import { context, denied } from '../../../../../../test/support/scanning-examples.js';
import { type EfsFileSystem } from '../../resources/efs/file-system.js';
import { encryptionAtRest } from './encryption-at-rest.js';
import { haveBackup } from './have-backup.js';

describe('efs_encryption_at_rest_enabled', () => {
  it('decides by whether the files are encrypted, by whichever key', () => {
    const verdict = (changed: Partial<EfsFileSystem>) =>
      encryptionAtRest.evaluate(fileSystem(changed), context()).verdict;
    expect(verdict({})).toBe('pass');
    expect(verdict({ kmsKeyId: null })).toBe('pass');
    expect(verdict({ encrypted: false, kmsKeyId: null })).toBe('fail');
  });
});

describe('efs_have_backup_enabled', () => {
  const decide = (backupPolicy: EfsFileSystem['backupPolicy']) =>
    haveBackup.evaluate(fileSystem({ backupPolicy }), context());

  it('passes automatic backups, also while they are being turned on', () => {
    expect(decide('ENABLED').verdict).toBe('pass');
    expect(decide('ENABLING').verdict).toBe('pass');
  });

  it('fails what is or is being turned off, and what never had a policy', () => {
    for (const status of ['DISABLED', 'DISABLING', null]) expect(decide(status).verdict).toBe('fail');
    expect(decide(null).evidence['note']).toMatch(/AWS Backup/);
  });

  it('has no evidence where the policy may not be read', () => {
    expect(decide(denied).verdict).toBe('no_evidence');
  });
});
