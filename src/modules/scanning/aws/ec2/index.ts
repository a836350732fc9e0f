import { type Reader } from '../reader.js';
import { ec2AddressReader } from './address.js';
import { ec2ImageReader } from './image.js';
import { ec2InstanceReader } from './instance.js';
import { ec2NetworkReaders } from './network.js';
import {
  ec2EbsEncryptionByDefaultReader,
  ec2InstanceMetadataDefaultsReader,
  ec2SnapshotBlockPublicAccessReader,
} from './region-settings.js';
import { ec2SnapshotReader } from './snapshot.js';
import { ec2VolumeReader } from './volume.js';

export const ec2Readers: readonly Reader[] = [
  ec2InstanceReader,
  ec2VolumeReader,
  ec2SnapshotReader,
  ec2ImageReader,
  ec2AddressReader,
  ec2EbsEncryptionByDefaultReader,
  ec2SnapshotBlockPublicAccessReader,
  ec2InstanceMetadataDefaultsReader,
  ...ec2NetworkReaders,
];
