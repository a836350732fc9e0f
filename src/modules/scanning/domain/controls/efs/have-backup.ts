import { control, fail, pass } from '../../control.js';
import { efsFileSystem } from '../../resources/efs/file-system.js';

export const haveBackup = control({
  id: 'efs_have_backup_enabled',
  on: efsFileSystem,
  severity: 'medium',
  class: 'security',
  title: 'EFS file system has no automatic backups',
  risk: 'Files that are deleted, overwritten or encrypted by ransomware are lost: EFS itself keeps no older state.',
  remediation: {
    text: 'Turn automatic backups on (PutBackupPolicy), or put the file system into a plan of AWS Backup and mute this finding.',
    url: 'https://docs.aws.amazon.com/efs/latest/ug/automatic-backups.html',
  },
  needs: ['backupPolicy'],
  decide: ({ backupPolicy }) =>
    backupPolicy === 'ENABLED' || backupPolicy === 'ENABLING'
      ? pass({ backupPolicy })
      : fail({ backupPolicy, note: 'A plan of AWS Backup that names the file system does not show here' }),
});
