import { z } from 'zod';
import { resourceType } from '../../resource-type.js';
import { ec2Arn, nameTag, tags } from '../shared.js';
import { cidr, icmp, port, protocol } from './traffic.js';

/** AWS asks the entries in order of their numbers; the first that fits a packet decides. */
export const networkAclEntry = z.object({
  /** 32767 is the last one, which denies all and is in each list. */
  ruleNumber: z.number().int(),
  direction: z.enum(['ingress', 'egress']),
  action: z.enum(['allow', 'deny']),
  protocol,
  fromPort: port,
  toPort: port,
  icmp: icmp.nullable(),
  /** IPv4 or IPv6. */
  cidr,
});

export const ec2NetworkAcl = resourceType({
  type: 'AWS::EC2::NetworkAcl',
  service: 'ec2',
  schema: z.object({
    id: z.string(),
    vpcId: z.string().nullable(),
    /** The one that AWS makes with a VPC; subnets that are given no other have it. */
    isDefault: z.boolean(),
    subnetIds: z.array(z.string()),
    /** In the order in which AWS asks them, inbound ones first. */
    entries: z.array(networkAclEntry),
    tags,
  }),
  volatile: [],
  arn: (acl, at) => ec2Arn('network-acl', acl.id, at),
  name: nameTag,
  tags: (acl) => acl.tags,
  relates: (acl, at) => [
    ...(acl.vpcId === null ? [] : [ec2Arn('vpc', acl.vpcId, at)]),
    ...acl.subnetIds.map((id) => ec2Arn('subnet', id, at)),
  ],
});

export type Ec2NetworkAcl = z.infer<typeof ec2NetworkAcl.schema>;
export type NetworkAclEntry = z.infer<typeof networkAclEntry>;
