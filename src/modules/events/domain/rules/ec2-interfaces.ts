import { alongWith, all, changed, created, deleted, nothing } from '../rule.js';
import { address, instance, networkInterface, securityGroup } from './ec2-kinds.js';
import { byId, each } from './ec2-shapes.js';

const interfaces = all('AWS::EC2::NetworkInterface', 'region');

/** Network interfaces. Whether a security group is in use follows from them. */
export const interfaceRules = {
  ...each(['CreateNetworkInterface'], ({ answered }) =>
    alongWith(
      created(networkInterface(answered('networkInterface.networkInterfaceId'))),
      securityGroup(answered('networkInterface.groupSet[].groupId')),
    ),
  ),
  ...each(['ModifyNetworkInterfaceAttribute'], ({ asked }) =>
    alongWith(
      changed(networkInterface(asked('networkInterfaceId'))),
      securityGroup(asked('groupSet[].groupId', 'securityGroupId[]')),
    ),
  ),
  ...byId(
    [
      ...['ResetNetworkInterfaceAttribute', 'ModifyPublicIpDnsNameOptions'],
      ...['AssignPrivateIpAddresses', 'UnassignPrivateIpAddresses'],
      ...['AssignIpv6Addresses', 'UnassignIpv6Addresses', 'CreateNetworkInterfacePermission'],
    ],
    'networkInterfaceId',
    (path) => changed(networkInterface(path)),
  ),
  ...each(['AttachNetworkInterface'], ({ asked }) =>
    changed(networkInterface(asked('networkInterfaceId')), instance(asked('instanceId'))),
  ),
  // asked and answered with the id of the attachment alone
  DetachNetworkInterface: nothing('it names an attachment, and no event tells whose that is'),
  ...byId(['DeleteNetworkInterface'], 'networkInterfaceId', (path) => deleted(networkInterface(path))),
  ...each(['AssociateTrunkInterface'], ({ asked }) =>
    changed(networkInterface(asked('branchInterfaceId')), networkInterface(asked('trunkInterfaceId'))),
  ),
  DisassociateTrunkInterface: nothing('trunks are not described'),
  DeleteNetworkInterfacePermission: nothing('permissions are not described'),
};

/** Elastic IP addresses. An instance's and an interface's public address are theirs. */
export const addressRules = {
  ...each(['AllocateAddress', 'MoveAddressToVpc'], ({ answered }) =>
    created(address(answered('allocationId'))),
  ),
  ...each(['AcceptAddressTransfer'], ({ answered }) =>
    created(address(answered('addressTransfer.allocationId'))),
  ),
  ...each(['AssociateAddress'], ({ asked }) =>
    changed(
      address(asked('allocationId')),
      instance(asked('instanceId')),
      networkInterface(asked('networkInterfaceId')),
    ),
  ),
  // asked with the id of the association alone
  DisassociateAddress: alongWith(changed(), all('AWS::EC2::EIP', 'region'), interfaces),
  ...byId(
    [
      ...['ModifyAddressAttribute', 'ResetAddressAttribute'],
      ...['EnableAddressTransfer', 'DisableAddressTransfer'],
    ],
    'allocationId',
    (path) => changed(address(path)),
  ),
  ...byId(['ReleaseAddress'], 'allocationId', (path) => deleted(address(path))),
  RestoreAddressToClassic: nothing('EC2-Classic is no more'),
};
