import { untracked } from './ec2-kinds.js';
import { actionsOn, standard } from './ec2-untracked.js';

const attachment = untracked('transit-gateway-attachment', 'tgw-attach');

/** Transit gateways and what hangs on them. The inventory holds none of it. */
export const transitRules = {
  ...standard('TransitGateway', untracked('transit-gateway', 'tgw'), 'CMD'),
  ...actionsOn(attachment, {
    id: 'transitGatewayAttachmentId',
    created: [
      ...['CreateTransitGatewayVpcAttachment', 'CreateTransitGatewayPeeringAttachment'],
      'CreateTransitGatewayConnect',
    ],
    changed: [
      ...['ModifyTransitGatewayVpcAttachment', 'ModifyTransitGatewayAttachmentNatConfiguration'],
      ...['AcceptTransitGatewayVpcAttachment', 'RejectTransitGatewayVpcAttachment'],
      ...['AcceptTransitGatewayPeeringAttachment', 'RejectTransitGatewayPeeringAttachment'],
      ...['AcceptTransitGatewayClientVpnAttachment', 'RejectTransitGatewayClientVpnAttachment'],
    ],
    deleted: [
      ...['DeleteTransitGatewayVpcAttachment', 'DeleteTransitGatewayPeeringAttachment'],
      ...['DeleteTransitGatewayConnect', 'DeleteTransitGatewayClientVpnAttachment'],
    ],
  }),
  ...standard('TransitGatewayRouteTable', untracked('transit-gateway-route-table', 'tgw-rtb'), 'CD', [
    ...['CreateTransitGatewayRoute', 'ReplaceTransitGatewayRoute', 'DeleteTransitGatewayRoute'],
    ...['AssociateTransitGatewayRouteTable', 'DisassociateTransitGatewayRouteTable'],
    ...['EnableTransitGatewayRouteTablePropagation', 'DisableTransitGatewayRouteTablePropagation'],
    ...['CreateTransitGatewayPrefixListReference', 'ModifyTransitGatewayPrefixListReference'],
    'DeleteTransitGatewayPrefixListReference',
  ]),
  ...standard(
    'TransitGatewayMulticastDomain',
    untracked('transit-gateway-multicast-domain', 'tgw-mcast-domain'),
    'CD',
    [
      ...['AssociateTransitGatewayMulticastDomain', 'DisassociateTransitGatewayMulticastDomain'],
      ...['AcceptTransitGatewayMulticastDomainAssociations'],
      ...['RejectTransitGatewayMulticastDomainAssociations'],
      ...['RegisterTransitGatewayMulticastGroupMembers', 'RegisterTransitGatewayMulticastGroupSources'],
      ...['DeregisterTransitGatewayMulticastGroupMembers', 'DeregisterTransitGatewayMulticastGroupSources'],
    ],
  ),
  ...standard(
    'TransitGatewayConnectPeer',
    untracked('transit-gateway-connect-peer', 'tgw-connect-peer'),
    'CD',
  ),
  ...standard('TransitGatewayPolicyTable', untracked('transit-gateway-policy-table', 'tgw-ptb'), 'CD', [
    ...['AssociateTransitGatewayPolicyTable', 'DisassociateTransitGatewayPolicyTable'],
    ...['CreateTransitGatewayPolicyTableEntry', 'ModifyTransitGatewayPolicyTableEntry'],
    'DeleteTransitGatewayPolicyTableEntry',
  ]),
};
