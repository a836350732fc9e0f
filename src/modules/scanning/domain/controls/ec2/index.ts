import { type Control } from '../../control.js';
import { addressUnattached } from './address-unattached.js';
import {
  defaultEncryption,
  imageEncryption,
  snapshotEncryption,
  volumeEncryption,
} from './ebs-encryption.js';
import { accountImdsv2, instanceImdsv2 } from './imdsv2.js';
import { instanceIdle } from './instance-idle.js';
import { instanceMonitoring } from './instance-monitoring.js';
import { instanceOlder } from './instance-older.js';
import { instanceParavirtual } from './instance-paravirtual.js';
import { instanceProfileAttached } from './instance-profile-attached.js';
import { instancePublicIp } from './instance-public-ip.js';
import { instanceSingleInterface } from './instance-single-interface.js';
import { instanceStopped } from './instance-stopped.js';
import { ec2NetworkControls } from './network.js';
import { publicImage, publicSnapshot, snapshotBlockPublicAccess } from './public-sharing.js';
import { volumeSnapshotsExist } from './volume-snapshots-exist.js';
import { volumeUnattached } from './volume-unattached.js';

export const ec2Controls: readonly Control[] = [
  instanceStopped,
  instanceIdle,
  volumeUnattached,
  addressUnattached,
  instanceImdsv2,
  instanceProfileAttached,
  instancePublicIp,
  instanceOlder,
  instanceMonitoring,
  instanceSingleInterface,
  instanceParavirtual,
  accountImdsv2,
  volumeEncryption,
  volumeSnapshotsExist,
  defaultEncryption,
  publicSnapshot,
  snapshotEncryption,
  snapshotBlockPublicAccess,
  publicImage,
  imageEncryption,
  ...ec2NetworkControls,
];
