/** An address as a number, and of how many bits: an IPv4 address lies in no IPv6 block. */
export interface Address {
  bits: 32 | 128;
  value: bigint;
}

export interface Block {
  bits: 32 | 128;
  first: bigint;
  last: bigint;
}

const V4 = /^\d{1,3}(\.\d{1,3}){3}$/;
const V6 = /^[\da-fA-F:]*:[\da-fA-F:]*$/;
/** Longer ones are none, and are not searched through. */
const LONGEST = 45;
const BLOCK = /^([^/]+)\/(\d{1,3})$/;

/** Reads an address: dotted decimal, or hexadecimal with colons. Undefined for what is none. */
export function addressOf(text: string): Address | undefined {
  if (text.length > LONGEST) return undefined;
  if (V4.test(text)) return v4Of(text.split('.').map(Number));
  return V6.test(text) ? v6Of(text) : undefined;
}

function v4Of(octets: readonly number[]): Address | undefined {
  if (octets.some((octet) => octet > 255)) return undefined;
  return { bits: 32, value: octets.reduce((value, octet) => value * 256n + BigInt(octet), 0n) };
}

/** RFC 4291, section 2.2: eight groups, of which `::` leaves out those that are zero, once. */
function v6Of(text: string): Address | undefined {
  const [head = '', tail, ...more] = text.split('::');
  if (more.length > 0) return undefined;
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const [left, right] = [groups(head), groups(tail ?? '')];
  const missing = 8 - left.length - right.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const all = [...left, ...Array<string>(missing).fill('0'), ...right];
  if (all.some((group) => group === '' || group.length > 4)) return undefined;
  return { bits: 128, value: BigInt(`0x${all.map((group) => group.padStart(4, '0')).join('')}`) };
}

/** Reads a CIDR block. EventBridge takes none of a single address: /32 and /128. Undefined for what is none. */
export function blockOf(text: string): Block | undefined {
  const [, base = '', mask = ''] = BLOCK.exec(text) ?? [];
  const address = addressOf(base);
  if (address === undefined || Number(mask) >= address.bits) return undefined;
  const size = 1n << BigInt(address.bits - Number(mask));
  const first = address.value - (address.value % size);
  return { bits: address.bits, first, last: first + size - 1n };
}

export const isWithin = ({ bits, first, last }: Block, address: Address | undefined): boolean =>
  address !== undefined && address.bits === bits && first <= address.value && address.value <= last;
