import { clockTime, Prisma } from '../../platform/database/index.js';

/** When a resource of `resources r` was read. Long ago, where it lies in the future: PostgreSQL's clock was put back. */
export const readAt = Prisma.sql`CASE WHEN r.read_at > ${clockTime} THEN 'epoch' ELSE r.read_at END`;
