import {
  type Ec2NetworkAcl,
  type NetworkAclEntry,
} from '../../../src/modules/scanning/domain/resources/ec2/network-acl.js';
import { type Ec2RouteTable } from '../../../src/modules/scanning/domain/resources/ec2/route-table.js';
import {
  type Ec2SecurityGroup,
  type SecurityGroupRule,
} from '../../../src/modules/scanning/domain/resources/ec2/security-group.js';
import { type Ec2Subnet } from '../../../src/modules/scanning/domain/resources/ec2/subnet.js';
import { type Ec2Vpc } from '../../../src/modules/scanning/domain/resources/ec2/vpc.js';

/** A rule of TCP for these ports and sources: CIDRs, prefix lists (`pl-1`) and groups (`sg-1`). */
export const rule = (
  ports: number | readonly [number, number] | null,
  sources: readonly string[] = ['0.0.0.0/0'],
  protocol = 'tcp',
): SecurityGroupRule => {
  const [fromPort, toPort] = typeof ports === 'number' ? [ports, ports] : (ports ?? [null, null]);
  const named = (prefix: string) => sources.filter((source) => source.startsWith(prefix));
  return {
    ...{ protocol, fromPort, toPort, icmp: null },
    cidrs: sources.filter((source) => source.includes('/')).map((cidr) => ({ cidr, description: null })),
    prefixLists: named('pl-').map((id) => ({ id, description: null })),
    groups: named('sg-').map((id) => ({ id, accountId: '123456789012', description: null })),
  };
};

export const securityGroup = (changed: Partial<Ec2SecurityGroup> = {}): Ec2SecurityGroup => ({
  id: 'sg-1',
  name: 'web',
  description: 'Web servers',
  vpcId: 'vpc-1',
  ingress: [],
  egress: [rule(null, ['0.0.0.0/0'], 'all')],
  tags: {},
  prefixLists: {},
  attached: true,
  ...changed,
});

/** An inbound entry: `entry(100, 'allow', 22)`. */
export const entry = (
  ruleNumber: number,
  action: 'allow' | 'deny',
  ports: number | readonly [number, number] | null,
  cidr = '0.0.0.0/0',
  protocol = ports === null ? 'all' : 'tcp',
): NetworkAclEntry => {
  const [fromPort, toPort] = typeof ports === 'number' ? [ports, ports] : (ports ?? [null, null]);
  return { ruleNumber, direction: 'ingress', action, protocol, fromPort, toPort, icmp: null, cidr };
};

/** With the last entry, which each list has: it denies all. */
export const networkAcl = (
  entries: readonly NetworkAclEntry[] = [],
  changed: Partial<Ec2NetworkAcl> = {},
): Ec2NetworkAcl => ({
  id: 'acl-1',
  vpcId: 'vpc-1',
  isDefault: false,
  subnetIds: ['subnet-1'],
  entries: [...entries, entry(32_767, 'deny', null)],
  tags: {},
  ...changed,
});

export const vpc = (changed: Partial<Ec2Vpc> = {}): Ec2Vpc => ({
  id: 'vpc-1',
  state: 'available',
  isDefault: false,
  cidrs: ['10.0.0.0/16'],
  instanceTenancy: 'default',
  dhcpOptionsId: null,
  tags: {},
  flowLogs: [],
  ...changed,
});

export const subnet = (changed: Partial<Ec2Subnet> = {}): Ec2Subnet => ({
  id: 'subnet-1',
  vpcId: 'vpc-1',
  availabilityZone: 'eu-west-1a',
  cidrs: ['10.0.1.0/24'],
  mapPublicIpOnLaunch: false,
  assignIpv6AddressOnCreation: false,
  defaultForAz: false,
  tags: {},
  ...changed,
});

/** Routes by destination and target; its own VPC's is always there. */
export const routeTable = (
  routes: readonly (readonly [destination: string, target: string, state?: string])[] = [],
  changed: Partial<Ec2RouteTable> = {},
): Ec2RouteTable => ({
  id: 'rtb-1',
  vpcId: 'vpc-1',
  main: false,
  subnetIds: ['subnet-1'],
  routes: [['10.0.0.0/16', 'local'] as const, ...routes].map(([destination, target, state = 'active']) => ({
    ...{ destination, target, state, origin: 'CreateRoute' },
  })),
  tags: {},
  peerCidrs: {},
  ...changed,
});
