import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { errorAnswer, httpStatusOf, RateLimited, toAppError } from '../../../platform/http/index.js';
import { correlation, Logger } from '../../../platform/telemetry/index.js';
import type { AppError, ErrorCode } from '../../../shared/app-error.js';
import { LinkGone } from './link-gone.js';
import { problemPage } from './link-html.js';
import { PAGE_HEADERS } from './link-style.js';

const HEADINGS: Readonly<Record<ErrorCode, string>> = {
  INVALID: 'Something is missing',
  UNAUTHENTICATED: 'This key is not known',
  FORBIDDEN: 'You may not do this',
  NOT_FOUND: 'There is nothing here',
  CONFLICT: 'It has been decided already',
  PRECONDITION_FAILED: 'It cannot be done now',
  TOO_LARGE: 'That is too much',
  RATE_LIMITED: 'Too many requests',
  INTERNAL: 'Something went wrong on our side',
  UNAVAILABLE: 'It does not answer now',
};

/** People who follow a link get a page, also where it does not work; JSON gets the error body of the API. */
@Catch()
export class LinkErrorFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const [request, response] = [http.getRequest<Request>(), http.getResponse<Response>()];
    const error = toAppError(thrown, request);
    const status = error instanceof LinkGone ? 410 : httpStatusOf[error.code];
    if (status >= 500) this.logger.error(error.message, { error: error.cause ?? thrown });
    if (response.headersSent) return;
    response.status(status).set(PAGE_HEADERS);
    if (error instanceof RateLimited) response.setHeader('Retry-After', String(error.retryAfterSeconds));
    if (request.is('application/json') !== false && request.method === 'POST')
      response.json(errorAnswer(error));
    else response.type('html').send(problemPage(headingOf(error), wordsOf(error), correlation.id()));
  }
}

const headingOf = (error: AppError): string =>
  error instanceof LinkGone ? 'This link is not good any more' : HEADINGS[error.code];

const wordsOf = ({ message, details = [] }: AppError): string =>
  details.length === 0 ? message : details.map((one) => `${one.path}: ${one.message}`).join('; ');
