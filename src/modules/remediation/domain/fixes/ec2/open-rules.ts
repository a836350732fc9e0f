import { z } from 'zod';
import { cidrOf, type GroupRule, portsOf, protocolOf } from './group-rules.js';

/** What the controls on ports say decides: rules by their ports, with no more CIDRs than it takes. */
const named = z.object({
  rules: z.array(
    z.object({
      protocol: z.string(),
      fromPort: z.number().nullable(),
      toPort: z.number().nullable(),
      cidrs: z.array(z.string()),
    }),
  ),
});

/** What the control on wide ranges says. */
const wide = z.object({
  rules: z.array(
    z.object({ protocol: z.string(), ports: z.string().nullable(), cidrs: z.array(z.string()) }),
  ),
});

const lengthOf = (cidr: string): number => Number(cidr.slice(cidr.indexOf('/') + 1));
const isWhole = (cidr: string): boolean => lengthOf(cidr) === 0;
const isIpv6 = (cidr: string): boolean => cidr.includes(':');

/** A list of CIDRs that holds the whole internet has some that are as wide as this. */
const isVeryWide = (cidr: string): boolean => lengthOf(cidr) < (isIpv6(cidr) ? 16 : 8);

const PRIVATE = [
  /^10\..*\/([89]|[12]\d|3[0-2])$/,
  /^172\.(1[6-9]|2\d|3[01])\..*\/(1[2-9]|2\d|3[0-2])$/,
  /^192\.168\..*\/(1[6-9]|2\d|3[0-2])$/,
  /^f[cd][0-9a-f]{2}:/i,
];

/** It lets in addresses of the internet: such rules may be revoked, others never are. */
export const isOpen = (rule: GroupRule): boolean => {
  const cidr = cidrOf(rule);
  return !rule.IsEgress && cidr !== undefined && !PRIVATE.some((block) => block.test(cidr));
};

export interface Offending {
  revoke: readonly GroupRule[];
  /** Let in through what holds other addresses too: revoking the rule would take more than the open ones. */
  lists: readonly GroupRule[];
}

const NONE: Offending = { revoke: [], lists: [] };

/** Those of which the evidence of a control on ports says that the internet comes in by them. */
export function openOnPorts(rules: readonly GroupRule[], evidence: unknown): Offending {
  const known = named.safeParse(evidence);
  if (!known.success) return NONE;
  const named_ = known.data.rules.map((one) => ({
    cidrs: one.cidrs,
    isOf: (rule: GroupRule) =>
      protocolOf(rule) === one.protocol &&
      port(rule.FromPort, rule) === one.fromPort &&
      port(rule.ToPort, rule) === one.toPort,
  }));
  const direct = rules.filter((rule) => {
    const cidr = cidrOf(rule);
    return (
      cidr !== undefined && isOpen(rule) && named_.some((one) => one.isOf(rule) && one.cidrs.includes(cidr))
    );
  });
  const letIn = new Set(direct.flatMap((rule) => cidrOf(rule) ?? []));
  const unseen = named_.filter(({ cidrs }) => cidrs.some((cidr) => isVeryWide(cidr) && !letIn.has(cidr)));
  return {
    revoke: holders(direct),
    lists: rules.filter((rule) => isList(rule) && unseen.some((one) => one.isOf(rule))),
  };
}

const isList = ({ IsEgress, PrefixListId }: GroupRule): boolean => !IsEgress && PrefixListId !== undefined;

const port = (value: number | undefined, rule: GroupRule): number | null =>
  portsOf(rule) === null || value === undefined || value === -1 ? null : value;

/**
 * Those without which the others no longer hold the whole internet: 0.0.0.0/0 and ::/0, and where the rest could still
 * be all of it (0.0.0.0/1 with 128.0.0.0/1), the very wide ones of it.
 */
