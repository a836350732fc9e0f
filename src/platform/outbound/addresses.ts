import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * What is not the internet at large: the registries of special-purpose addresses of IANA
 * (iana.org/assignments/iana-ipv4-special-registry), multicast, reserved, and the addresses by which clouds tell
 * machines about themselves where those look public (Azure: 168.63.129.16).
 */
const SPECIAL_IPV4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...[
    '192.0.0.0/24',
    '192.0.2.0/24',
    '192.31.196.0/24',
    '192.52.193.0/24',
    '192.88.99.0/24',
    '192.168.0.0/16',
  ],
  ...['192.175.48.0/24', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  '168.63.129.16/32',
];
/** Of IPv6 only 2000::/3 is handed out to the public, and this of it is not or leads to IPv4 inside (6to4, Teredo). */
const PUBLIC_IPV6 = '2000::/3';
const SPECIAL_IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'];

/** Which addresses may be connected to in the name of a tenant. */
export class Addresses {
  readonly #special = listOf(SPECIAL_IPV4);
  readonly #specialV6 = listOf(SPECIAL_IPV6);
  readonly #publicV6 = listOf([PUBLIC_IPV6]);
  readonly #allowed: BlockList;

  /** @param allowed addresses and ranges (10.1.0.0/16) that may be reached all the same. @throws Error for what is none */
  constructor(allowed: readonly string[]) {
    this.#allowed = listOf(allowed);
  }

  isAllowed(address: string): boolean {
    const family = familyOf(address);
    return family !== undefined && this.#allowed.check(address, family);
  }

  isPublic(address: string): boolean {
    const family = familyOf(address);
    if (family === 'ipv4') return !this.#special.check(address, family);
    // an IPv4 address in the clothes of IPv6 (::ffff:10.0.0.1, 64:ff9b::/96) lies outside 2000::/3
    return (
      family === 'ipv6' && this.#publicV6.check(address, family) && !this.#specialV6.check(address, family)
    );
  }
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  if (isIPv4(address)) return 'ipv4';
  return isIPv6(address) ? 'ipv6' : undefined;
}

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits, ...more] = range.split('/');
    const family = familyOf(address);
    // Number('') is 0: `10.0.0.0/` would be every address there is
    const isRange = bits === undefined || (/^\d{1,3}$/.test(bits) && more.length === 0);
    if (family === undefined || !isRange)
      throw new Error(`${range} is no address, nor a range such as 10.1.0.0/16`);
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}
