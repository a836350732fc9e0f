import { z } from 'zod';
import { part } from '../../part.js';
import { resourceType } from '../../resource-type.js';
import { ec2Arn, nameTag, tags } from '../shared.js';
import { flowLogRecords } from './flow-log.js';
import { cidr } from './traffic.js';

export const ec2Vpc = resourceType({
  type: 'AWS::EC2::VPC',
  service: 'ec2',
  schema: z.object({
    id: z.string(),
    state: z.string(),
    /** The one that AWS made in the region. */
    isDefault: z.boolean(),
    /** IPv4 and IPv6. */
    cidrs: z.array(cidr),
    instanceTenancy: z.string().nullable(),
    dhcpOptionsId: z.string().nullable(),
    tags,
    /** Those of the VPC as a whole; its subnets and interfaces may have others. */
    flowLogs: part(z.array(flowLogRecords)),
  }),
  volatile: [],
  arn: (vpc, at) => ec2Arn('vpc', vpc.id, at),
  name: nameTag,
  tags: (vpc) => vpc.tags,
});

export type Ec2Vpc = z.infer<typeof ec2Vpc.schema>;
