import { z } from 'zod';
import { part } from '../../part.js';
import { resourceType } from '../../resource-type.js';
import { isoTime, nameTag, tags } from '../shared.js';

export const efsFileSystem = resourceType({
  type: 'AWS::EFS::FileSystem',
  service: 'efs',
  schema: z.object({
    id: z.string(),
    arn: z.string(),
    state: z.string(),
    createdAt: isoTime.nullable(),
    encrypted: z.boolean(),
    kmsKeyId: z.string().nullable(),
    performanceMode: z.string().nullable(),
    throughputMode: z.string().nullable(),
    /** Of a file system in one zone only. */
    availabilityZone: z.string().nullable(),
    mountTargets: z.number().int(),
    sizeBytes: z.number(),
    /** Of automatic backups: `ENABLED`, `ENABLING`, `DISABLED`, `DISABLING`; null: there never was a policy. */
    backupPolicy: part(z.string().nullable()),
    tags,
  }),
  volatile: ['sizeBytes'],
  arn: (fileSystem) => fileSystem.arn,
  name: nameTag,
  tags: (fileSystem) => fileSystem.tags,
  relates: ({ kmsKeyId }) => (kmsKeyId?.startsWith('arn:') === true ? [kmsKeyId] : []),
});

export type EfsFileSystem = z.infer<typeof efsFileSystem.schema>;
