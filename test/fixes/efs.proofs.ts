import { sdkError, type FixProof } from './proof.js';

const id = 'efs_have_backup_enabled';

/** efs/latest/ug/API_PutBackupPolicy.html */
const backupPolicy = (first: string) => () => {
  let Status = first;
  return {
    efs: {
      describeBackupPolicy: () => {
        if (Status === 'none') throw sdkError('PolicyNotFound', 404);
        return { BackupPolicy: { Status } };
      },
      putBackupPolicy: (input: { BackupPolicy: { Status: string } }) => {
        Status = input.BackupPolicy.Status === 'ENABLED' ? 'ENABLING' : 'DISABLED';
        return { BackupPolicy: { Status } };
      },
    },
  };
};

/** A policy that is off is the same as none, to which AWS has no way back. */
const offIsNone = (state: unknown): unknown => {
  const { backupPolicy: policy } = state as { backupPolicy?: string };
  return policy === 'DISABLED' ? { ...(state as object), backupPolicy: null } : state;
};

export const efsFixProofs: readonly FixProof[] = ['DISABLED', 'none'].map((status) => ({
  ...{ fix: id, control: id, name: `where the policy is ${status}` },
  ...{ behind: backupPolicy(status), lacks: 'the emulator lacks PutBackupPolicy', compared: offIsNone },
  make: async (world) => {
    const efs = await world.aws('eu-west-1').efs();
    const { FileSystemArn = '' } = await efs.createFileSystem({
      ...{ CreationToken: world.accountId, Encrypted: true },
    });
    return { arn: FileSystemArn, region: 'eu-west-1' };
  },
}));
