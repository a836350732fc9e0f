import { untracked, untrackedGlobal } from './ec2-kinds.js';
import { actionsOn, standard } from './ec2-untracked.js';

/** IPAM and Verified Access. The inventory holds none of it. */
export const ipamRules = {
  ...standard('Ipam', untrackedGlobal('ipam', 'ipam'), 'CMD'),
  ...standard('IpamScope', untrackedGlobal('ipam-scope', 'ipam-scope'), 'CMD'),
  ...standard('IpamPool', untrackedGlobal('ipam-pool', 'ipam-pool'), 'CMD', [
    ...['AllocateIpamPoolCidr', 'ReleaseIpamPoolAllocation'],
    ...['ProvisionIpamPoolCidr', 'DeprovisionIpamPoolCidr', 'MoveByoipCidrToIpam'],
  ]),
  ...standard('IpamResourceDiscovery', untrackedGlobal('ipam-resource-discovery', 'ipam-res-disco'), 'CMD'),
  ...actionsOn(untrackedGlobal('ipam-resource-discovery-association', 'ipam-res-disco-assoc'), {
    ...{ id: 'ipamResourceDiscoveryAssociationId', within: 'ipamResourceDiscoveryAssociation' },
    created: ['AssociateIpamResourceDiscovery'],
    deleted: ['DisassociateIpamResourceDiscovery'],
  }),
  ...standard('VerifiedAccessInstance', untracked('verified-access-instance', 'vai'), 'CMD', [
    ...['ModifyVerifiedAccessInstanceLoggingConfiguration'],
    ...['AttachVerifiedAccessTrustProvider', 'DetachVerifiedAccessTrustProvider'],
  ]),
  ...standard('VerifiedAccessTrustProvider', untracked('verified-access-trust-provider', 'vatp'), 'CMD'),
  ...standard('VerifiedAccessGroup', untracked('verified-access-group', 'vagr'), 'CMD', [
    'ModifyVerifiedAccessGroupPolicy',
  ]),
  ...standard('VerifiedAccessEndpoint', untracked('verified-access-endpoint', 'vae'), 'CMD', [
    'ModifyVerifiedAccessEndpointPolicy',
  ]),
};
