import { isIPv6 } from 'node:net';
import { LRUCache } from 'lru-cache';
import { DAY_MS, MINUTE_MS } from '../../shared/clock.js';

/** Wrong keys count together for so long. */
const WINDOW_MS = 15 * MINUTE_MS;
const FIRST_LOCK_MS = MINUTE_MS;
const LONGEST_LOCK_MS = 60 * MINUTE_MS;
/** Who has shown no wrong key for so long begins anew. */
const FORGIVEN_MS = DAY_MS;
/** Some 4 MB. Who has more addresses than this gains little: a key is 256 random bits. */
const MOST_ADDRESSES = 20_000;

interface Trials {
  since: number;
  failures: number;
  locks: number;
  lockedUntil: number;
}

/** Addresses from which wrong keys came: after so many of them no unknown key is looked at for a while. */
export class AddressLocks {
  readonly #trials = new LRUCache<string, Trials>({ max: MOST_ADDRESSES });

  /** @param failures that are let pass within 15 minutes */
  constructor(private readonly failures: number) {}

  /** How long (milliseconds) it is locked for yet; 0 where it is not. */
  lockedMs(address: string, now: number): number {
    const trials = this.#trials.peek(address);
    return trials === undefined ? 0 : Math.max(0, trials.lockedUntil - now);
  }

  /**
   * Counts a wrong key. What comes while the address is locked already was not looked at, and does not count.
   * @returns how long it is locked for from now on, where this was one too many: a minute, and each time twice as long
   */
  fail(address: string, now: number): number | undefined {
    const trials = this.#known(address, now);
    if (trials.lockedUntil > now) return undefined;
    trials.failures += 1;
    if (trials.failures < this.failures) return undefined;
    const lockMs = Math.min(FIRST_LOCK_MS * 2 ** trials.locks, LONGEST_LOCK_MS);
    Object.assign(trials, { failures: 0, locks: trials.locks + 1, lockedUntil: now + lockMs });
    return lockMs;
  }

  #known(address: string, now: number): Trials {
    const known = this.#trials.get(address);
    const isRecent = known !== undefined && now - Math.max(known.since, known.lockedUntil) < FORGIVEN_MS;
    const trials = isRecent ? known : { since: now, failures: 0, locks: 0, lockedUntil: 0 };
    if (now - trials.since > WINDOW_MS) Object.assign(trials, { since: now, failures: 0 });
    if (!isRecent) this.#trials.set(address, trials);
    return trials;
  }
}

const MAPPED = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i;

/**
 * Who is counted as one: an IPv4 address, or the /64 of an IPv6 one, as a single line of the internet has 2^64 of
 * them. IPv4 in the clothes of IPv6 is what it is.
 */
export function peerOf(address: string | undefined): string {
  if (address === undefined) return 'unknown';
  const [, mapped] = MAPPED.exec(address) ?? [];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros =
    tail === undefined ? [] : Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
  const groups = [...before, ...zeros, ...after].slice(0, 4);
  return `${groups.map((group) => parseInt(group, 16).toString(16)).join(':')}::/64`;
}
