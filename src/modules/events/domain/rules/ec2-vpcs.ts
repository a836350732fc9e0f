import { alongWith, all, changed, created, deleted, nothing } from '../rule.js';
import { flowLog, networkAcl, routeTable, subnet, vpc } from './ec2-kinds.js';
import { byId, each } from './ec2-shapes.js';

const groups = all('AWS::EC2::SecurityGroup', 'region');
const routeTables = all('AWS::EC2::RouteTable', 'region');
const networkAcls = all('AWS::EC2::NetworkAcl', 'region');

/** VPCs, their subnets and flow logs. */
export const vpcRules = {
  ...each(['CreateVpc', 'CreateDefaultVpc'], ({ answered }) => created(vpc(answered('vpc.vpcId')))),
  ...byId(
    [
      ...['ModifyVpcAttribute', 'ModifyVpcTenancy', 'AssociateDhcpOptions', 'AssociateVpcCidrBlock'],
      ...['EnableVpcClassicLink', 'DisableVpcClassicLink'],
      ...['EnableVpcClassicLinkDnsSupport', 'DisableVpcClassicLinkDnsSupport'],
    ],
    'vpcId',
    (path) => changed(vpc(path)),
  ),
  ...each(['DisassociateVpcCidrBlock'], ({ answered }) => changed(vpc(answered('vpcId')))),
  // its default group, main route table and default list go with it, and no event names them
  ...byId(['DeleteVpc'], 'vpcId', (path) => alongWith(deleted(vpc(path)), groups, routeTables, networkAcls)),

  // a subnet begins with the default list of its VPC, and ends in whichever it had
  ...each(['CreateSubnet', 'CreateDefaultSubnet'], ({ answered }) =>
    alongWith(created(subnet(answered('subnet.subnetId'))), networkAcls),
  ),
  ...byId(
    ['ModifySubnetAttribute', 'AssociateSubnetCidrBlock', 'CreateSubnetCidrReservation'],
    'subnetId',
    (path) => changed(subnet(path)),
  ),
  ...each(['DisassociateSubnetCidrBlock'], ({ answered }) => changed(subnet(answered('subnetId')))),
  ...each(['DeleteSubnetCidrReservation'], ({ answered }) =>
    changed(subnet(answered('deletedSubnetCidrReservation.subnetId'))),
  ),
  ...byId(['DeleteSubnet'], 'subnetId', (path) => alongWith(deleted(subnet(path)), routeTables, networkAcls)),

  // a VPC is described with the flow logs that it has
  ...each(['CreateFlowLogs'], ({ asked, answered }) =>
    alongWith(created(flowLog(answered('flowLogIdSet[]'))), vpc(asked('resourceIds[]', 'resourceId[]'))),
  ),
  ...each(['DeleteFlowLogs'], ({ asked }) =>
    alongWith(deleted(flowLog(asked('flowLogIds[]', 'flowLogId[]'))), all('AWS::EC2::VPC', 'region')),
  ),

  ModifyVpcBlockPublicAccessOptions: nothing('a setting that the inventory does not hold'),
  ModifyAccountVpcEncryptionControl: nothing('a setting that the inventory does not hold'),
};

/** Route tables and network ACLs; routes and entries are parts of them. */
export const routeRules = {
  ...each(['CreateRouteTable'], ({ answered }) => created(routeTable(answered('routeTable.routeTableId')))),
  ...byId(
    [
      ...['CreateRoute', 'ReplaceRoute', 'DeleteRoute', 'AssociateRouteTable'],
      ...['EnableVgwRoutePropagation', 'DisableVgwRoutePropagation'],
      ...['EnableRouteServerPropagation', 'DisableRouteServerPropagation'],
    ],
    'routeTableId',
    (path) => changed(routeTable(path)),
  ),
  // the table that lost the subnet is known by the association alone
  ...byId(['ReplaceRouteTableAssociation'], 'routeTableId', (path) =>
    alongWith(changed(routeTable(path)), routeTables),
  ),
  DisassociateRouteTable: alongWith(changed(), routeTables),
  ...byId(['DeleteRouteTable'], 'routeTableId', (path) => deleted(routeTable(path))),

  ...each(['CreateNetworkAcl'], ({ answered }) => created(networkAcl(answered('networkAcl.networkAclId')))),
  ...byId(
    ['CreateNetworkAclEntry', 'ReplaceNetworkAclEntry', 'DeleteNetworkAclEntry'],
    'networkAclId',
    (path) => changed(networkAcl(path)),
  ),
  ...byId(['ReplaceNetworkAclAssociation'], 'networkAclId', (path) =>
    alongWith(changed(networkAcl(path)), networkAcls),
  ),
  ...byId(['DeleteNetworkAcl'], 'networkAclId', (path) => deleted(networkAcl(path))),
};
