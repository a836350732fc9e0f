import { type Ec2NetworkAcl, type NetworkAclEntry } from '../../resources/ec2/network-acl.js';
import { type Block, blockOf, families, type Family, INTERNET, overlap, without } from './addresses.js';
import {
  ALL_PORTS,
  common,
  isWithin,
  joined,
  pieces,
  type PortProtocol,
  type PortRange,
  portsOf,
} from './ports.js';

export interface AclExposure {
  open: PortRange[];
  families: Family[];
  /** The numbers of the entries that let the internet in. */
  ruleNumbers: number[];
}

/**
 * What a network ACL lets in from the internet, on the ports that are asked about. EC2 asks the inbound entries in
 * order of their numbers, and the first that fits a packet decides
 * (docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html): a denial before an allowing entry takes its addresses
 * away from it, one behind it does nothing.
 *
 * The internet is let in where allowing entries, of which some address is left after the denials before them, together
 * name all of it: what is open to all but a few denied networks is open.
 */
export function aclExposure(
  acl: Ec2NetworkAcl,
  protocol: PortProtocol,
  asked: readonly PortRange[] = [ALL_PORTS],
): AclExposure {
  const entries = acl.entries
    .filter(({ direction }) => direction === 'ingress')
    .toSorted((a, b) => a.ruleNumber - b.ruleNumber);
  const open: PortRange[] = [];
  const found = new Set<Family>();
  const ruleNumbers = new Set<number>();
  for (const piece of pieces(entries, protocol)) {
    const parts = common([piece], asked);
    if (parts.length === 0) continue;
    const fitting = entries.filter((entry) => {
      const ports = portsOf(entry, protocol);
      return ports !== null && isWithin(piece.from, ports);
    });
    const whole = families.flatMap((family) => {
      const allowing = letsIn(fitting, family);
      return allowing.length === 0 ? [] : { family, allowing };
    });
    if (whole.length > 0) open.push(...parts);
    for (const { family, allowing } of whole) {
      found.add(family);
      for (const { ruleNumber } of allowing) ruleNumbers.add(ruleNumber);
    }
  }
  return {
    open: joined(open),
    families: [...found].sort(),
    ruleNumbers: [...ruleNumbers].sort((a, b) => a - b),
  };
}

/** The entries, in the order in which they are asked, that let the internet in; [] where it is not let in. */
function letsIn(entries: readonly NetworkAclEntry[], family: Family): NetworkAclEntry[] {
  let left = [...INTERNET[family]];
  const allowing: { entry: NetworkAclEntry; block: Block }[] = [];
  for (const entry of entries) {
    const block = blockOf(entry.cidr);
    if (block === null || block.family !== family || !overlap(left, block)) continue;
    if (entry.action === 'allow') allowing.push({ entry, block });
    left = without(left, [block]);
  }
  const named = allowing.map(({ block }) => block);
  const all = named.length > 0 && without(INTERNET[family], named).length === 0;
  return all ? allowing.map(({ entry }) => entry) : [];
}
