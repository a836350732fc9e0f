import { control, fail, pass } from '../../control.js';
import { efsFileSystem } from '../../resources/efs/file-system.js';

export const encryptionAtRest = control({
  id: 'efs_encryption_at_rest_enabled',
  on: efsFileSystem,
  severity: 'medium',
  class: 'security',
  title: 'EFS file system stores its files unencrypted',
  risk: 'Who gets at the underlying storage reads the files as they are.',
  remediation: {
    text: 'Encryption can only be chosen when a file system is made: make an encrypted one and copy the files over.',
    steps: [
      'Create a file system with Encrypted=true and a KMS key',
      'Copy the files (AWS DataSync, or a restore from AWS Backup to the new file system)',
      'Mount the new file system, then delete the old one',
    ],
    url: 'https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html',
  },
  needs: [],
  decide: ({ encrypted, kmsKeyId }) => (encrypted ? pass : fail)({ encrypted, kmsKeyId }),
});
