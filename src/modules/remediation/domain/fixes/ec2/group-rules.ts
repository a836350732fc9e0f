import { z } from 'zod';
import { call, type Call } from '../../call.js';
import { read } from '../../fix.js';

const PAGE = 1_000;

const tag = z.object({ Key: z.string(), Value: z.string() });

/**
 * Without its id, which AWS gives anew when a rule is put back. `PeeringStatus` of a referenced group changes by itself.
 * AWSEC2/latest/APIReference/API_SecurityGroupRule.html
 */
const groupRule = z.object({
  IsEgress: z.boolean(),
  IpProtocol: z.string(),
  FromPort: z.number().optional(),
  ToPort: z.number().optional(),
  CidrIpv4: z.string().optional(),
  CidrIpv6: z.string().optional(),
  PrefixListId: z.string().optional(),
  ReferencedGroupInfo: z
    .object({
      GroupId: z.string(),
      UserId: z.string().optional(),
      VpcPeeringConnectionId: z.string().optional(),
    })
    .optional(),
  Description: z.string().optional(),
  Tags: z.array(tag).default([]),
});
export type GroupRule = z.infer<typeof groupRule>;

/** AWS answers in no order. */
const inOrder = (rules: GroupRule[]): GroupRule[] =>
  rules
    .map((rule) => ({ ...rule, Tags: rule.Tags.toSorted((a, b) => (a.Key < b.Key ? -1 : 1)) }))
    .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

/** All rules of a security group, each source for itself; descriptions and tags are each rule's own. */
export const rulesOfGroup = read(
  'ec2',
  'DescribeSecurityGroupRules',
  z.object({ SecurityGroupRules: z.array(groupRule).transform(inOrder), NextToken: z.string().optional() }),
  ({ name }) => ({ Filters: [{ Name: 'group-id', Values: [name] }], MaxResults: PAGE }),
);

/** Why rules cannot be changed from what was read: one page holds them all, or something is unknown. */
export const TOO_MANY = `The group has more than ${PAGE} rules: change it by hand`;

const KNOWN: Readonly<Record<string, string>> = {
  '-1': 'all',
  '1': 'icmp',
  '6': 'tcp',
  '17': 'udp',
  '58': 'icmpv6',
};

/** `tcp`, `udp`, `icmp`, `icmpv6`, `all`, or a number: as controls name it. */
export const protocolOf = ({ IpProtocol }: GroupRule): string => KNOWN[IpProtocol] ?? IpProtocol;

export const cidrOf = ({ CidrIpv4, CidrIpv6 }: GroupRule): string | undefined => CidrIpv4 ?? CidrIpv6;

const sourceOf = (rule: GroupRule): string =>
  cidrOf(rule) ?? rule.PrefixListId ?? rule.ReferencedGroupInfo?.GroupId ?? 'somewhere';

/** The first and last port; null: the rule is about what has none. */
export function portsOf(rule: GroupRule): { from: number; to: number } | null {
  const protocol = protocolOf(rule);
  if (protocol === 'all') return { from: 0, to: 65_535 };
  if (protocol !== 'tcp' && protocol !== 'udp') return null;
  const open = (port: number | undefined, otherwise: number) =>
    port === undefined || port === -1 ? otherwise : port;
  return { from: open(rule.FromPort, 0), to: open(rule.ToPort, 65_535) };
}

/** `tcp 0-65535 from 0.0.0.0/0 (“office”)` */
export function textOf(rule: GroupRule): string {
  const ports = portsOf(rule);
  const range =
    ports === null ? '' : ports.from === ports.to ? ` ${ports.from}` : ` ${ports.from}-${ports.to}`;
  const what = protocolOf(rule) === 'all' ? 'all traffic' : `${protocolOf(rule)}${range}`;
  const description = rule.Description ? ` (“${rule.Description}”)` : '';
  return `${what} ${rule.IsEgress ? 'to' : 'from'} ${sourceOf(rule)}${description}`;
}

function permission(rule: GroupRule, Description: string | undefined): Record<string, unknown> {
  const { IpProtocol, FromPort, ToPort, CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupInfo } = rule;
  const described = Description === undefined ? {} : { Description };
  // -1 says that there are none, but of ICMP: there it says "of every type"
  const ported = FromPort !== undefined && (FromPort !== -1 || protocolOf(rule).startsWith('icmp'));
  return {
    IpProtocol,
    ...(ported ? { FromPort, ToPort } : {}),
    ...(CidrIpv4 === undefined ? {} : { IpRanges: [{ CidrIp: CidrIpv4, ...described }] }),
    ...(CidrIpv6 === undefined ? {} : { Ipv6Ranges: [{ CidrIpv6, ...described }] }),
    ...(PrefixListId === undefined ? {} : { PrefixListIds: [{ PrefixListId, ...described }] }),
    ...(ReferencedGroupInfo === undefined
      ? {}
      : { UserIdGroupPairs: [{ ...ReferencedGroupInfo, ...described }] }),
  };
}

/**
 * One rule, by what it lets through: a rule is known by its protocol, ports and source, so that others of the same ports
 * stay. One call each: a call for several that finds one of them gone or there already does nothing about the others.
 */
export const revoke = (GroupId: string, rule: GroupRule): Call =>
  call(
    'ec2',
    rule.IsEgress ? 'RevokeSecurityGroupEgress' : 'RevokeSecurityGroupIngress',
    { GroupId, IpPermissions: [permission(rule, undefined)] },
    { done: ['InvalidPermission.NotFound'] },
  );

/** Puts a rule back, with its description and tags. */
export const authorize = (GroupId: string, rule: GroupRule): Call =>
  call(
    'ec2',
    rule.IsEgress ? 'AuthorizeSecurityGroupEgress' : 'AuthorizeSecurityGroupIngress',
    {
      GroupId,
      IpPermissions: [permission(rule, rule.Description)],
      ...(rule.Tags.length === 0
        ? {}
        : { TagSpecifications: [{ ResourceType: 'security-group-rule', Tags: rule.Tags }] }),
    },
    { done: ['InvalidPermission.Duplicate'] },
  );

/** Tags that AWS itself gives, and that nobody else can. */
export const hasTagsOfAws = ({ Tags }: GroupRule): boolean => Tags.some(({ Key }) => Key.startsWith('aws:'));
