import { isNoEvidence, type NoEvidence } from '../../part.js';
import { type Ec2SecurityGroup, type SecurityGroupRule } from '../../resources/ec2/security-group.js';
import { type Family, wholeInternet } from './addresses.js';
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

/** What of some ports the internet can reach. */
export interface Exposure {
  open: PortRange[];
  families: Family[];
  /** The rules that let it in, with no more of their CIDRs than it takes. */
  rules: { protocol: string; fromPort: number | null; toPort: number | null; cidrs: string[] }[];
  /** Why more of them might be open: a rule on them names a prefix list that could not be read. */
  missing: NoEvidence | null;
}

/**
 * What a security group lets in from the internet, as EC2 decides: a packet comes in where any rule lets it in, so the
 * sources of all rules on a port count together. Ping and the like have no ports.
 */
export function exposure(
  group: Ec2SecurityGroup,
  protocol: PortProtocol,
  asked: readonly PortRange[] = [ALL_PORTS],
): Exposure {
  const found: Exposure = { open: [], families: [], rules: [], missing: null };
  const families = new Set<Family>();
  const deciding = new Set<SecurityGroupRule>();
  for (const piece of pieces(group.ingress, protocol)) {
    const parts = common([piece], asked);
    if (parts.length === 0) continue;
    const rules = group.ingress.filter((rule) => {
      const ports = portsOf(rule, protocol);
      return ports !== null && isWithin(piece.from, ports);
    });
    if (rules.length === 0) continue;
    const whole = wholeInternet(rules.flatMap((rule) => sourcesOf(group, rule)));
    if (whole.length > 0) {
      found.open.push(...parts);
      for (const family of whole) families.add(family);
      for (const rule of rules) deciding.add(rule);
    } else if (rules.some((rule) => rule.prefixLists.length > 0) && isNoEvidence(group.prefixLists)) {
      found.missing = group.prefixLists;
    }
  }
  return {
    ...found,
    open: joined(found.open),
    families: [...families].sort(),
    rules: [...deciding].flatMap((rule) => {
      const { protocol, fromPort, toPort } = rule;
      const cidrs = widest(sourcesOf(group, rule));
      return cidrs.length === 0 ? [] : { protocol, fromPort, toPort, cidrs };
    }),
  };
}

/** The CIDRs that a rule names, also by prefix lists. */
export const sourcesOf = (group: Ec2SecurityGroup, rule: SecurityGroupRule): string[] => {
  const { prefixLists } = group;
  return [
    ...rule.cidrs.map(({ cidr }) => cidr),
    ...(isNoEvidence(prefixLists) ? [] : rule.prefixLists.flatMap(({ id }) => prefixLists[id] ?? [])),
  ];
};

/** 0.0.0.0/0 and ::/0 say all; without them each counts. */
const widest = (cidrs: readonly string[]): string[] => {
  const whole = cidrs.filter((cidr) => wholeInternet([cidr]).length > 0);
  return whole.length > 0 ? whole : [...cidrs];
};