function holders(rules: readonly GroupRule[]): GroupRule[] {
  const cidrs = (some: readonly GroupRule[]) => [...new Set(some.flatMap((rule) => cidrOf(rule) ?? []))];
  const whole = rules.filter((rule) => isWhole(cidrOf(rule) ?? '/32'));
  const others = rules.filter((rule) => !whole.includes(rule));
  const share = { ipv4: 0, ipv6: 0 };
  for (const cidr of cidrs(others)) share[isIpv6(cidr) ? 'ipv6' : 'ipv4'] += 2 ** -lengthOf(cidr);
  // of what is no special block: 3/4 of all IPv4 addresses, an eighth of all IPv6 addresses
  const left = others.filter((rule) => {
    const cidr = cidrOf(rule) ?? '/32';
    return isVeryWide(cidr) && (isIpv6(cidr) ? share.ipv6 >= 1 / 8 : share.ipv4 >= 3 / 4);
  });
  return rules.filter((rule) => whole.includes(rule) || left.includes(rule));
}

const PROTOCOLS = ['tcp', 'udp'] as const;

/**
 * The widest rules, until the others let in on some port no more: who opens 443 beside all ports keeps 443.
 * `evidence` is that of the control on all ports, which tells the rules of one protocol only: the state tells the rest.
 */
export function openOnAllPorts(rules: readonly GroupRule[], evidence: unknown): Offending {
  const known = z.object({ protocols: z.array(z.enum(PROTOCOLS)) }).safeParse(evidence);
  if (!known.success) return NONE;
  const revoked = new Set<GroupRule>();
  for (const protocol of known.data.protocols) {
    const open = rules.filter(
      (rule) => isOpen(rule) && isVeryWide(cidrOf(rule) ?? '/32') && lets(rule, protocol),
    );
    const widest = open.toSorted((a, b) => width(b) - width(a));
    for (const rule of widest) {
      if (!coverAll(open.filter((one) => !revoked.has(one)))) break;
      revoked.add(rule);
    }
  }
  const still = openOnPorts(rules, evidence).lists;
  return { revoke: rules.filter((rule) => revoked.has(rule)), lists: still };
}

const lets = (rule: GroupRule, protocol: string): boolean =>
  protocolOf(rule) === 'all' || protocolOf(rule) === protocol;

const width = (rule: GroupRule): number => {
  const ports = portsOf(rule);
  return ports === null ? 0 : ports.to - ports.from + (protocolOf(rule) === 'all' ? 2 : 1);
};

/** Ports 1 to 65535: nothing can be had at port 0. */
function coverAll(rules: readonly GroupRule[]): boolean {
  const ranges = rules.flatMap((rule) => portsOf(rule) ?? []).toSorted((a, b) => a.from - b.from);
  let next = 1;
  for (const { from, to } of ranges) if (from <= next) next = Math.max(next, to + 1);
  return next > 65_535;
}

/** Those with the CIDRs that the control on wide ranges names. */
export function tooWide(rules: readonly GroupRule[], evidence: unknown): Offending {
  const known = wide.safeParse(evidence);
  if (!known.success) return NONE;
  const isOf = (rule: GroupRule, one: { protocol: string; ports: string | null }): boolean => {
    const ports = portsOf(rule);
    const text =
      ports === null ? null : ports.from === ports.to ? `${ports.from}` : `${ports.from}-${ports.to}`;
    return protocolOf(rule) === one.protocol && text === one.ports;
  };
  const revoke = rules.filter(
    (rule) =>
      isOpen(rule) &&
      known.data.rules.some((one) => isOf(rule, one) && one.cidrs.includes(cidrOf(rule) ?? '')),
  );
  const unseen = known.data.rules.filter((one) =>
    one.cidrs.some((cidr) => !revoke.some((rule) => cidrOf(rule) === cidr && isOf(rule, one))),
  );
  const lists = rules.filter((rule) => isList(rule) && unseen.some((one) => isOf(rule, one)));
  return { revoke, lists };
}
