import { nothing } from '../rule.js';
import { each } from './ec2-shapes.js';

const ipam = [
  ...['AdvertiseByoipCidr', 'AssociateIpamByoasn', 'BatchModifyIpamRoutingPolicyRegistrations'],
  ...['CreateIpamExternalResourceVerificationToken', 'CreateIpamInternetRegistryAssociation'],
  ...['CreateIpamPolicy', 'CreateIpamPrefixListResolver', 'CreateIpamPrefixListResolverTarget'],
  ...['CreateIpamRoutingPolicyRegistration', 'CreatePublicIpv4Pool'],
  ...['DeleteIpamExternalResourceVerificationToken', 'DeleteIpamInternetRegistryAssociation'],
  ...['DeleteIpamPolicy', 'DeleteIpamPrefixListResolver', 'DeleteIpamPrefixListResolverTarget'],
  ...['DeleteIpamRoutingPolicyRegistration', 'DeletePublicIpv4Pool', 'DeprovisionByoipCidr'],
  ...['DeprovisionIpamByoasn', 'DeprovisionPublicIpv4PoolCidr', 'DisableIpamPolicy'],
  ...['DisassociateIpamByoasn', 'EnableIpamInternetRegistryAssociation', 'EnableIpamPolicy'],
  ...['ModifyIpamPolicyAllocationRules', 'ModifyIpamPoolAllocation', 'ModifyIpamPrefixListResolver'],
  ...['ModifyIpamPrefixListResolverTarget', 'ModifyIpamResourceCidr'],
  ...['ModifyIpamRoutingPolicyRegistration', 'ProvisionByoipCidr', 'ProvisionIpamByoasn'],
  ...['ProvisionPublicIpv4PoolCidr', 'WithdrawByoipCidr'],
];

const outposts = [
  ...['CreateCoipCidr', 'CreateCoipPool', 'CreateLocalGatewayRoute'],
  ...['CreateLocalGatewayRouteTable', 'CreateLocalGatewayRouteTableVirtualInterfaceGroupAssociation'],
  ...['CreateLocalGatewayRouteTableVpcAssociation', 'CreateLocalGatewayVirtualInterface'],
  ...['CreateLocalGatewayVirtualInterfaceGroup', 'DeleteCoipCidr', 'DeleteCoipPool'],
  ...['DeleteLocalGatewayRoute', 'DeleteLocalGatewayRouteTable'],
  'DeleteLocalGatewayRouteTableVirtualInterfaceGroupAssociation',
  ...['DeleteLocalGatewayRouteTableVpcAssociation', 'DeleteLocalGatewayVirtualInterface'],
  ...['DeleteLocalGatewayVirtualInterfaceGroup', 'ModifyLocalGatewayRoute'],
];

const buying = [
  ...['AcceptCapacityReservationBillingOwnership', 'AcceptReservedInstancesExchangeQuote'],
  ...['AssociateCapacityReservationBillingOwner', 'AssociateNetworkingFlexCostAllocationPolicy'],
  ...['CancelReservedInstancesListing', 'CreateCapacityManagerDataExport'],
  ...['CreateCapacityReservationBySplitting', 'CreateCapacityReservationCancellationQuote'],
  ...['CreateCapacityReservationDateChangeQuote', 'CreateInterruptibleCapacityReservationAllocation'],
  ...['CreateNetworkingFlexCostAllocationPolicy', 'CreateReservedInstancesListing'],
  ...['DeleteCapacityManagerDataExport', 'DeleteNetworkingFlexCostAllocationPolicies'],
  ...['DeleteQueuedReservedInstances', 'DisassociateCapacityReservationBillingOwner'],
  ...['DisassociateNetworkingFlexCostAllocationPolicy', 'ModifyNetworkingFlexCostAllocationPolicy'],
  ...['ModifyReservedInstances', 'MoveCapacityReservationInstances', 'PurchaseCapacityBlock'],
  ...['PurchaseCapacityBlockExtension', 'PurchaseHostReservation', 'PurchaseReservedInstancesOffering'],
  ...['PurchaseScheduledInstances', 'RejectCapacityReservationBillingOwnership'],
  'UpdateInterruptibleCapacityReservationAllocation',
];

const network = [
  ...['CreateSecondaryNetwork', 'CreateSecondarySubnet', 'CreateTransitGatewayMeteringPolicy'],
  ...['CreateTransitGatewayMeteringPolicyEntry', 'CreateTransitGatewayRouteTableAnnouncement'],
  ...['CreateVpcEndpointConnectionNotification', 'CreateVpnConcentrator'],
  ...['DeleteClientVpnEndpointAuthorizationPolicy', 'DeleteNetworkInsightsAccessScopeAnalysis'],
  ...['DeleteNetworkInsightsAnalysis', 'DeleteSecondaryNetwork', 'DeleteSecondarySubnet'],
  ...['DeleteTransitGatewayMeteringPolicy', 'DeleteTransitGatewayMeteringPolicyEntry'],
  ...['DeleteTransitGatewayRouteTableAnnouncement', 'DeleteVpcEndpointConnectionNotifications'],
  ...['DeleteVpnConcentrator', 'ExportClientVpnClientCertificateRevocationList'],
  ...['ExportClientVpnClientConfiguration', 'ExportTransitGatewayRoutes'],
  ...['ExportVerifiedAccessInstanceClientConfiguration', 'ModifyClientVpnEndpointAuthorizationPolicy'],
  ...['ModifyTransitGatewayMeteringPolicy', 'ModifyVpcEndpointConnectionNotification'],
  ...['StartNetworkInsightsAccessScopeAnalysis', 'StartNetworkInsightsAnalysis'],
  'TerminateClientVpnConnections',
];

const other = [
  ...['AssociateApplicationStatusCheck', 'AssociateEnclaveCertificateIamRole'],
  ...['CancelDeclarativePoliciesReport', 'ConfirmProductInstance', 'CopyFpgaImage'],
  ...['CreateApplicationStatusCheck', 'CreateFpgaImage', 'CreateMetricCategory'],
  ...['DeleteApplicationStatusCheck', 'DeleteFpgaImage', 'DeleteMetricCategory'],
  ...['DisableApplicationStatusCheckSuppression', 'DisassociateApplicationStatusCheck'],
  ...['DisassociateEnclaveCertificateIamRole', 'EnableApplicationStatusCheckSuppression'],
  ...['ModifyApplicationStatusCheck', 'ModifyFpgaImageAttribute', 'ModifyMetricCategory'],
  ...['ResetFpgaImageAttribute', 'StartDeclarativePoliciesReport'],
  'ValidateSecurityGroupQuotasForInterface',
];

/** The rest of EC2's writes: what they change is neither in the inventory nor beside what is. */
export const unheldRules = {
  ...each(ipam, () => nothing('addresses that are planned, which the inventory does not hold')),
  ...each(outposts, () => nothing("an Outpost's gateways, which the inventory does not hold")),
  ...each(buying, () => nothing('what is bought or reserved, which the inventory does not hold')),
  ...each(network, () => nothing('gateways, analyses and notices, which the inventory does not hold')),
  ...each(other, () => nothing('the inventory does not hold it')),
  // told to the owner of a snapshot, which stays as it is
  SharedSnapshotCopyInitiated: nothing('another account copies a snapshot that is shared with it'),
  SharedSnapshotVolumeCreated: nothing('another account makes a volume of a snapshot that is shared with it'),
};
