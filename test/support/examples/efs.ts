import { type EfsFileSystem } from '../../../src/modules/scanning/domain/resources/efs/file-system.js';
import { daysAgo } from '../scanning-examples.js';

/** A file system that every control passes. */
export const fileSystem = (changed: Partial<EfsFileSystem> = {}): EfsFileSystem => ({
  id: 'fs-1',
  arn: 'arn:aws:elasticfilesystem:eu-west-1:123456789012:file-system/fs-1',
  state: 'available',
  createdAt: daysAgo(400),
  encrypted: true,
  kmsKeyId: 'arn:aws:kms:eu-west-1:123456789012:key/1',
  performanceMode: 'generalPurpose',
  throughputMode: 'elastic',
  availabilityZone: null,
  mountTargets: 2,
  sizeBytes: 6_144,
  backupPolicy: 'ENABLED',
  tags: { Name: 'uploads' },
  ...changed,
});
