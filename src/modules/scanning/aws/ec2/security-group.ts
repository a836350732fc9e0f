import { type IpPermission, type SecurityGroup } from '@aws-sdk/client-ec2';
import { type Aws } from '../../../../platform/aws/index.js';
import { NOT_READ, type Part } from '../../domain/part.js';
import {
  ec2SecurityGroup,
  type Ec2SecurityGroup,
  type SecurityGroupRule,
} from '../../domain/resources/ec2/security-group.js';
import { byKey, idOf, tagMap, text } from '../fields.js';
import { present } from '../map-concurrent.js';
import { foundOf, read, reader, unlessGone } from '../reader.js';
import { ec2NetworkInterfaceReader } from './network-interface.js';
import { isOwn, pagesOf } from './pages.js';
import { PrefixLists } from './prefix-lists.js';
import { listBefore } from './read-before.js';
import { trafficOf } from './traffic.js';

const PAGE = 1_000;

/** Security groups, after the network interfaces that have them. */
export const ec2SecurityGroupReader = reader(ec2SecurityGroup, {
  scope: 'region',
  beside: [ec2NetworkInterfaceReader],
  list: async function* (aws, _place, want) {
    const used = new Set<string>();
    const asked = want === null || want.has('attached') || want.has(ec2NetworkInterfaceReader.type.type);
    if (!asked) yield foundOf(ec2NetworkInterfaceReader.type, [], [NOT_READ]);
    const missing = asked
      ? yield* listBefore(ec2NetworkInterfaceReader, aws, (page) => {
          for (const { securityGroupIds } of page) for (const id of securityGroupIds) used.add(id);
        })
      : NOT_READ;
    const attached = (id: string): Part<boolean> => used.has(id) || (missing ?? false);
    const ec2 = await aws.ec2();
    const prefixLists = new PrefixLists(aws);
    const pages = pagesOf((NextToken) => ec2.describeSecurityGroups({ MaxResults: PAGE, NextToken }));
    for await (const { SecurityGroups = [] } of pages) {
      const own = SecurityGroups.filter(isOwn(aws.account.accountId));
      yield await toGroups(own, prefixLists, attached);
    }
  },
  describe: async (aws, ref) => {
    const here = aws.in(ref.region);
    const ec2 = await here.ec2();
    const id = idOf(ref);
    const found = await unlessGone(
      () => ec2.describeSecurityGroups({ GroupIds: [id] }),
      'InvalidGroup.NotFound',
    );
    const groups = found?.SecurityGroups ?? [];
    if (groups.length === 0) return null;
    const attached = await read(() => isAttached(here, id));
    const [group] = await toGroups(groups, new PrefixLists(here), () => attached);
    return group ?? null;
  },
});

/** A filtered page may come empty, with more behind it. */
async function isAttached(aws: Aws, groupId: string): Promise<boolean> {
  const ec2 = await aws.ec2();
  const Filters = [{ Name: 'group-id', Values: [groupId] }];
  const pages = pagesOf((NextToken) =>
    ec2.describeNetworkInterfaces({ Filters, MaxResults: PAGE, NextToken }),
  );
  for await (const { NetworkInterfaces = [] } of pages) if (NetworkInterfaces.length > 0) return true;
  return false;
}

async function toGroups(
  page: readonly SecurityGroup[],
  prefixLists: PrefixLists,
  attached: (id: string) => Part<boolean>,
): Promise<Ec2SecurityGroup[]> {
  const groups = present(page.map(toGroup));
  await prefixLists.read(groups.flatMap(inboundLists));
  return groups.map((group) => ({
    ...group,
    prefixLists: prefixLists.of(inboundLists(group)),
    attached: attached(group.id),
  }));
}

const inboundLists = ({ ingress }: Pick<Ec2SecurityGroup, 'ingress'>): string[] => [
  ...new Set(ingress.flatMap((rule) => rule.prefixLists.map(({ id }) => id))),
];

function toGroup(group: SecurityGroup): Omit<Ec2SecurityGroup, 'prefixLists' | 'attached'> | null {
  if (group.GroupId === undefined) return null;
  return {
    id: group.GroupId,
    name: group.GroupName ?? '',
    description: text(group.Description),
    vpcId: text(group.VpcId),
    ingress: toRules(group.IpPermissions),
    egress: toRules(group.IpPermissionsEgress),
    tags: tagMap(group.Tags),
  };
}

const toRules = (permissions: readonly IpPermission[] = []): SecurityGroupRule[] =>
  byKey(permissions.map(toRule), (rule) =>
    JSON.stringify([rule.protocol, rule.fromPort, rule.toPort, rule.icmp]),
  );

function toRule(permission: IpPermission): SecurityGroupRule {
  const cidrs = [
    ...(permission.IpRanges ?? []).map(({ CidrIp, Description }) => ({ CidrIp, Description })),
    ...(permission.Ipv6Ranges ?? []).map(({ CidrIpv6, Description }) => ({ CidrIp: CidrIpv6, Description })),
  ];
  return {
    ...trafficOf({
      protocol: permission.IpProtocol,
      from: permission.FromPort,
      to: permission.ToPort,
    }),
    cidrs: byKey(
      cidrs.flatMap(({ CidrIp, Description }) =>
        CidrIp === undefined ? [] : { cidr: CidrIp, description: text(Description) },
      ),
      ({ cidr }) => cidr,
    ),
    prefixLists: byKey(
      (permission.PrefixListIds ?? []).flatMap(({ PrefixListId, Description }) =>
        PrefixListId === undefined ? [] : { id: PrefixListId, description: text(Description) },
      ),
      ({ id }) => id,
    ),
    groups: byKey(
      (permission.UserIdGroupPairs ?? []).flatMap(({ GroupId, UserId, Description }) =>
        GroupId === undefined ? [] : { id: GroupId, accountId: text(UserId), description: text(Description) },
      ),
      ({ id }) => id,
    ),
  };
}
