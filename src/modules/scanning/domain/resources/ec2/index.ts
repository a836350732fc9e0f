import { type ResourceType } from '../../resource-type.js';
import { ec2Address } from './address.js';
import { ec2Instance } from './instance.js';
import { ec2Volume } from './volume.js';

export const ec2Types: readonly ResourceType[] = [ec2Instance, ec2Volume, ec2Address];
