import { type ServiceProofs, type World } from './proof.js';

async function build({ aws }: World): Promise<Record<string, string>> {
  const efs = await aws('eu-west-1').efs();
  const good = await efs.createFileSystem({ CreationToken: 'good', Encrypted: true, Backup: true });
  const bad = await efs.createFileSystem({ CreationToken: 'bad', Encrypted: false });
  return { good: good.FileSystemArn ?? '', bad: bad.FileSystemArn ?? '' };
}

const both = { pass: 'good', fail: 'bad' };

export const efsProofs: ServiceProofs = {
  service: 'efs',
  build,
  emulated: { efs_encryption_at_rest_enabled: both, efs_have_backup_enabled: both },
};
