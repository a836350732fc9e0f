/** The closed set of error codes; platform/http maps each to one HTTP status. */
export type ErrorCode =
  | 'INVALID'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'PRECONDITION_FAILED'
  | 'TOO_LARGE'
  | 'RATE_LIMITED'
  | 'INTERNAL'
  | 'UNAVAILABLE';

/** One bad field: `path` as the caller wrote it (`target.type`), `message` what it should be. */
export interface FieldProblem {
  path: string;
  message: string;
}

/** The one error that crosses layers. `message` is shown to the caller, so it names nothing internal. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details?: readonly FieldProblem[],
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'AppError';
  }
}

export const invalid = (details: readonly FieldProblem[], message = 'The request is not valid'): AppError =>
  new AppError('INVALID', message, details);

export const notFound = (what: string, id: string): AppError => new AppError('NOT_FOUND', `No ${what} ${id}`);

export const conflict = (message: string): AppError => new AppError('CONFLICT', message);

export const forbidden = (message: string): AppError => new AppError('FORBIDDEN', message);
