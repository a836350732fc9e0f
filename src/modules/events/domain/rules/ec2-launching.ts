import { changed, created, deleted } from '../rule.js';
import { untracked, untrackedByName } from './ec2-kinds.js';
import { each } from './ec2-shapes.js';
import { actionsOn, standard } from './ec2-untracked.js';

const keyPair = untrackedByName('key-pair');
const launchTemplate = untracked('launch-template', 'lt');
const placementGroup = untrackedByName('placement-group');

const spotRequest = untracked('spot-instances-request', 'sir');

/** What launches instances, or gives them room. The inventory holds none of it. */
export const launchingRules = {
  ...each(['CreateKeyPair', 'ImportKeyPair'], ({ named }) => created(keyPair(named('keyName')))),
  ...each(['DeleteKeyPair'], ({ asked }) => deleted(keyPair(asked('keyName')))),
  ...each(['CreateLaunchTemplate'], ({ answered }) =>
    created(launchTemplate(answered('launchTemplate.launchTemplateId'))),
  ),
  ...each(['CreateLaunchTemplateVersion', 'ModifyLaunchTemplate'], ({ named }) =>
    changed(
      launchTemplate(
        named(
          'launchTemplateId',
          'launchTemplateVersion.launchTemplateId',
          'launchTemplate.launchTemplateId',
        ),
      ),
    ),
  ),
  ...each(['DeleteLaunchTemplateVersions'], ({ named }) =>
    changed(
      launchTemplate(
        named('launchTemplateId', 'successfullyDeletedLaunchTemplateVersionSet[].launchTemplateId'),
      ),
    ),
  ),
  ...each(['DeleteLaunchTemplate'], ({ named }) =>
    deleted(launchTemplate(named('launchTemplateId', 'launchTemplate.launchTemplateId'))),
  ),
  ...each(['CreatePlacementGroup'], ({ asked }) => created(placementGroup(asked('groupName')))),
  ...each(['DeletePlacementGroup'], ({ asked }) => deleted(placementGroup(asked('groupName')))),
  ...actionsOn(untracked('fleet', 'fleet'), {
    ...{ id: 'fleetId', changed: ['ModifyFleet'], deleted: ['DeleteFleets'] },
  }),
  ...actionsOn(untracked('spot-fleet-request', 'sfr'), {
    ...{ id: 'spotFleetRequestId', created: ['RequestSpotFleet'], changed: ['ModifySpotFleetRequest'] },
    deleted: ['CancelSpotFleetRequests'],
  }),
  ...each(['RequestSpotInstances'], ({ answered }) =>
    created(spotRequest(answered('spotInstanceRequestSet[].spotInstanceRequestId'))),
  ),
  ...each(['CancelSpotInstanceRequests'], ({ asked }) =>
    deleted(
      spotRequest(asked('spotInstanceRequestIdSet[].spotInstanceRequestId', 'spotInstanceRequestId[]')),
    ),
  ),
  ...actionsOn(untracked('dedicated-host', 'h'), {
    ...{ id: 'hostId', created: ['AllocateHosts'], changed: ['ModifyHosts'], deleted: ['ReleaseHosts'] },
  }),
  ...standard('CapacityReservation', untracked('capacity-reservation', 'cr'), 'CM', [
    'CancelCapacityReservation',
  ]),
  ...standard('CapacityReservationFleet', untracked('capacity-reservation-fleet', 'crf'), 'CM', [
    'CancelCapacityReservationFleets',
  ]),
  ...standard('InstanceEventWindow', untracked('instance-event-window', 'iew'), 'CMD', [
    ...['AssociateInstanceEventWindow', 'DisassociateInstanceEventWindow'],
  ]),
  ...standard('InstanceConnectEndpoint', untracked('instance-connect-endpoint', 'eice'), 'CMD'),
};
