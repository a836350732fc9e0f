import { named } from '../names.js';
import { all, alongWith, changed, created, deleted, kind, nothing, rules } from '../rule.js';

const fileSystemAt = kind(
  'AWS::EFS::FileSystem',
  'arn:{partition}:elasticfilesystem:{region}:{account}:file-system/{}',
  { id: named('file-system/', (id) => (id.startsWith('fs-') ? id : undefined)) },
);
const fileSystem = fileSystemAt('response.fileSystemId|request.fileSystemId');
const fileSystemChanged = changed(fileSystem);
const accessPointAt = kind(null, 'arn:{partition}:elasticfilesystem:{region}:{account}:access-point/{}', {
  id: named('access-point/', (id) => (id.startsWith('fsap-') ? id : undefined)),
});
const tagged = changed(fileSystemAt('request.resourceId'), accessPointAt('request.resourceId'));
/** The call names the mount target alone, not whose it is. */
const someFileSystem = alongWith(changed(), all('AWS::EFS::FileSystem', 'region'));

/** EFS (service-authorization/latest/reference/list_amazonelasticfilesystem.html). */
export const efsRules = [
  rules('elasticfilesystem.amazonaws.com', {
    CreateFileSystem: created(fileSystem),
    UpdateFileSystem: fileSystemChanged,
    UpdateFileSystemProtection: fileSystemChanged,
    DeleteFileSystem: deleted(fileSystem),
    PutFileSystemPolicy: fileSystemChanged,
    DeleteFileSystemPolicy: fileSystemChanged,
    PutBackupPolicy: fileSystemChanged,
    PutLifecycleConfiguration: fileSystemChanged,
    CreateReplicationConfiguration: changed(fileSystemAt('request.sourceFileSystemId')),
    DeleteReplicationConfiguration: changed(fileSystemAt('request.sourceFileSystemId')),
    CreateMountTarget: fileSystemChanged,
    DeleteMountTarget: someFileSystem,
    ModifyMountTargetSecurityGroups: someFileSystem,
    CreateAccessPoint: fileSystemChanged,
    DeleteAccessPoint: deleted(accessPointAt('request.accessPointId')),
    CreateTags: fileSystemChanged,
    DeleteTags: fileSystemChanged,
    TagResource: tagged,
    UntagResource: tagged,
    PutAccountPreferences: nothing('the account'),
  }),
];
