import { type ControlContext, type Thresholds } from '../../src/modules/scanning/domain/control.js';
import { type NoEvidence } from '../../src/modules/scanning/domain/part.js';
import { type Ec2Address } from '../../src/modules/scanning/domain/resources/ec2/address.js';
import { type CpuUse, type Ec2Instance } from '../../src/modules/scanning/domain/resources/ec2/instance.js';
import { type Ec2Volume } from '../../src/modules/scanning/domain/resources/ec2/volume.js';
import { type IamAccessKey } from '../../src/modules/scanning/domain/resources/iam/access-key.js';
import { type IamUser } from '../../src/modules/scanning/domain/resources/iam/user.js';
import { type S3Bucket } from '../../src/modules/scanning/domain/resources/s3/bucket.js';

export const now = new Date('2026-03-01T12:00:00.000Z');

/** ISO time so many days before `now`. */
export const daysAgo = (days: number): string => new Date(now.getTime() - days * 86_400_000).toISOString();

export const thresholds: Thresholds = {
  stoppedInstanceDays: 30,
  idleInstanceCpuPercent: 5,
  idleInstanceDays: 14,
  unattachedVolumeDays: 7,
  emptyBucketDays: 30,
  untouchedBucketDays: 90,
  unusedUserDays: 90,
  unusedAccessKeyDays: 90,
};

export const context = (changed: Partial<Thresholds> = {}, region = 'eu-west-1'): ControlContext => ({
  now,
  place: { partition: 'aws', accountId: '123456789012', region },
  thresholds: { ...thresholds, ...changed },
});

export const denied: NoEvidence = { noEvidence: 'denied', code: 'AccessDenied', message: 'not allowed' };

/** Averages of today and the 14 days before, the newest last. */
export const cpu = (averagePercent: number, datapoints = 15): CpuUse => ({
  averagePercent,
  days: 14,
  datapoints,
  daily: Array.from({ length: datapoints }, (_, day) => ({
    day: daysAgo(datapoints - 1 - day).slice(0, 10),
    averagePercent,
  })),
});

export const instance = (changed: Partial<Ec2Instance> = {}): Ec2Instance => ({
  id: 'i-0123456789abcdef0',
  type: 't3.large',
  state: 'running',
  stateTransitionReason: null,
  launchTime: daysAgo(100),
  imageId: 'ami-1',
  availabilityZone: 'eu-west-1a',
  vpcId: 'vpc-1',
  subnetId: 'subnet-1',
  privateIp: '10.0.0.1',
  publicIp: null,
  publicDns: null,
  networkInterfaces: [{ id: 'eni-1', kind: 'interface', subnetId: 'subnet-1', publicIps: [] }],
  securityGroups: [{ id: 'sg-1', name: 'web' }],
  instanceProfileArn: null,
  httpTokens: 'required',
  httpEndpoint: 'enabled',
  httpPutResponseHopLimit: 1,
  monitoring: 'disabled',
  virtualizationType: 'hvm',
  ebsOptimized: true,
  keyName: null,
  launchTemplateId: null,
  platformDetails: 'Linux/UNIX',
  lifecycle: null,
  tenancy: 'default',
  volumeIds: ['vol-1'],
  tags: { Name: 'web-1' },
  cpu: cpu(40),
  attachedVolumes: null,
  ...changed,
});

export const volume = (changed: Partial<Ec2Volume> = {}): Ec2Volume => ({
  id: 'vol-1',
  state: 'available',
  sizeGb: 100,
  volumeType: 'gp3',
  iops: 3000,
  throughput: 125,
  encrypted: true,
  kmsKeyId: null,
  snapshotId: null,
  availabilityZone: 'eu-west-1a',
  multiAttach: false,
  createdAt: daysAgo(100),
  attachments: [],
  tags: {},
  newestSnapshot: { id: 'snap-1', startedAt: daysAgo(1) },
  ...changed,
});

export const address = (changed: Partial<Ec2Address> = {}): Ec2Address => ({
  id: 'eipalloc-1',
  publicIp: '203.0.113.1',
  associationId: null,
  instanceId: null,
  networkInterfaceId: null,
  privateIp: null,
  networkBorderGroup: 'eu-west-1',
  publicIpv4Pool: 'amazon',
  tags: {},
  ...changed,
});

export const bucket = (changed: Partial<S3Bucket> = {}): S3Bucket => ({
  name: 'reports',
  region: 'eu-west-1',
  createdAt: daysAgo(400),
  tags: {},
  contents: {
    objects: 2,
    newestAt: daysAgo(200),
    complete: true,
    anyVersion: true,
    bytes: 10 * 2 ** 30,
    storageClasses: ['STANDARD'],
  },
  publicAccessBlock: {
    blockPublicAcls: true,
    ignorePublicAcls: true,
    blockPublicPolicy: true,
    restrictPublicBuckets: true,
  },
  accountPublicAccessBlock: null,
  acl: {
    ownerId: 'own-canonical-id',
    grants: [{ grantee: { type: 'CanonicalUser', id: 'own-canonical-id' }, permission: 'FULL_CONTROL' }],
  },
  policy: null,
  versioning: { status: null, mfaDelete: false },
  encryption: { algorithm: 'AES256', kmsKeyId: null, bucketKey: false },
  logging: null,
  lifecycle: [],
  ownership: 'BucketOwnerEnforced',
  objectLock: null,
  notifications: { eventBridge: false, targets: [] },
  replication: null,
  website: null,
  ...changed,
});

export const user = (changed: Partial<IamUser> = {}): IamUser => ({
  id: 'AIDA1',
  name: 'alice',
  arn: 'arn:aws:iam::123456789012:user/eng/alice',
  path: '/eng/',
  createdAt: daysAgo(400),
  passwordLastUsed: null,
  consolePassword: null,
  mfaActive: false,
  accessKeys: [],
  groups: [],
  attachedPolicies: [],
  inlinePolicies: [],
  permissionsBoundaryArn: null,
  tags: {},
  ...changed,
});

export const accessKey = (changed: Partial<IamAccessKey> = {}): IamAccessKey => ({
  id: 'AKIA1',
  status: 'Active',
  createdAt: daysAgo(400),
  lastUsedAt: null,
  userName: 'alice',
  userArn: 'arn:aws:iam::123456789012:user/eng/alice',
  userTags: {},
  ...changed,
});
