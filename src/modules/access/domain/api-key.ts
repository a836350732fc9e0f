import { createHash } from 'crypto';

/** Says in a log or a leaked file what the text is, for people and for secret scanners. */
export const KEY_MARK = 'shp_';
export const KEY_BYTES = 32;
const VISIBLE = 12;

/** The key that its owner gets, once, from random bytes. */
export const keyOf = (random: Uint8Array): string => KEY_MARK + Buffer.from(random).toString('base64url');

/** What a list shows of it: enough to tell keys apart (48 of 256 bits), of no use to a guesser. */
export const visiblePrefix = (key: string): string => key.slice(0, VISIBLE);

/**
 * What is stored. A slow hash protects what people choose, by making each guess dear; nobody guesses 256 random
 * bits, so a fast one is as safe, needs no salt, can be looked up by an index, and costs a request nothing.
 */
export const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');

export const isUsable = (key: { expiresAt: Date | null; revokedAt: Date | null }, now: Date): boolean =>
  key.revokedAt === null && (key.expiresAt === null || key.expiresAt > now);
