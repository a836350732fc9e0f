import { describe, expect, it } from '@jest/globals';
import { documentedAws, sdkError } from '../../../../../test/controls/proof.js';
import { type EfsFileSystem } from '../../domain/resources/efs/file-system.js';
import { efsFileSystemReader } from './file-system.js';

const place = { partition: 'aws', accountId: '123456789012', region: 'eu-west-1' };

/** One file system for each answer to DescribeBackupPolicy. */
async function list(policies: Record<string, object | Error>): Promise<EfsFileSystem[]> {
  const efs = {
    describeFileSystems: {
      FileSystems: Object.keys(policies).map((id) => ({
        FileSystemId: id,
        FileSystemArn: `arn:aws:elasticfilesystem:eu-west-1:123456789012:file-system/${id}`,
      })),
    },
    describeBackupPolicy: ({ FileSystemId }: { FileSystemId: string }) => {
      const answer = policies[FileSystemId];
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  const found: EfsFileSystem[] = [];
  for await (const { configurations } of efsFileSystemReader.list(documentedAws({ efs }), place)) {
    for (const one of configurations) found.push(efsFileSystemReader.type.schema.parse(one) as EfsFileSystem);
  }
  return found;
}

describe('efsFileSystemReader', () => {
  it('reads the backup policy of each, and knows that there may be none', async () => {
    const found = await list({
      a: { BackupPolicy: { Status: 'ENABLED' } },
      b: sdkError('PolicyNotFound', 404),
      c: sdkError('AccessDeniedException', 403),
    });
    expect(found).toMatchObject([
      { id: 'a', backupPolicy: 'ENABLED' },
      { id: 'b', backupPolicy: null },
      { id: 'c', backupPolicy: { noEvidence: 'denied' } },
    ]);
  });

  it('leaves out a file system that is gone', async () => {
    expect(await list({ a: sdkError('FileSystemNotFound', 404) })).toEqual([]);
  });
});
