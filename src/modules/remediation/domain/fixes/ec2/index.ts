import type { Fix } from '../../fix.js';
import { emptyDefaultGroup } from './default-group.js';
import { monitorInDetail } from './detailed-monitoring.js';
import { recordFlows } from './flow-logs.js';
import { requireImdsv2 } from './imdsv2.js';
import { denyAclPorts } from './network-acl-ports.js';
import { closeAllPorts, closeOpenPorts, closeWideRanges } from './open-ingress.js';
import { encryptByDefault, requireImdsv2ByDefault } from './region-settings.js';
import { blockSnapshotSharing, makeImagePrivate, makeSnapshotPrivate } from './sharing.js';
import { stopIdle } from './stop-idle.js';
import { noPublicIpOnLaunch } from './subnet-public-ip.js';
import { releaseAddress } from './unattached-address.js';
import { deleteUnattachedVolume } from './unattached-volume.js';

export const ec2Fixes: readonly Fix[] = [
  closeOpenPorts,
  closeAllPorts,
  closeWideRanges,
  emptyDefaultGroup,
  ...denyAclPorts,
  recordFlows,
  noPublicIpOnLaunch,
  requireImdsv2,
  requireImdsv2ByDefault,
  monitorInDetail,
  stopIdle,
  encryptByDefault,
  makeSnapshotPrivate,
  blockSnapshotSharing,
  makeImagePrivate,
  deleteUnattachedVolume,
  releaseAddress,
];
