import { z } from 'zod';

/**
 * The protocol of a rule: `all`, `tcp`, `udp`, `icmp`, `icmpv6`, or the number of another. AWS writes these as words in
 * security groups and as numbers (-1, 6, 17, 1, 58) in network ACLs.
 */
export const protocol = z.string();

/** The first or last port that a rule of tcp or udp lets in, or null: all of them. */
export const port = z.number().int().nullable();

/** ICMP's type and code, where a rule names them; null: each of them. */
export const icmp = z.object({ type: z.number().int().nullable(), code: z.number().int().nullable() });

/** `10.0.0.0/8`, `2001:db8::/32` */
export const cidr = z.string();
