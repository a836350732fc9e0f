import { z } from 'zod';

/** A tenant's id, as it appears in paths, bodies and queries. */
export const tenantId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lower-case letters, digits and hyphens, such as my-company');

/** Every body and query may name the tenant; the guard has looked at it by then. */
export const ofTenant = { tenantId: tenantId.optional() };

/** One spelling per person: approvals compare owners. */
export const email = z.email('must be an email address').max(254).toLowerCase();

const YEAR_10000 = Date.UTC(10_000, 0);

/** A time as rows hold it and read it back: PostgreSQL has no year 0, and the driver reads year 10000 as null. */
export const timestamp = z.iso
  .datetime({ offset: true, error: 'must be a time such as 2026-01-31T12:00:00Z' })
  .transform((text) => new Date(text))
  .refine((time) => time.getTime() >= 0 && time.getTime() < YEAR_10000, 'must lie between 1970 and 9999');

/** A name that people give, or a word of a filter. */
export const shortText = z.string().trim().min(1).max(128);
