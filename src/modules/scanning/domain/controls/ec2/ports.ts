/** Ports from the first to the last, both of them within. */
export interface PortRange {
  from: number;
  to: number;
}

export type PortProtocol = 'tcp' | 'udp';

export const ALL_PORTS: PortRange = { from: 0, to: 65_535 };
/** Nothing can be had at port 0: who opens 1-65535 opens all. */
export const USABLE_PORTS: PortRange = { from: 1, to: 65_535 };

/** What a rule is about; no ports: all of them. */
export interface PortRule {
  protocol: string;
  fromPort: number | null;
  toPort: number | null;
}

/** The ports of a protocol that a rule is about; null: it is about another protocol. */
export function portsOf(rule: PortRule, protocol: PortProtocol): PortRange | null {
  if (rule.protocol === 'all') return ALL_PORTS;
  if (rule.protocol !== protocol) return null;
  return { from: rule.fromPort ?? ALL_PORTS.from, to: rule.toPort ?? ALL_PORTS.to };
}

export const isWithin = (port: number, { from, to }: PortRange): boolean => from <= port && port <= to;

/** Cut where a rule begins or ends: what holds for the first port of a piece holds for all of it. */
export function pieces(rules: readonly PortRule[], protocol: PortProtocol): PortRange[] {
  const cuts = new Set([ALL_PORTS.from, ALL_PORTS.to + 1]);
  for (const { from, to } of rules.flatMap((rule) => portsOf(rule, protocol) ?? []))
    cuts.add(from).add(to + 1);
  const starts = [...cuts].sort((a, b) => a - b);
  return starts.slice(1).map((next, index) => ({ from: starts[index] ?? 0, to: next - 1 }));
}

/** Neighbours as one; `ranges` are sorted and apart. */
export function joined(ranges: readonly PortRange[]): PortRange[] {
  const all: PortRange[] = [];
  for (const range of ranges) {
    const before = all.at(-1);
    if (before !== undefined && before.to + 1 === range.from) before.to = range.to;
    else all.push({ ...range });
  }
  return all;
}

export const common = (ranges: readonly PortRange[], asked: readonly PortRange[]): PortRange[] =>
  ranges.flatMap((range) =>
    asked
      .map(({ from, to }) => ({ from: Math.max(from, range.from), to: Math.min(to, range.to) }))
      .filter(({ from, to }) => from <= to),
  );

/** What is left of `ranges` without the ports of `taken`. */
export const portsWithout = (ranges: readonly PortRange[], taken: readonly PortRange[]): PortRange[] =>
  taken.reduce<PortRange[]>(
    (left, { from, to }) =>
      left.flatMap((range) =>
        [
          { from: range.from, to: Math.min(range.to, from - 1) },
          { from: Math.max(range.from, to + 1), to: range.to },
        ].filter((piece) => piece.from <= piece.to),
      ),
    [...ranges],
  );

/** `22`, `3000-4000` */
export const written = ({ from, to }: PortRange): string => (from === to ? String(from) : `${from}-${to}`);
