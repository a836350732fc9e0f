import { changed, created, deleted } from '../rule.js';
import { instance, snapshot, volume } from './ec2-kinds.js';
import { byId, each } from './ec2-shapes.js';

/** EBS volumes and their snapshots. */
export const volumeRules = {
  ...each(['CreateVolume'], ({ answered }) => created(volume(answered('volumeId')))),
  ...each(['CopyVolumes'], ({ answered }) => created(volume(answered('volumeSet[].volumeId')))),
  ...each(['ImportVolume'], ({ answered }) =>
    created(volume(answered('conversionTask.importVolume.volume.id'))),
  ),
  ...byId(['RestoreVolumeFromRecycleBin'], 'volumeId', (path) => created(volume(path))),
  ...byId(['ModifyVolume', 'ModifyVolumeAttribute', 'EnableVolumeIO'], 'volumeId', (path) =>
    changed(volume(path)),
  ),
  // both have the attachment in their configuration; DetachVolume may be asked without the instance
  ...each(['AttachVolume', 'DetachVolume'], ({ named }) =>
    changed(volume(named('volumeId')), instance(named('instanceId'))),
  ),
  ...byId(['DeleteVolume'], 'volumeId', (path) => deleted(volume(path))),

  ...each(['CreateSnapshot', 'CopySnapshot'], ({ answered }) => created(snapshot(answered('snapshotId')))),
  ...each(['CreateSnapshots'], ({ answered }) => created(snapshot(answered('snapshotSet[].snapshotId')))),
  ...byId(['RestoreSnapshotFromRecycleBin'], 'snapshotId', (path) => created(snapshot(path))),
  ...byId(
    [
      ...['ModifySnapshotAttribute', 'ResetSnapshotAttribute', 'LockSnapshot', 'UnlockSnapshot'],
      ...['ModifySnapshotTier', 'RestoreSnapshotTier'],
    ],
    'snapshotId',
    (path) => changed(snapshot(path)),
  ),
  ...byId(['EnableFastSnapshotRestores', 'DisableFastSnapshotRestores'], 'sourceSnapshotId[]', (path) =>
    changed(snapshot(path)),
  ),
  ...byId(['DeleteSnapshot'], 'snapshotId', (path) => deleted(snapshot(path))),
};

/** EBS's own API writes snapshots block by block: from StartSnapshot on there is one. */
export const ebsRules = {
  StartSnapshot: created(snapshot('response.snapshotId')),
  CompleteSnapshot: changed(snapshot('request.snapshotId')),
};
