/**
 * Codes that say that the server is away, starting, or has no connection to spare: Prisma's, those of PostgreSQL
 * (classes 08, 57P and 53) and those of the network, of which some are its resolver's.
 */
const CODES =
  /^(P1001|P1002|P1008|P1017|P2024|P2028|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENETDOWN|ENOTFOUND|EAI_AGAIN|57P0[123]|53300|08\w{3})$/;
/** What node-postgres says without a code, of a connection that has ended or does not answer. */
const MESSAGES =
  /^(Connection terminated|timeout expired|timeout exceeded when trying to connect|Query read timeout|Client (was closed|has encountered a connection error))/;
const DEEPEST = 4;

/** The database cannot be reached: what was asked of it has not happened, or nobody knows, and may be asked again. */
export class DatabaseOutage extends Error {
  override readonly name = 'DatabaseOutage';
}

/** What PostgreSQL or the network has said, as a DatabaseOutage where it is one: the same codes may be another server's. */
export function asOutage(error: unknown): unknown {
  if (isOutage(error) || !tellsOfOne(error, 0)) return error;
  return new DatabaseOutage(error instanceof Error ? error.message : String(error), { cause: error });
}

/** Whether an error, or one that it was caused by, means that the database could not be reached. */
export function isOutage(error: unknown, depth = 0): boolean {
  if (error instanceof DatabaseOutage) return true;
  return depth < DEEPEST && isObject(error) && 'cause' in error && isOutage(error.cause, depth + 1);
}

function tellsOfOne(error: unknown, depth: number): boolean {
  if (!isObject(error) || depth > DEEPEST) return false;
  if ('code' in error && typeof error.code === 'string' && CODES.test(error.code)) return true;
  if (error instanceof Error && MESSAGES.test(error.message)) return true;
  return 'cause' in error && tellsOfOne(error.cause, depth + 1);
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
