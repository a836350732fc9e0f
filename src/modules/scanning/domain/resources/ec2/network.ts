import { type ResourceType } from '../../resource-type.js';
import { ec2FlowLog } from './flow-log.js';
import { ec2NetworkAcl } from './network-acl.js';
import { ec2NetworkInterface } from './network-interface.js';
import { ec2RouteTable } from './route-table.js';
import { ec2SecurityGroup } from './security-group.js';
import { ec2Subnet } from './subnet.js';
import { ec2Vpc } from './vpc.js';

/** What EC2's networks are made of. */
export const ec2NetworkTypes: readonly ResourceType[] = [
  ec2NetworkInterface,
  ec2SecurityGroup,
  ec2FlowLog,
  ec2Vpc,
  ec2Subnet,
  ec2RouteTable,
  ec2NetworkAcl,
];
