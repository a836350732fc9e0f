import { z } from 'zod';
import { part } from '../../part.js';
import { resourceType } from '../../resource-type.js';
import { ec2Arn, nameTag, tags } from '../shared.js';
import { cidr, icmp, port, protocol } from './traffic.js';

const description = z.string().nullable();

/** What a rule lets in or out. A security group has no denials: all rules together are what is let through. */
export const securityGroupRule = z.object({
  protocol,
  fromPort: port,
  toPort: port,
  icmp: icmp.nullable(),
  /** IPv4 and IPv6. */
  cidrs: z.array(z.object({ cidr, description })),
  prefixLists: z.array(z.object({ id: z.string(), description })),
  /** Members of these groups; `accountId` is their owner's. */
  groups: z.array(z.object({ id: z.string(), accountId: z.string().nullable(), description })),
});

export const ec2SecurityGroup = resourceType({
  type: 'AWS::EC2::SecurityGroup',
  service: 'ec2',
  schema: z.object({
    id: z.string(),
    /** `default` is the one that AWS makes with a VPC; nobody can make or delete one of that name. */
    name: z.string(),
    description,
    vpcId: z.string().nullable(),
    ingress: z.array(securityGroupRule),
    egress: z.array(securityGroupRule),
    tags,
    /** What the prefix lists hold that its inbound rules name, by their id. */
    prefixLists: part(z.record(z.string(), z.array(cidr))),
    /** A network interface has it. Instances, functions, databases, load balancers all have theirs by interfaces. */
    attached: part(z.boolean()),
  }),
  // they change with what is beside the group
  volatile: ['attached', 'prefixLists'],
  arn: (group, at) => ec2Arn('security-group', group.id, at),
  name: (group) => (nameTag(group) === group.id ? group.name : nameTag(group)),
  tags: (group) => group.tags,
  relates: (group, at) => [
    ...(group.vpcId === null ? [] : [ec2Arn('vpc', group.vpcId, at)]),
    ...new Set(
      [...group.ingress, ...group.egress]
        .flatMap((rule) => rule.groups)
        .filter(({ id, accountId }) => id !== group.id && (accountId ?? at.accountId) === at.accountId)
        .map(({ id }) => ec2Arn('security-group', id, at)),
    ),
  ],
});

export type Ec2SecurityGroup = z.infer<typeof ec2SecurityGroup.schema>;
export type SecurityGroupRule = z.infer<typeof securityGroupRule>;
