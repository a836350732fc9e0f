import { z } from 'zod';

export { timestamp } from '../../shared/timestamp.js';

/** A tenant's id, as it appears in paths, bodies and queries. */
export const tenantId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lower-case letters, digits and hyphens, such as my-company');

/** Every body and query may name the tenant; the guard has looked at it by then. */
export const ofTenant = { tenantId: tenantId.optional() };

/** One spelling per person: approvals compare owners. */
export const email = z.email('must be an email address').max(254).toLowerCase();

/** A name that people give, or a word of a filter. */
export const shortText = z.string().trim().min(1).max(128);
