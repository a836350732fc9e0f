import { Prisma } from './client/client.js';

/**
 * The time by the clock of all SQL, when it is looked at. app_now() is when the statement began: one that has waited for a
 * row compares it with what another transaction has written meanwhile, which is younger.
 */
export const clockTime = Prisma.sql`(app_now() + (clock_timestamp() - statement_timestamp()))`;
