import { alongWith, all, changed, nothing } from '../rule.js';
import { ebsEncryption, metadataDefaults, snapshotBlock } from './ec2-kinds.js';
import { each } from './ec2-shapes.js';

const UNHELD = 'a setting that the inventory does not hold';

/** What a region has one of. */
export const settingRules = {
  ...each(
    [
      ...['EnableEbsEncryptionByDefault', 'DisableEbsEncryptionByDefault'],
      ...['ModifyEbsDefaultKmsKeyId', 'ResetEbsDefaultKmsKeyId'],
    ],
    () => changed(ebsEncryption),
  ),
  ModifyInstanceMetadataDefaults: changed(metadataDefaults),
  // while it is on, snapshots that were shared with everybody are not
  ...each(['EnableSnapshotBlockPublicAccess', 'DisableSnapshotBlockPublicAccess'], () =>
    alongWith(changed(snapshotBlock), all('AWS::EC2::Snapshot', 'region')),
  ),

  ...each(
    [
      ...['EnableSerialConsoleAccess', 'DisableSerialConsoleAccess'],
      ...['EnableImageBlockPublicAccess', 'DisableImageBlockPublicAccess'],
      ...['EnableAllowedImagesSettings', 'DisableAllowedImagesSettings'],
      ...['ReplaceImageCriteriaInAllowedImagesSettings', 'ModifyDefaultCreditSpecification'],
      ...['ModifyIdFormat', 'ModifyIdentityIdFormat', 'ModifyAvailabilityZoneGroup'],
      ...['ModifyManagedResourceVisibility', 'EnableReachabilityAnalyzerOrganizationSharing'],
      ...['EnableAwsNetworkPerformanceMetricSubscription', 'DisableAwsNetworkPerformanceMetricSubscription'],
      ...['EnableCapacityManager', 'DisableCapacityManager', 'UpdateCapacityManagerOrganizationsAccess'],
      ...['UpdateCapacityManagerMonitoredTagKeys', 'EnableIpamOrganizationAdminAccount'],
      ...['DisableIpamOrganizationAdminAccount', 'RegisterInstanceEventNotificationAttributes'],
      ...['DeregisterInstanceEventNotificationAttributes', 'CreateSpotDatafeedSubscription'],
      'DeleteSpotDatafeedSubscription',
    ],
    () => nothing(UNHELD),
  ),
};
