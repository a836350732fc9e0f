import { z } from 'zod';
import { part } from '../../part.js';
import { resourceType } from '../../resource-type.js';
import { settingArn } from '../shared.js';

/** Whether new volumes and snapshot copies of a region are encrypted without anybody asking. */
export const ec2EbsEncryptionByDefault = resourceType({
  type: 'AWS::EC2::EbsEncryptionByDefault',
  service: 'ec2',
  schema: z.object({
    enabled: part(z.boolean()),
    /** The key that encrypts where none is named: an ARN, an id or `alias/aws/ebs`. */
    defaultKmsKeyId: part(z.string().nullable()),
  }),
  volatile: [],
  arn: (_setting, at) => settingArn('ec2', 'ebs-encryption-by-default', at),
  name: () => 'EBS encryption by default',
  tags: () => ({}),
  relates: ({ defaultKmsKeyId }) =>
    typeof defaultKmsKeyId === 'string' && defaultKmsKeyId.startsWith('arn:') ? [defaultKmsKeyId] : [],
});

export const snapshotSharing = z.object({
  /** `block-all-sharing`, `block-new-sharing`, `unblocked`. */
  state: z.string(),
  /** `account`, or `declarative-policy` of the organization. */
  managedBy: z.string().nullable(),
});

/** How far a region keeps EBS snapshots from being shared with everybody. */
export const ec2SnapshotBlockPublicAccess = resourceType({
  type: 'AWS::EC2::SnapshotBlockPublicAccess',
  service: 'ec2',
  schema: z.object({ sharing: part(snapshotSharing) }),
  volatile: [],
  arn: (_setting, at) => settingArn('ec2', 'snapshot-block-public-access', at),
  name: () => 'Block public access for EBS snapshots',
  tags: () => ({}),
});

export const metadataDefaults = z.object({
  /** `required`, `optional`; null: no preference, the image or the launch decides. */
  httpTokens: z.string().nullable(),
  httpPutResponseHopLimit: z.number().int().nullable(),
  httpEndpoint: z.string().nullable(),
  instanceMetadataTags: z.string().nullable(),
  managedBy: z.string().nullable(),
});

/** What a region gives new instances for their metadata service where the launch does not say. */
export const ec2InstanceMetadataDefaults = resourceType({
  type: 'AWS::EC2::InstanceMetadataDefaults',
  service: 'ec2',
  schema: z.object({ defaults: part(metadataDefaults) }),
  volatile: [],
  arn: (_setting, at) => settingArn('ec2', 'instance-metadata-defaults', at),
  name: () => 'Instance metadata defaults',
  tags: () => ({}),
});

export type Ec2EbsEncryptionByDefault = z.infer<typeof ec2EbsEncryptionByDefault.schema>;
export type Ec2SnapshotBlockPublicAccess = z.infer<typeof ec2SnapshotBlockPublicAccess.schema>;
export type Ec2InstanceMetadataDefaults = z.infer<typeof ec2InstanceMetadataDefaults.schema>;
