import { type Control } from '../../control.js';
import { addressUnattached } from './address-unattached.js';
import { instanceIdle } from './instance-idle.js';
import { instanceStopped } from './instance-stopped.js';
import { volumeUnattached } from './volume-unattached.js';

export const ec2Controls: readonly Control[] = [
  instanceStopped,
  instanceIdle,
  volumeUnattached,
  addressUnattached,
];
