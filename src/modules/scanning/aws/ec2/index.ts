import { type Reader } from '../reader.js';
import { ec2AddressReader } from './address.js';
import { ec2InstanceReader } from './instance.js';
import { ec2VolumeReader } from './volume.js';

export const ec2Readers: readonly Reader[] = [ec2InstanceReader, ec2VolumeReader, ec2AddressReader];
