import { alongWith, changed, created, deleted, nothing } from '../rule.js';
import { image, snapshot, untracked } from './ec2-kinds.js';
import { byId, each } from './ec2-shapes.js';

/** Machine images, and the tasks that copy them in and out. */
export const imageRules = {
  ...each(['CreateImage', 'CopyImage', 'RegisterImage', 'CreateRestoreImageTask'], ({ answered }) =>
    created(image(answered('imageId'))),
  ),
  ...byId(['RestoreImageFromRecycleBin'], 'imageId', (path) => created(image(path))),
  ...byId(
    [
      ...['ModifyImageAttribute', 'ResetImageAttribute', 'CancelImageLaunchPermission'],
      ...['EnableImage', 'DisableImage', 'EnableImageDeprecation', 'DisableImageDeprecation'],
      ...['EnableImageDeregistrationProtection', 'DisableImageDeregistrationProtection'],
      ...['EnableFastLaunch', 'DisableFastLaunch', 'AttachImageWatermark', 'DetachImageWatermark'],
      'ReplaceImageInstanceTypeSpecification',
    ],
    'imageId',
    (path) => changed(image(path)),
  ),
  ...each(['DeregisterImage'], ({ asked, answered }) =>
    // named with what became of them: not each is gone
    alongWith(deleted(image(asked('imageId'))), snapshot(answered('deleteSnapshotResultSet[].snapshotId'))),
  ),

  CreateStoreImageTask: nothing('a copy of the image for S3'),
  ...each(['ExportImage'], ({ answered }) =>
    created(untracked('export-image-task', 'export-ami')(answered('exportImageTaskId'))),
  ),
  ...each(['ImportImage'], ({ answered }) =>
    created(untracked('import-image-task', 'import-ami')(answered('importTaskId'))),
  ),
  ...each(['ImportSnapshot'], ({ answered }) =>
    created(untracked('import-snapshot-task', 'import-snap')(answered('importTaskId'))),
  ),
  CancelImportTask: nothing('a task'),
  CancelExportTask: nothing('a task'),
  CancelConversionTask: nothing('a task'),
  ...each(['CreateImageUsageReport', 'DeleteImageUsageReport'], () => nothing('a report')),
};
