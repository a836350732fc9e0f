import { alongWith, both, changed, created, deleted, nothing } from '../rule.js';
import { instance, networkInterface, securityGroup, untracked, volume } from './ec2-kinds.js';
import { byId, each } from './ec2-shapes.js';

const several = ['instancesSet[].instanceId', 'instanceId[]'] as const;

/** Instances: launched, changed, stopped, gone. Some begin as a fleet's, or as an import's. */
export const instanceRules = {
  ...each(['RunInstances'], ({ answered }) =>
    alongWith(
      created(instance(answered('instancesSet[].instanceId'))),
      networkInterface(answered('instancesSet[].networkInterfaceSet[].networkInterfaceId')),
      // whether a group is in use follows from the interfaces
      securityGroup(
        answered(
          ...['instancesSet[].groupSet[].groupId', 'instancesSet[].networkInterfaceSet[].groupSet[].groupId'],
        ),
      ),
    ),
  ),
  ...each(['CreateFleet'], ({ answered }) =>
    both(
      created(untracked('fleet', 'fleet')(answered('fleetId'))),
      // only an instant fleet tells them; the others launch with RunInstances afterwards
      created(instance(answered('fleetInstanceSet[].instanceIds[]'))),
    ),
  ),
  ...each(['RunScheduledInstances'], ({ answered }) => created(instance(answered('instanceIdSet[]')))),
  ...each(['ImportInstance'], ({ answered }) =>
    created(instance(answered('conversionTask.importInstance.instanceId'))),
  ),

  ...each(
    [
      ...['StartInstances', 'StopInstances', 'RebootInstances', 'MonitorInstances', 'UnmonitorInstances'],
      ...['EnableInstanceSqlHaStandbyDetections', 'DisableInstanceSqlHaStandbyDetections'],
    ],
    ({ asked }) => changed(instance(asked(...several))),
  ),
  ...each(['TerminateInstances'], ({ asked }) => deleted(instance(asked(...several)))),
  // AWS took a spot instance back: AWSEC2/latest/UserGuide/spot-instance-termination-notices.html
  BidEvictedEvent: deleted(instance('service.instanceIdSet[]')),

  ...each(['ModifyInstanceAttribute'], ({ asked }) =>
    alongWith(
      changed(instance(asked('instanceId'))),
      securityGroup(asked('groupSet[].groupId', 'groupId[]')),
      volume(asked('blockDeviceMapping[].ebs.volumeId')),
    ),
  ),
  ...byId(
    [
      ...['ResetInstanceAttribute', 'ModifyInstanceMetadataOptions', 'ModifyInstancePlacement'],
      ...['ModifyInstanceMaintenanceOptions', 'ModifyInstanceEventStartTime', 'ModifyInstanceCpuOptions'],
      ...['ModifyInstanceCapacityReservationAttributes', 'ModifyInstanceNetworkPerformanceOptions'],
      ...['ModifyPrivateDnsNameOptions', 'AttachClassicLinkVpc', 'DetachClassicLinkVpc'],
      ...['CreateReplaceRootVolumeTask', 'CreateDelegateMacVolumeOwnershipTask'],
      'CreateMacSystemIntegrityProtectionModificationTask',
    ],
    'instanceId',
    (path) => changed(instance(path)),
  ),
  ...each(['ModifyInstanceCreditSpecification'], ({ asked }) =>
    changed(
      instance(
        asked('instanceCreditSpecification[].instanceId', 'instanceCreditSpecificationSet[].instanceId'),
      ),
    ),
  ),
  // the last two are asked with the id of the association: only the answer names the instance
  ...each(
    ['AssociateIamInstanceProfile', 'DisassociateIamInstanceProfile', 'ReplaceIamInstanceProfileAssociation'],
    ({ asked, answered }) =>
      changed(instance(`${asked('instanceId')}|${answered('iamInstanceProfileAssociation.instanceId')}`)),
  ),

  SendDiagnosticInterrupt: nothing('an interrupt to the guest changes no setting'),
  ReportInstanceStatus: nothing('a report'),
  BundleInstance: nothing('a copy of the instance for S3'),
  CancelBundleTask: nothing('a task'),
  CreateInstanceExportTask: nothing('a copy of the instance for S3'),
};
