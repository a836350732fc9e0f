import { z } from 'zod';
import { call } from '../../call.js';
import { change, fix, nothing, read, refuse, type Fix } from '../../fix.js';

const entry = z.object({
  RuleNumber: z.number(),
  Egress: z.boolean(),
  Protocol: z.string(),
  RuleAction: z.string(),
  CidrBlock: z.string().optional(),
  Ipv6CidrBlock: z.string().optional(),
  PortRange: z.object({ From: z.number(), To: z.number() }).optional(),
  IcmpTypeCode: z.object({ Code: z.number(), Type: z.number() }).partial().optional(),
});
type Entry = z.infer<typeof entry>;

const inOrder = (entries: Entry[]): Entry[] =>
  entries.toSorted((a, b) => Number(a.Egress) - Number(b.Egress) || a.RuleNumber - b.RuleNumber);

const FAMILIES = [
  { name: 'ipv4', whole: '0.0.0.0/0', of: ({ CidrBlock }: Entry) => CidrBlock, field: 'CidrBlock' },
  { name: 'ipv6', whole: '::/0', of: ({ Ipv6CidrBlock }: Entry) => Ipv6CidrBlock, field: 'Ipv6CidrBlock' },
] as const;

const TCP = '6';
const ALL = '-1';

const isAbout = ({ Protocol, PortRange }: Entry, port: number): boolean =>
  Protocol === ALL ||
  (Protocol === TCP && (PortRange === undefined || (PortRange.From <= port && port <= PortRange.To)));

interface Denial {
  family: (typeof FAMILIES)[number];
  before: Entry;
  /** undefined: none is free where the denial has to stand. */
  number: number | undefined;
}

/**
 * The first entry that fits a packet decides: a denial goes straight before the first that lets the whole internet in,
 * and behind each that lets single networks in. vpc/latest/userguide/nacl-rules.html
 */
function denials(entries: readonly Entry[], port: number): Denial[] {
  const inbound = entries.filter(({ Egress }) => !Egress);
  const taken = new Set(inbound.map(({ RuleNumber }) => RuleNumber));
  return FAMILIES.flatMap((family) => {
    const fitting = inbound.filter((one) => family.of(one) !== undefined && isAbout(one, port));
    const first = fitting.find((one) => family.of(one) === family.whole);
    if (first?.RuleAction !== 'allow') return [];
    const allowed = fitting.filter((one) => one.RuleNumber < first.RuleNumber && one.RuleAction === 'allow');
    const least = Math.max(0, ...allowed.map(({ RuleNumber }) => RuleNumber));
    let number = first.RuleNumber - 1;
    while (number > least && taken.has(number)) number -= 1;
    if (number > least) taken.add(number);
    return [{ family, before: first, number: number > least ? number : undefined }];
  });
}

/** Denies one port, and takes no entry away: others of the list carry answers, which come in on high ports. */
const denyPort = (port: number, name: string): Fix =>
  fix({
    controls: [`ec2_networkacl_allow_ingress_tcp_port_${port}`],
    type: 'AWS::EC2::NetworkAcl',
    title: `Deny the internet TCP port ${port} (${name}) in the network ACL`,
    reads: {
      acl: read(
        'ec2',
        'DescribeNetworkAcls',
        z.object({ NetworkAcls: z.array(z.object({ Entries: z.array(entry).transform(inOrder) })) }),
        (target) => ({ NetworkAclIds: [target.name] }),
      ),
    },
    actions: ['ec2:CreateNetworkAclEntry', 'ec2:DeleteNetworkAclEntry'],
    plan: ({ target: { name: NetworkAclId }, state: { acl }, evidence }) => {
      const found = denials(acl.NetworkAcls[0]?.Entries ?? [], port);
      if (found.length === 0) {
        const families = z.array(z.string()).safeParse(evidence['families']);
        return families.success && families.data.length > 0
          ? refuse('Several entries together let the internet in: change them by hand')
          : nothing(`No entry lets the whole internet in on port ${port}`);
      }
      const full = found.find(({ number }) => number === undefined);
      if (full !== undefined) {
        return refuse(
          `No number is free before entry ${full.before.RuleNumber}: number the entries anew, with room between them`,
        );
      }
      return change(
        found.map(
          ({ family, number }) =>
            `Entry ${number} will deny TCP ${port} from ${family.whole}, also from within the VPC, but for networks that entries before it allow`,
        ),
        found.map(({ family, number }) =>
          call(
            'ec2',
            'CreateNetworkAclEntry',
            {
              ...{ NetworkAclId, RuleNumber: number, Egress: false, Protocol: TCP, RuleAction: 'deny' },
              ...{ [family.field]: family.whole, PortRange: { From: port, To: port } },
            },
            { done: ['NetworkAclEntryAlreadyExists'] },
          ),
        ),
      );
    },
    restore: ({ target: { name: NetworkAclId }, before: { acl } }) =>
      denials(acl.NetworkAcls[0]?.Entries ?? [], port).flatMap(({ number: RuleNumber }) =>
        RuleNumber === undefined
          ? []
          : call(
              'ec2',
              'DeleteNetworkAclEntry',
              { NetworkAclId, RuleNumber, Egress: false },
              { done: ['InvalidNetworkAclEntry.NotFound'] },
            ),
      ),
  });

export const denyAclPorts: readonly Fix[] = [denyPort(22, 'SSH'), denyPort(3389, 'Remote Desktop')];
