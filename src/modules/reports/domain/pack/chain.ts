import { createHash } from 'node:crypto';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What stands before the first entry of a tenant's audit log. */
export const chainStart = (tenantId: string): string =>
  sha256(`compliance-shepherd audit log of ${tenantId}`);

/**
 * The hash of an entry: SHA-256 (hex) of the hash before it, a line feed, and the entry as JSON. In the file the hash is
 * the entry's last field; without it, to the letter, the line is what was hashed.
 */
export const chainNext = (previous: string, entry: string): string => sha256(`${previous}\n${entry}`);

/** An entry with its hash. @param entry an object as JSON, not empty */
export const withHash = (entry: string, hash: string): string => `${entry.slice(0, -1)},"hash":"${hash}"}`;
