import { clockTime, Prisma } from '../../platform/database/index.js';

/** When a resource of `resources r` was read. Long ago, where it lies in the future: PostgreSQL's clock was put back. */
export const readAt = Prisma.sql`CASE WHEN r.read_at > ${clockTime} THEN 'epoch' ELSE r.read_at END`;

/** When it was last read in all its parts; NULL where that lies in the future, too. */
export const answeredAt = Prisma.sql`CASE WHEN r.answered_at <= ${clockTime} THEN r.answered_at END`;
