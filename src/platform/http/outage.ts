/** Codes of Prisma and PostgreSQL that say: the server is away, starting, or has no connection to spare. */
const OUTAGE =
  /^(P1001|P1002|P1008|P1017|P2024|P2028|ECONNREFUSED|ECONNRESET|EPIPE|57P0[123]|53300|08\w{3})$/;

/** Whether an error means that the database cannot be reached, rather than that a statement is wrong. */
export function isDatabaseOutage(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 4) return false;
  if ('code' in error && typeof error.code === 'string' && OUTAGE.test(error.code)) return true;
  return 'cause' in error && isDatabaseOutage(error.cause, depth + 1);
}
