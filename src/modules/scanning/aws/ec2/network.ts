import { type Reader } from '../reader.js';
import { ec2FlowLogReader } from './flow-log.js';
import { ec2NetworkAclReader } from './network-acl.js';
import { ec2NetworkInterfaceReader } from './network-interface.js';
import { ec2RouteTableReader } from './route-table.js';
import { ec2SecurityGroupReader } from './security-group.js';
import { ec2SubnetReader } from './subnet.js';
import { ec2VpcReader } from './vpc.js';

/** What EC2's networks are made of. */
export const ec2NetworkReaders: readonly Reader[] = [
  ec2NetworkInterfaceReader,
  ec2SecurityGroupReader,
  ec2FlowLogReader,
  ec2VpcReader,
  ec2SubnetReader,
  ec2RouteTableReader,
  ec2NetworkAclReader,
];
