import { z } from 'zod';
import { call, resultOf, type Call } from '../call.js';
import { change, fix, nothing, read, refuse } from '../fix.js';

/** One in each VPC, made when it is needed first, and kept. */
export const QUARANTINE_GROUP = 'shepherd-quarantine';

const group = z.object({ GroupId: z.string(), GroupName: z.string() });
const networkInterface = z.object({
  NetworkInterfaceId: z.string(),
  VpcId: z.string(),
  Groups: z.array(group),
});
type Interface = z.infer<typeof networkInterface>;

const instances = z.object({
  Reservations: z.array(
    z.object({
      Instances: z.array(
        z.object({
          InstanceId: z.string(),
          NetworkInterfaces: z.array(networkInterface).default([]),
        }),
      ),
    }),
  ),
});

/** AWS promises no order, and a state is compared with another. */
const ordered = instances.transform(({ Reservations }) => ({
  interfaces: Reservations.flatMap(({ Instances }) => Instances)
    .flatMap(({ NetworkInterfaces }) => NetworkInterfaces)
    .map((one) => ({ ...one, Groups: by(one.Groups, ({ GroupId }) => GroupId) }))
    .sort((a, b) => (a.NetworkInterfaceId < b.NetworkInterfaceId ? -1 : 1)),
}));

/**
 * Cuts an instance off: each of its interfaces gets a security group without rules, and nothing else. The group is no
 * part of the state: it is shared by all instances of the VPC, and stays. An interface has no group for no moment:
 * AWS replaces the whole list at once. What AWS does with connections that are open stands in
 * docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html.
 */
export const containInstance = fix({
  id: 'contain-instance',
  controls: [],
  type: 'AWS::EC2::Instance',
  title: 'Isolate the instance',
  reads: {
    instance: read('ec2', 'DescribeInstances', ordered, ({ name }) => ({ InstanceIds: [name] }), {
      absent: ['InvalidInstanceID.NotFound'],
    }),
  },
  actions: [
    ...['ec2:CreateSecurityGroup', 'ec2:CreateTags', 'ec2:DescribeSecurityGroups'],
    ...['ec2:RevokeSecurityGroupEgress', 'ec2:ModifyNetworkInterfaceAttribute'],
  ],
  plan: ({ target, state: { instance } }) => {
    const interfaces = instance?.interfaces ?? [];
    if (interfaces.length === 0) return refuse('The instance is gone: it has no network interface any more');
    const open = interfaces.filter((one) => !isIsolated(one));
    if (open.length === 0) return nothing('All of its interfaces are in the quarantine group already');
    const vpcs = [...new Set(open.map(({ VpcId }) => VpcId))];
    const scalingGroup = target.tags['aws:autoscaling:groupName'];
    return change(
      [
        ...open.map(
          ({ NetworkInterfaceId, Groups }) =>
            `${NetworkInterfaceId} will be in ${QUARANTINE_GROUP} alone, which lets nothing in or out, and no more in ` +
            Groups.map(({ GroupId, GroupName }) => `${GroupName} (${GroupId})`).join(', '),
        ),
        'Connections that AWS tracks and that are open now may last until they are idle for long enough',
        ...(scalingGroup === undefined
          ? []
          : [`The Auto Scaling group ${scalingGroup} may take it for unhealthy and replace it`]),
      ],
      [
        ...vpcs.flatMap((vpc, i) => quarantine(vpc, `quarantine${i}`)),
        ...open.map((one) =>
          setGroups(one, [resultOf(`quarantine${vpcs.indexOf(one.VpcId)}`, 'SecurityGroups.0.GroupId')]),
        ),
      ],
    );
  },
  restore: ({ before: { instance } }) =>
    (instance?.interfaces ?? []).map((one) =>
      setGroups(
        one,
        one.Groups.map(({ GroupId }) => GroupId),
      ),
    ),
  holds: ({ instance }) => instance !== null && instance.interfaces.every(isIsolated),
});

const isIsolated = ({ Groups }: Interface): boolean =>
  Groups.length === 1 && Groups[0]?.GroupName === QUARANTINE_GROUP;

const setGroups = ({ NetworkInterfaceId }: Interface, Groups: readonly unknown[]): Call =>
  call('ec2', 'ModifyNetworkInterfaceAttribute', { NetworkInterfaceId, Groups });

/** How AWS has it that a group lets all out; a new group begins with these (the second where the VPC has IPv6). */
const ALL_OUT = [
  { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
  { IpProtocol: '-1', Ipv6Ranges: [{ CidrIpv6: '::/0' }] },
];

/** The group of a VPC, made unless it is there, and checked: with a rule in it, nobody is put there. */
function quarantine(VpcId: string, as: string): Call[] {
  const find = {
    Filters: [
      { Name: 'vpc-id', Values: [VpcId] },
      { Name: 'group-name', Values: [QUARANTINE_GROUP] },
    ],
  };
  const none = (path: string) => ({ path: `SecurityGroups.0.${path}.length`, is: [0], withinSeconds: 30 });
  return [
    call(
      'ec2',
      'CreateSecurityGroup',
      {
        ...{ GroupName: QUARANTINE_GROUP, VpcId, Description: 'No rules: cuts off what is looked into' },
        TagSpecifications: [
          { ResourceType: 'security-group', Tags: [{ Key: 'shepherd:quarantine', Value: 'true' }] },
        ],
      },
      { done: ['InvalidGroup.Duplicate'] },
    ),
    call('ec2', 'DescribeSecurityGroups', find, { as, until: none('IpPermissions') }),
    ...ALL_OUT.map((rule) =>
      call(
        'ec2',
        'RevokeSecurityGroupEgress',
        { GroupId: resultOf(as, 'SecurityGroups.0.GroupId'), IpPermissions: [rule] },
        { done: ['InvalidPermission.NotFound'] },
      ),
    ),
    call('ec2', 'DescribeSecurityGroups', find, { until: none('IpPermissionsEgress') }),
  ];
}

const by = <T>(items: readonly T[], key: (item: T) => string): T[] =>
  [...items].sort((a, b) => (key(a) < key(b) ? -1 : 1));
