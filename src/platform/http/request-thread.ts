import type { NextFunction, Request, Response } from 'express';
import { newId } from '../../shared/ids.js';
import { correlation, counter, histogram, isCorrelationId, type Logger } from '../telemetry/index.js';
import type { AppRequest } from './principal.js';

const requests = counter('shepherd_http_requests_total', 'Requests by method and status', [
  'method',
  'status',
]);
const seconds = histogram('shepherd_http_request_seconds', 'Time to answer a request', ['method']);

/** Who has the token of a link can act by it: it is nothing for a log. */
const LINK = /^(\/+links\/+)[^/]+/i;

/** Takes or makes the correlation id, returns it, and logs the request when it is answered. */
export const requestThread =
  (logger: Logger) => (request: Request, response: Response, next: NextFunction) => {
    const given = request.headers['x-correlation-id'];
    const id = isCorrelationId(given) ? given : newId('req');
    const started = performance.now();
    response.setHeader('X-Correlation-Id', id);
    correlation.run(id, () => {
      response.once('finish', () => {
        const durationMs = Math.round(performance.now() - started);
        requests.add({ method: request.method, status: String(response.statusCode) });
        seconds.observe({ method: request.method }, durationMs / 1000);
        const { caller } = request as AppRequest;
        const path = request.path.replace(LINK, '$1[token]');
        const line = { method: request.method, path, status: response.statusCode, durationMs };
        const context = { ...line, keyId: caller?.keyId, tenantId: caller?.tenantId };
        // what balancers ask every few seconds would drown the rest
        if (request.path.startsWith('/health') || request.path === '/metrics')
          logger.debug('request', context);
        else logger.info('request', context);
      });
      next();
    });
  };
