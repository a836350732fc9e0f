import { z } from 'zod';
import { call, type Call } from '../../call.js';
import { change, fix, nothing, read } from '../../fix.js';

/** What is under way is taken as done. No policy at all is the same as one that is off, and AWS cannot go back to it. */
const policy = z.object({ BackupPolicy: z.object({ Status: z.string() }) }).transform(({ BackupPolicy }) => {
  const isOn = BackupPolicy.Status === 'ENABLED' || BackupPolicy.Status === 'ENABLING';
  return isOn ? { BackupPolicy: { Status: 'ENABLED' } } : null;
});

const put = (FileSystemId: string, Status: string): Call =>
  call('efs', 'PutBackupPolicy', { FileSystemId, BackupPolicy: { Status } });

/** efs/latest/ug/automatic-backups.html */
export const backUp = fix({
  controls: ['efs_have_backup_enabled'],
  type: 'AWS::EFS::FileSystem',
  title: 'Turn on automatic backups of the file system',
  reads: {
    policy: read('efs', 'DescribeBackupPolicy', policy, ({ name }) => ({ FileSystemId: name }), {
      absent: 'PolicyNotFound',
    }),
  },
  // AWS Backup's own role is made with the first one
  actions: ['elasticfilesystem:PutBackupPolicy', 'iam:CreateServiceLinkedRole'],
  plan: ({ target: { name }, state: { policy } }) =>
    policy === null
      ? change(
          'AWS Backup will back it up each day and keep each backup for 35 days, which is paid for by size',
          [put(name, 'ENABLED')],
        )
      : nothing('Automatic backups are on'),
  restore: ({ target: { name }, before: { policy } }) => (policy === null ? [put(name, 'DISABLED')] : []),
});
