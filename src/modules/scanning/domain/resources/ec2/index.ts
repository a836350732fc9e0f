import { type ResourceType } from '../../resource-type.js';
import { ec2Address } from './address.js';
import { ec2Image } from './image.js';
import { ec2Instance } from './instance.js';
import { ec2NetworkTypes } from './network.js';
import {
  ec2EbsEncryptionByDefault,
  ec2InstanceMetadataDefaults,
  ec2SnapshotBlockPublicAccess,
} from './region-settings.js';
import { ec2Snapshot } from './snapshot.js';
import { ec2Volume } from './volume.js';

export const ec2Types: readonly ResourceType[] = [
  ec2Instance,
  ec2Volume,
  ec2Snapshot,
  ec2Image,
  ec2Address,
  ec2EbsEncryptionByDefault,
  ec2SnapshotBlockPublicAccess,
  ec2InstanceMetadataDefaults,
  ...ec2NetworkTypes,
];
