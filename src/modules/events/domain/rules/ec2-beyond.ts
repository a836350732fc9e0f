import { untracked, untrackedByName } from './ec2-kinds.js';
import { actionsOn, standard } from './ec2-untracked.js';

/** VPN, private links, traffic mirrors: what carries traffic beyond a VPC, none of it in the inventory. */
export const beyondRules = {
  ...standard('DhcpOptions', untracked('dhcp-options', 'dopt'), 'CD'),
  ...standard('EgressOnlyInternetGateway', untracked('egress-only-internet-gateway', 'eigw'), 'CD'),
  ...standard('CarrierGateway', untracked('carrier-gateway', 'cagw'), 'CD'),
  ...standard('CustomerGateway', untracked('customer-gateway', 'cgw'), 'CD'),
  ...standard('VpnConnection', untracked('vpn-connection', 'vpn'), 'CMD', [
    ...['ModifyVpnConnectionOptions', 'ModifyVpnTunnelCertificate', 'ModifyVpnTunnelOptions'],
    ...['CreateVpnConnectionRoute', 'DeleteVpnConnectionRoute', 'ReplaceVpnTunnel'],
  ]),
  ...standard('ClientVpnEndpoint', untracked('client-vpn-endpoint', 'cvpn-endpoint'), 'CMD', [
    ...['AuthorizeClientVpnIngress', 'RevokeClientVpnIngress'],
    ...['CreateClientVpnRoute', 'DeleteClientVpnRoute', 'ImportClientVpnClientCertificateRevocationList'],
    ...['AssociateClientVpnTargetNetwork', 'DisassociateClientVpnTargetNetwork'],
    'ApplySecurityGroupsToClientVpnTargetNetwork',
  ]),
  ...actionsOn(untracked('vpc-endpoint-service', 'vpce-svc'), {
    ...{ id: 'serviceId', within: 'serviceConfiguration' },
    created: ['CreateVpcEndpointServiceConfiguration'],
    changed: [
      ...['ModifyVpcEndpointServiceConfiguration', 'ModifyVpcEndpointServicePermissions'],
      ...['ModifyVpcEndpointServicePayerResponsibility', 'StartVpcEndpointServicePrivateDnsVerification'],
      ...['AcceptVpcEndpointConnections', 'RejectVpcEndpointConnections'],
    ],
    deleted: ['DeleteVpcEndpointServiceConfigurations'],
  }),
  ...actionsOn(untracked('vpc-block-public-access-exclusion', 'vpcbpa-exclude'), {
    ...{ id: 'exclusionId', within: 'vpcBlockPublicAccessExclusion' },
    created: ['CreateVpcBlockPublicAccessExclusion'],
    changed: ['ModifyVpcBlockPublicAccessExclusion'],
    deleted: ['DeleteVpcBlockPublicAccessExclusion'],
  }),
  ...standard('VpcEncryptionControl', untrackedByName('vpc-encryption-control'), 'CMD'),
  ...standard('RouteServer', untracked('route-server', 'rs'), 'CMD', [
    ...['AssociateRouteServer', 'DisassociateRouteServer'],
  ]),
  ...standard('RouteServerEndpoint', untracked('route-server-endpoint', 'rse'), 'CD'),
  ...standard('RouteServerPeer', untracked('route-server-peer', 'rsp'), 'CD'),
  ...standard('TrafficMirrorFilter', untracked('traffic-mirror-filter', 'tmf'), 'CD', [
    'ModifyTrafficMirrorFilterNetworkServices',
  ]),
  ...standard('TrafficMirrorFilterRule', untracked('traffic-mirror-filter-rule', 'tmfr'), 'CMD'),
  ...standard('TrafficMirrorSession', untracked('traffic-mirror-session', 'tms'), 'CMD'),
  ...standard('TrafficMirrorTarget', untracked('traffic-mirror-target', 'tmt'), 'CD'),
  ...standard('NetworkInsightsPath', untracked('network-insights-path', 'nip'), 'CD'),
  ...standard('NetworkInsightsAccessScope', untracked('network-insights-access-scope', 'nis'), 'CD'),
};
