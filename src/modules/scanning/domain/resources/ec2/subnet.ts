import { z } from 'zod';
import { resourceType } from '../../resource-type.js';
import { ec2Arn, nameTag, tags } from '../shared.js';
import { cidr } from './traffic.js';

export const ec2Subnet = resourceType({
  type: 'AWS::EC2::Subnet',
  service: 'ec2',
  schema: z.object({
    id: z.string(),
    vpcId: z.string().nullable(),
    availabilityZone: z.string().nullable(),
    /** IPv4 and IPv6. */
    cidrs: z.array(cidr),
    /** What is launched here gets a public IPv4 address unless it says otherwise. */
    mapPublicIpOnLaunch: z.boolean(),
    assignIpv6AddressOnCreation: z.boolean(),
    /** AWS made it, as the default of its zone. */
    defaultForAz: z.boolean(),
    tags,
  }),
  volatile: [],
  arn: (subnet, at) => ec2Arn('subnet', subnet.id, at),
  name: nameTag,
  tags: (subnet) => subnet.tags,
  relates: (subnet, at) => (subnet.vpcId === null ? [] : [ec2Arn('vpc', subnet.vpcId, at)]),
});

export type Ec2Subnet = z.infer<typeof ec2Subnet.schema>;
