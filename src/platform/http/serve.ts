import type { Server } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import { invalid } from '../../shared/app-error.js';
import { Config, serviceVersion } from '../config/index.js';
import { type Logger, WHOLE_LOG } from '../telemetry/index.js';
import { Admission, opensLink } from './admission.js';
import { bodyLimitMb } from './body-limits.js';
import { BOARD_PATH, browserLogin } from './browser-login.js';
import { cleanInput, jsonOnly } from './clean-input.js';
import { answerClientError } from './client-error.js';
import { ErrorFilter } from './error.filter.js';
import { growUnderLoad } from './heap-growth.js';
import { endIdleAtStop } from './idle-connections.js';
import { serveOpenApi } from './openapi.js';
import { servePage } from './page.js';
import { requestThread } from './request-thread.js';
import { validationPipe } from './validation.js';

const MB = 1024 * 1024;
/**
 * Of a connection. Who sends headers or a body a byte at a time holds one for so long and no longer; a load balancer
 * (ALB: 60 s) must be the first to close one that is idle, or it answers 502 now and then.
 */
const HEADERS_MS = 15_000;
const REQUEST_MS = 60_000;
const KEEP_ALIVE_MS = 65_000;
/** Nothing comes or goes for so long: longer than any route waits before it answers (300 s). */
const SILENCE_MS = 330_000;
const CHECKED_EVERY_MS = 5_000;
/** Node drops those after its two thousandth without a word. */
const MOST_HEADERS = 100;

const filledIn = (body: unknown): unknown =>
  typeof body === 'object' && body !== null
    ? Object.fromEntries(Object.entries(body).filter(([, value]) => value !== ''))
    : body;

/** Pages that links open are answered as forms; nothing else takes one. */
const form = express.urlencoded({ extended: false, limit: '64kb', parameterLimit: 20 });
const readForm: RequestHandler = (request, response, next) => {
  if (!opensLink(request)) return next();
  void form(request, response, (error?: unknown) => {
    // a form sends each of its fields, filled in or not
    if (error === undefined && request.is('application/x-www-form-urlencoded') !== false)
      request.body = filledIn(request.body);
    next(error);
  });
};

/**
 * Before the body: who may not come in costs no more than the look at a header. Of two hosts a proxy may have believed
 * the other (RFC 9112, 3.2).
 */
const doorOf =
  (admission: Admission): RequestHandler =>
  (request, _response, next) => {
    const hosts = request.rawHeaders.filter((text, i) => i % 2 === 0 && text.toLowerCase() === 'host');
    if (hosts.length > 1) return next(invalid([{ path: 'host', message: 'is there more than once' }]));
    if (request.rawHeaders.length > 2 * MOST_HEADERS)
      return next(invalid([{ path: 'headers', message: `are more than ${MOST_HEADERS}` }]));
    admission.admit(request).then(() => next(), next);
  };

/** @param server before it listens: then Node begins to look at its connections, as often as it is told here */
function limitTimes(server: Server): void {
  Object.assign(server, { connectionsCheckingInterval: CHECKED_EVERY_MS });
  server.headersTimeout = HEADERS_MS;
  server.requestTimeout = REQUEST_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.setTimeout(SILENCE_MS);
  endIdleAtStop(server);
}

/** Puts everything around the controllers that each request passes; the same in production and in tests. */
export function prepareHttp(app: INestApplication): void {
  const config = app.get(Config);
  const server = app.getHttpAdapter().getInstance() as Express;
  server.disable('x-powered-by');
  server.set('trust proxy', config.get('TRUST_PROXY'));
  server.set('query parser', 'simple'); // one level: `a[b]=c` is a name, not an object
  const logger = app.get<Logger>(WHOLE_LOG);
  const readers = new Map<number, RequestHandler>();
  const readJson: RequestHandler = (request, ...rest) => {
    const limit = bodyLimitMb(request) * MB;
    const reader = readers.get(limit) ?? express.json({ limit, strict: false });
    readers.set(limit, reader);
    void reader(request, ...rest);
  };
  const door = doorOf(app.get(Admission));
  if (config.runsApi) app.use(servePage());
  app.use(BOARD_PATH, browserLogin);
  app.use(requestThread(logger), helmet(), door, readJson, readForm, jsonOnly, cleanInput);
  const listener = app.getHttpServer() as Server;
  listener.on('clientError', answerClientError);
  limitTimes(listener);
  growUnderLoad(listener);
  app.useGlobalFilters(new ErrorFilter(logger));
  app.useGlobalPipes(validationPipe());
  serveOpenApi(app, serviceVersion(config));
}
