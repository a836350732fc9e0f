import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AppError, type ErrorCode } from '../../shared/app-error.js';
import { masked } from '../../shared/masked.js';
import { isOutage } from '../database/index.js';
import { correlation, Logger } from '../telemetry/index.js';
import { bodyLimitMb } from './body-limits.js';
import type { ErrorBody } from './error-body.js';
import { RateLimited } from './rate-limits.js';

export const STATUS: Record<ErrorCode, number> = {
  INVALID: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  PRECONDITION_FAILED: 412,
  TOO_LARGE: 413,
  RATE_LIMITED: 429,
  INTERNAL: 500,
  UNAVAILABLE: 503,
};

/** Paths whose answers stand in {success, correlationId, result} (specs/2): what refuses them says so too. */
const ENVELOPED = /^\/workflows(\/|$)/i;

/** The one place where an error becomes an answer. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const response = http.getResponse<Response>();
    const request = http.getRequest<Request>();
    const error = toAppError(thrown, request);
    const status = STATUS[error.code];
    if (status >= 500) this.logger.error(error.message, { error: error.cause ?? thrown });
    if (response.headersSent) return;
    if (error instanceof RateLimited) response.setHeader('Retry-After', String(error.retryAfterSeconds));
    // pages for browsers have asked for another way to log in already
    if (error.code === 'UNAUTHENTICATED' && !response.hasHeader('WWW-Authenticate'))
      response.setHeader('WWW-Authenticate', 'Bearer');
    const body = errorAnswer(error);
    const isEnveloped = ENVELOPED.test(request.path);
    response
      .status(status)
      .json(isEnveloped ? { success: false, correlationId: body.correlation_id, ...body } : body);
  }
}

export function errorAnswer(error: AppError): ErrorBody {
  return {
    error: masked(error.message),
    error_type: error.code,
    correlation_id: correlation.id(),
    timestamp: new Date().toISOString(),
    ...(error.details === undefined
      ? {}
      : {
          details: error.details.map(({ path, message }) => ({
            path: masked(path),
            message: masked(message),
          })),
        }),
  };
}

/** What an error is to whoever has asked. */
export function toAppError(thrown: unknown, request: Request): AppError {
  if (thrown instanceof AppError) return thrown;
  if (isOutage(thrown)) {
    return new AppError('UNAVAILABLE', 'The database does not answer; try again', undefined, {
      cause: thrown,
    });
  }
  const status = thrown instanceof HttpException ? thrown.getStatus() : statusOf(thrown);
  if (status !== undefined && status < 500) return fromStatus(status, thrown, request);
  return new AppError('INTERNAL', 'Something went wrong on our side', undefined, { cause: thrown });
}

/**
 * Errors of Express's own parsers carry a status and no class that is exported; `expose` says that they are meant for
 * whoever has asked. What others have answered us (a status too, in the errors of many libraries) is not.
 */
function statusOf(thrown: unknown): number | undefined {
  if (typeof thrown !== 'object' || thrown === null) return undefined;
  const isMeant = 'expose' in thrown && thrown.expose === true;
  return isMeant && 'statusCode' in thrown && typeof thrown.statusCode === 'number'
    ? thrown.statusCode
    : undefined;
}

function fromStatus(status: number, thrown: unknown, request: Request): AppError {
  const said = thrown instanceof Error ? thrown.message : 'The request is not valid';
  switch (status) {
    case 401:
      return new AppError('UNAUTHENTICATED', said);
    case 403:
      return new AppError('FORBIDDEN', said);
    case 404:
      // the router's own words quote the whole address, its query too
      return new AppError('NOT_FOUND', `Cannot ${request.method} ${request.path}`);
    case 409:
      return new AppError('CONFLICT', said);
    case 413:
      return new AppError('TOO_LARGE', `The body is larger than ${bodyLimitMb(request)} MB`);
    default:
      return new AppError('INVALID', said, [{ path: 'body', message: said }]);
  }
}
