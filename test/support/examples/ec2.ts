import { type Ec2Image } from '../../../src/modules/scanning/domain/resources/ec2/image.js';
import { type Ec2Snapshot } from '../../../src/modules/scanning/domain/resources/ec2/snapshot.js';
import { daysAgo } from '../scanning-examples.js';

export const snapshot = (changed: Partial<Ec2Snapshot> = {}): Ec2Snapshot => ({
  id: 'snap-0123456789abcdef0',
  volumeId: 'vol-1',
  state: 'completed',
  sizeGb: 100,
  encrypted: true,
  kmsKeyId: null,
  storageTier: 'standard',
  description: null,
  startedAt: daysAgo(10),
  tags: {},
  public: false,
  ...changed,
});

export const image = (changed: Partial<Ec2Image> = {}): Ec2Image => ({
  id: 'ami-0123456789abcdef0',
  name: 'web-2026-01',
  description: null,
  state: 'available',
  public: false,
  createdAt: daysAgo(10),
  architecture: 'x86_64',
  platformDetails: 'Linux/UNIX',
  virtualizationType: 'hvm',
  rootDeviceType: 'ebs',
  imdsSupport: 'v2.0',
  devices: [
    { device: '/dev/xvda', snapshotId: 'snap-1', sizeGb: 8, volumeType: 'gp3', encrypted: true },
    { device: '/dev/xvdb', snapshotId: null, sizeGb: 100, volumeType: 'gp3', encrypted: false },
  ],
  tags: {},
  ...changed,
});
