import { z } from 'zod';

export type Family = 'ipv4' | 'ipv6';
export const families: readonly Family[] = ['ipv4', 'ipv6'];

/** From the first to the last, both of them within. */
export interface Range {
  first: bigint;
  last: bigint;
}

export interface Block extends Range {
  family: Family;
  prefixLength: number;
}

const isAddress = {
  ipv4: (text: string) => z.ipv4().safeParse(text).success,
  ipv6: (text: string) => z.ipv6().safeParse(text).success,
} satisfies Record<Family, (text: string) => boolean>;

const BITS: Record<Family, number> = { ipv4: 32, ipv6: 128 };

/** The addresses of a CIDR; null for what is none. */
export function blockOf(cidr: string): Block | null {
  const [address = '', length = ''] = cidr.split('/');
  const family = isAddress.ipv4(address) ? 'ipv4' : isAddress.ipv6(address) ? 'ipv6' : null;
  if (family === null || !/^\d{1,3}$/.test(length) || Number(length) > BITS[family]) return null;
  const number = family === 'ipv4' ? fromIPv4(address) : fromIPv6(address);
  if (number === null) return null;
  const size = 1n << BigInt(BITS[family] - Number(length));
  const first = number - (number % size); // AWS takes 10.0.0.1/8 and keeps 10.0.0.0/8
  return { family, prefixLength: Number(length), first, last: first + size - 1n };
}

const fromIPv4 = (address: string): bigint =>
  address.split('.').reduce((number, byte) => number * 256n + BigInt(byte), 0n);

/** null for one that ends in an IPv4 address, as only special addresses are written. */
function fromIPv6(address: string): bigint | null {
  if (address.includes('.')) return null;
  const [head = '', tail = ''] = address.split('::');
  const groups = (half: string) => (half === '' ? [] : half.split(':'));
  const zeros = 8 - groups(head).length - groups(tail).length;
  const all = [...groups(head), ...Array<string>(zeros).fill('0'), ...groups(tail)];
  return all.reduce((number, group) => number * 65_536n + BigInt(`0x${group}`), 0n);
}

/** What is left of `ranges` when `taken` is taken away. */
export const without = (ranges: readonly Range[], taken: readonly Range[]): Range[] =>
  taken.reduce<Range[]>(
    (left, { first, last }) =>
      left.flatMap((range) => {
        if (last < range.first || range.last < first) return [range];
        return [
          ...(range.first < first ? [{ first: range.first, last: first - 1n }] : []),
          ...(last < range.last ? [{ first: last + 1n, last: range.last }] : []),
        ];
      }),
    [...ranges],
  );

export const overlap = (ranges: readonly Range[], { first, last }: Range): boolean =>
  ranges.some((range) => range.first <= last && first <= range.last);

const blocks = (...cidrs: string[]): Block[] => cidrs.flatMap((cidr) => blockOf(cidr) ?? []);

/**
 * What the internet routes: for IPv4 all but the special blocks of IANA's registry that are not global
 * (RFC 6890; www.iana.org/assignments/iana-ipv4-special-registry) and multicast; for IPv6 the global unicast addresses
 * (RFC 4291).
 */
export const INTERNET: Record<Family, readonly Range[]> = {
  ipv4: without(blocks('0.0.0.0/0'), [
    ...blocks('0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'),
    ...blocks('192.0.0.0/24', '192.0.2.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24'),
    ...blocks('203.0.113.0/24', '224.0.0.0/3'),
  ]),
  ipv6: blocks('2000::/3'),
};

/**
 * The families of which these CIDRs together hold every address of the internet: 0.0.0.0/0 does, and so do 0.0.0.0/1
 * and 128.0.0.0/1, or a list that leaves out nothing but private blocks.
 */
export function wholeInternet(cidrs: readonly string[]): Family[] {
  if (!mayBeWhole(cidrs)) return [];
  const known = cidrs.flatMap((cidr) => blockOf(cidr) ?? []);
  return families.filter((family) => {
    const own = known.filter((block) => block.family === family);
    return own.length > 0 && without(INTERNET[family], own).length === 0;
  });
}

/** Nearly every rule names far too few addresses: a look at the lengths tells, without arithmetic on each. */
function mayBeWhole(cidrs: readonly string[]): boolean {
  const share = { ipv4: 0, ipv6: 0 };
  for (const cidr of cidrs) {
    const part = 2 ** -Number(cidr.slice(cidr.indexOf('/') + 1));
    share[cidr.includes(':') ? 'ipv6' : 'ipv4'] += part;
  }
  return share.ipv4 >= 3 / 4 || share.ipv6 >= 1 / 8;
}
