import type { Server } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import { Config, serviceVersion } from '../config/index.js';
import { Logger } from '../telemetry/index.js';
import { bodyLimitMb } from './body-limits.js';
import { cleanInput, jsonOnly } from './clean-input.js';
import { answerClientError } from './client-error.js';
import { ErrorFilter } from './error.filter.js';
import { serveOpenApi } from './openapi.js';
import { requestThread } from './request-thread.js';
import { validationPipe } from './validation.js';

const MB = 1024 * 1024;

const filledIn = (body: unknown): unknown =>
  typeof body === 'object' && body !== null
    ? Object.fromEntries(Object.entries(body).filter(([, value]) => value !== ''))
    : body;

/** Pages that links open are answered as forms; nothing else takes one. */
const form = express.urlencoded({ extended: false, limit: '64kb', parameterLimit: 20 });
const readForm: RequestHandler = (request, response, next) => {
  if (!/^\/links\//i.test(request.path)) return next();
  void form(request, response, (error?: unknown) => {
    // a form sends each of its fields, filled in or not
    if (error === undefined && request.is('application/x-www-form-urlencoded') !== false)
      request.body = filledIn(request.body);
    next(error);
  });
};

/** Puts everything around the controllers that each request passes; the same in production and in tests. */
export function prepareHttp(app: INestApplication): void {
  const config = app.get(Config);
  const server = app.getHttpAdapter().getInstance() as Express;
  server.disable('x-powered-by');
  server.set('trust proxy', config.get('TRUST_PROXY'));
  server.set('query parser', 'simple'); // one level: `a[b]=c` is a name, not an object
  const logger = app.get(Logger);
  const readers = new Map<number, RequestHandler>();
  const readJson: RequestHandler = (request, ...rest) => {
    const limit = bodyLimitMb(request) * MB;
    const reader = readers.get(limit) ?? express.json({ limit, strict: false });
    readers.set(limit, reader);
    void reader(request, ...rest);
  };
  app.use(requestThread(logger), helmet(), readJson, readForm, jsonOnly, cleanInput);
  (app.getHttpServer() as Server).on('clientError', answerClientError);
  app.useGlobalFilters(new ErrorFilter(logger));
  app.useGlobalPipes(validationPipe());
  serveOpenApi(app, serviceVersion(config));
}
