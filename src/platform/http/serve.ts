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
  app.use(requestThread(logger), helmet(), readJson, jsonOnly, cleanInput);
  (app.getHttpServer() as Server).on('clientError', answerClientError);
  app.useGlobalFilters(new ErrorFilter(logger));
  app.useGlobalPipes(validationPipe());
  serveOpenApi(app, serviceVersion(config));
}
