import { type IpPermission, type SecurityGroup } from '@aws-sdk/client-ec2';
import { type Aws } from '../../../../platform/aws/index.js';
import { isNoEvidence, NOT_READ, type Part } from '../../domain/part.js';
import {
  ec2SecurityGroup,
  type Ec2SecurityGroup,
  type SecurityGroupRule,
} from '../../domain/resources/ec2/security-group.js';
import { byKey, idOf, tagMap, text } from '../fields.js';
import { present } from '../map-concurrent.js';
import { foundOf, read, reader, type ResourceRef, unlessGone } from '../reader.js';
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
  describe: async (aws, ref) => (await describeGroups(aws.in(ref.region), [ref]))?.[0] ?? null,
  describeMany: describeGroups,
});

async function describeGroups(aws: Aws, refs: readonly ResourceRef[]): Promise<Ec2SecurityGroup[] | null> {
  const ec2 = await aws.ec2();
  const found = await unlessGone(
    () => ec2.describeSecurityGroups({ GroupIds: refs.map(idOf) }),
    'InvalidGroup.NotFound',
  );
  if (found === null) return null;
  const groups = found.SecurityGroups ?? [];
  if (groups.length === 0) return [];
  const attached = await read(() => attachedOf(aws, refs.map(idOf)));
  return toGroups(groups, new PrefixLists(aws), (id) =>
    isNoEvidence(attached) ? attached : attached.has(id),
  );
}

/** Those of some groups that an interface has. Where it is about one group, the first interface tells. */
async function attachedOf(aws: Aws, groupIds: readonly string[]): Promise<Set<string>> {
  const ec2 = await aws.ec2();
  const Filters = [{ Name: 'group-id', Values: [...groupIds] }];
  const attached = new Set<string>();
  const pages = pagesOf((NextToken) =>
    ec2.describeNetworkInterfaces({ Filters, MaxResults: PAGE, NextToken }),
  );
  // a filtered page may come empty, with more behind it
  for await (const { NetworkInterfaces = [] } of pages) {
    if (NetworkInterfaces.length > 0 && groupIds.length === 1) return new Set(groupIds);
    for (const { Groups = [] } of NetworkInterfaces)
      for (const { GroupId } of Groups) if (GroupId !== undefined) attached.add(GroupId);
    if (groupIds.every((id) => attached.has(id))) break;
  }
  return attached;
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
