import { z } from 'zod';

const YEAR_10000 = Date.UTC(10_000, 0);

/** A time as rows hold it and read it back: PostgreSQL has no year 0, and the driver reads year 10000 as null. */
export const timestamp = z.iso
  .datetime({ offset: true, error: 'must be a time such as 2026-01-31T12:00:00Z' })
  .transform((text) => new Date(text))
  .refine((time) => time.getTime() >= 0 && time.getTime() < YEAR_10000, 'must lie between 1970 and 9999');
