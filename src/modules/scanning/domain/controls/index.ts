import { type Control } from '../control.js';
import { addressUnattached } from './ec2/address-unattached.js';
import { instanceIdle } from './ec2/instance-idle.js';
import { instanceStopped } from './ec2/instance-stopped.js';
import { volumeUnattached } from './ec2/volume-unattached.js';
import { accessKeyUnused } from './iam/access-key-unused.js';
import { userUnused } from './iam/user-unused.js';
import { bucketUnused } from './s3/bucket-unused.js';

/** Each control that a scan decides. */
export const controls: readonly Control[] = [
  instanceStopped,
  instanceIdle,
  volumeUnattached,
  addressUnattached,
  bucketUnused,
  userUnused,
  accessKeyUnused,
];

/** The controls that decide on a resource of this type (`AWS::S3::Bucket`). */
export const controlsOn = (type: string): readonly Control[] =>
  controls.filter((control) => control.type === type);

/** By its id or an alias. */
export const controlById = (id: string): Control | undefined =>
  controls.find((control) => control.id === id || control.aliases.includes(id));
