import { createHash } from 'node:crypto';

/** ScheduleGroup's Name: at most 64 of letters, digits, `-`, `_` and `.`. */
const LONGEST = 64;
const HASH_DIGITS = 16;

/**
 * The schedule group of a tenant. Neither an environment's nor a tenant's name has a `_`, so that no two pairs share a
 * group (with `-`, tenant `a` of `dev-b` and tenant `b-a` of `dev` would, and each would tidy up after the other).
 */
export function scheduleGroup(environment: string, tenantId: string): string {
  const name = `shepherd-${environment}_${tenantId}`;
  if (name.length <= LONGEST) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, HASH_DIGITS);
  return `${name.slice(0, LONGEST - HASH_DIGITS - 1)}_${hash}`;
}
