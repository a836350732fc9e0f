import { alongWith, all, changed, created, deleted, type Rule } from '../rule.js';
import { address, networkInterface, routeTable, untracked } from './ec2-kinds.js';
import { byId, each } from './ec2-shapes.js';

const internetGateway = untracked('internet-gateway', 'igw');
const natGateway = untracked('natgateway', 'nat');
const vpnGateway = untracked('vpn-gateway', 'vgw');
const vpcEndpoint = untracked('vpc-endpoint', 'vpce');
const peering = untracked('vpc-peering-connection', 'pcx');

/** Routes that lead to what is gone are black holes, and a gateway endpoint's are gone with it. */
const withRoutes = (rule: Rule): Rule => alongWith(rule, all('AWS::EC2::RouteTable', 'region'));

/** What VPCs reach the world with. The inventory does not hold it, but routes, addresses and interfaces change with it. */
export const gatewayRules = {
  ...each(['CreateInternetGateway'], ({ answered }) =>
    created(internetGateway(answered('internetGateway.internetGatewayId'))),
  ),
  ...byId(['AttachInternetGateway', 'DetachInternetGateway'], 'internetGatewayId', (path) =>
    withRoutes(changed(internetGateway(path))),
  ),
  ...byId(['DeleteInternetGateway'], 'internetGatewayId', (path) => deleted(internetGateway(path))),

  ...each(['CreateNatGateway'], ({ asked, answered }) =>
    alongWith(
      created(natGateway(answered('natGateway.natGatewayId'))),
      address(asked('allocationId')),
      address(asked('secondaryAllocationId[]')),
      networkInterface(answered('natGateway.natGatewayAddressSet[].networkInterfaceId')),
    ),
  ),
  ...each(['AssociateNatGatewayAddress'], ({ asked }) =>
    alongWith(changed(natGateway(asked('natGatewayId'))), address(asked('allocationId[]'))),
  ),
  ...each(['DisassociateNatGatewayAddress'], ({ asked, answered }) =>
    alongWith(
      changed(natGateway(asked('natGatewayId'))),
      address(answered('natGatewayAddressSet[].allocationId')),
    ),
  ),
  ...byId(['AssignPrivateNatGatewayAddress', 'UnassignPrivateNatGatewayAddress'], 'natGatewayId', (path) =>
    changed(natGateway(path)),
  ),
  // it takes minutes until it is gone: its routes look the same till then
  ...byId(['DeleteNatGateway'], 'natGatewayId', (path) => deleted(natGateway(path))),

  ...each(['CreateVpnGateway'], ({ answered }) => created(vpnGateway(answered('vpnGateway.vpnGatewayId')))),
  ...byId(['AttachVpnGateway', 'DetachVpnGateway'], 'vpnGatewayId', (path) =>
    withRoutes(changed(vpnGateway(path))),
  ),
  ...byId(['DeleteVpnGateway'], 'vpnGatewayId', (path) => deleted(vpnGateway(path))),

  ...each(['CreateVpcEndpoint'], ({ asked, answered }) =>
    alongWith(
      created(vpcEndpoint(answered('vpcEndpoint.vpcEndpointId'))),
      routeTable(asked('routeTableIds[]', 'routeTableId[]')),
      networkInterface(answered('vpcEndpoint.networkInterfaceIdSet[]')),
    ),
  ),
  ...each(['ModifyVpcEndpoint'], ({ asked }) =>
    alongWith(
      changed(vpcEndpoint(asked('vpcEndpointId'))),
      routeTable(asked('addRouteTableIds[]', 'addRouteTableId[]')),
      routeTable(asked('removeRouteTableIds[]', 'removeRouteTableId[]')),
    ),
  ),
  ...byId(['ModifyVpcEndpointPayerResponsibility'], 'vpcEndpointId', (path) => changed(vpcEndpoint(path))),
  ...each(['DeleteVpcEndpoints'], ({ asked }) =>
    withRoutes(deleted(vpcEndpoint(asked('vpcEndpointIds[]', 'vpcEndpointId[]')))),
  ),

  ...each(['CreateVpcPeeringConnection'], ({ answered }) =>
    created(peering(answered('vpcPeeringConnection.vpcPeeringConnectionId'))),
  ),
  // a route table is described with the other end's addresses, which AWS tells once it is accepted
  ...byId(['AcceptVpcPeeringConnection'], 'vpcPeeringConnectionId', (path) =>
    withRoutes(changed(peering(path))),
  ),
  ...byId(
    ['RejectVpcPeeringConnection', 'ModifyVpcPeeringConnectionOptions'],
    'vpcPeeringConnectionId',
    (path) => changed(peering(path)),
  ),
  ...byId(['DeleteVpcPeeringConnection'], 'vpcPeeringConnectionId', (path) =>
    withRoutes(deleted(peering(path))),
  ),
};
