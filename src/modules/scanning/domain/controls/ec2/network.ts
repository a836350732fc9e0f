import { type Control } from '../../control.js';
import { networkAclPortControls } from './network-acl-ports.js';
import { networkAclUnused } from './network-acl-unused.js';
import { peeringRoutesLeastPrivilege } from './peering-routes.js';
import { securityGroupAllPorts } from './security-group-all-ports.js';
import { securityGroupAnyPort } from './security-group-any-port.js';
import { securityGroupDefault } from './security-group-default.js';
import { securityGroupPortControls } from './security-group-ports.js';
import { securityGroupUnused } from './security-group-unused.js';
import { securityGroupWideOpen } from './security-group-wide-open.js';
import { subnetPublicIp } from './subnet-public-ip.js';
import { vpcFlowLogs } from './vpc-flow-logs.js';

/** What is decided on EC2's networks. */
export const ec2NetworkControls: readonly Control[] = [
  ...securityGroupPortControls,
  securityGroupAllPorts,
  securityGroupAnyPort,
  securityGroupDefault,
  securityGroupUnused,
  securityGroupWideOpen,
  ...networkAclPortControls,
  networkAclUnused,
  vpcFlowLogs,
  subnetPublicIp,
  peeringRoutesLeastPrivilege,
];
