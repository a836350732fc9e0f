/**
 * The `code` of an error (`ENOENT`), where it has one. By its shape and not by instanceof: errors of Node's own parts
 * come from another realm than the code that a test runner loads.
 */
export const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
