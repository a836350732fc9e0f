import { type EFS, type FileSystemDescription } from '@aws-sdk/client-efs';
import { isNoEvidence } from '../../domain/part.js';
import { efsFileSystem, type EfsFileSystem } from '../../domain/resources/efs/file-system.js';
import { idOf, tagMap, text, time } from '../fields.js';
import { mapConcurrent, present } from '../map-concurrent.js';
import { read, reader, readParts, unlessGone, type Want } from '../reader.js';

const GONE = 'FileSystemNotFound';
/** AWS's own page size, whatever is asked for (efs/latest/ug/API_DescribeFileSystems.html). */
const PAGE = 100;

export const efsFileSystemReader = reader(efsFileSystem, {
  scope: 'region',
  list: async function* (aws, _place, want) {
    const efs = await aws.efs();
    let Marker: string | undefined;
    do {
      const page = await efs.describeFileSystems({ MaxItems: PAGE, Marker });
      yield present(await mapConcurrent(page.FileSystems ?? [], (one) => toFileSystem(efs, one, want)));
      Marker = page.NextMarker;
    } while (Marker);
  },
  describe: async (aws, ref) => {
    const efs = await aws.in(ref.region).efs();
    const found = await unlessGone(() => efs.describeFileSystems({ FileSystemId: idOf(ref) }), GONE);
    const [fileSystem] = found?.FileSystems ?? [];
    return fileSystem === undefined ? null : toFileSystem(efs, fileSystem, null);
  },
});

/** null: the file system is gone since it was listed. */
const toFileSystem = (
  efs: EFS,
  fileSystem: FileSystemDescription,
  want: Want,
): Promise<EfsFileSystem | null> =>
  unlessGone(async () => {
    const { FileSystemId: id, FileSystemArn: arn } = fileSystem;
    if (id === undefined || arn === undefined) return null;
    const parts = await readParts(want, {
      backupPolicy: async () => {
        const policy = await read(() => efs.describeBackupPolicy({ FileSystemId: id }), {
          absent: 'PolicyNotFound',
        });
        return policy === null || isNoEvidence(policy) ? policy : text(policy.BackupPolicy?.Status);
      },
    });
    return {
      id,
      arn,
      state: fileSystem.LifeCycleState ?? 'unknown',
      createdAt: time(fileSystem.CreationTime),
      encrypted: fileSystem.Encrypted ?? false,
      kmsKeyId: text(fileSystem.KmsKeyId),
      performanceMode: text(fileSystem.PerformanceMode),
      throughputMode: text(fileSystem.ThroughputMode),
      availabilityZone: text(fileSystem.AvailabilityZoneName),
      mountTargets: fileSystem.NumberOfMountTargets ?? 0,
      sizeBytes: fileSystem.SizeInBytes?.Value ?? 0,
      ...parts,
      tags: tagMap(fileSystem.Tags),
    };
  }, GONE);
