import type { NextFunction, Request, Response } from 'express';
import { newId } from '../../shared/ids.js';
import {
  callerTrace,
  counter,
  histogram,
  isCorrelationId,
  type Logger,
  type Span,
  tracing,
  xrayForm,
} from '../telemetry/index.js';
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
    const { id, span } = begin(request, response);
    const started = performance.now();
    response.setHeader('X-Correlation-Id', id);
    tracing.under(id, span, () => {
      response.once('finish', () => {
        const durationMs = Math.round(performance.now() - started);
        requests.add({ method: request.method, status: String(response.statusCode) });
        seconds.observe({ method: request.method }, durationMs / 1000);
        const { caller } = request as AppRequest;
        const path = request.path.replace(LINK, '$1[token]');
        const line = { method: request.method, path, status: response.statusCode, durationMs };
        const context = { ...line, keyId: caller?.keyId, tenantId: caller?.tenantId };
        // what balancers ask every few seconds would drown the rest
        if (isProbe(request)) logger.debug('request', context);
        else logger.info('request', context);
      });
      next();
    });
  };

/** What balancers and collectors ask every few seconds. */
const isProbe = ({ path }: Request): boolean => path.startsWith('/health') || path === '/metrics';

/**
 * The correlation id is the caller's, else that of the caller's trace, else a new one; its trace follows from it
 * (docs/adr/0021). A probe has no trace.
 */
function begin(request: Request, response: Response): { id: string; span: Span | undefined } {
  const given = request.headers['x-correlation-id'];
  const isTraced = tracing.isOn && !isProbe(request);
  const caller = isTraced ? callerTrace(request.headers) : undefined;
  const id = isCorrelationId(given) ? given : caller === undefined ? newId('req') : xrayForm(caller.traceId);
  if (!isTraced) return { id, span: undefined };
  const span = tracing.serve(id, request.method, caller);
  if (span === undefined) return { id, span };
  response.setHeader(
    'X-Amzn-Trace-Id',
    `Root=${xrayForm(span.traceId)};Sampled=${span.isRecorded ? '1' : '0'}`,
  );
  response.once('close', () => end(span, request as AppRequest, response));
  return { id, span };
}

/** The pattern of the route and never the path: ids and tokens stand in that. */
function end(span: Span, request: AppRequest, response: Response): void {
  const route = (request.route as { path?: unknown } | undefined)?.path;
  if (typeof route === 'string') span.rename(`${request.method} ${route}`);
  span.set({
    'http.request.method': request.method,
    'http.route': typeof route === 'string' ? route : undefined,
    'http.response.status_code': response.statusCode,
    'shepherd.tenant_id': request.caller?.tenantId,
  });
  if (!response.writableFinished) span.fail('ClosedByCaller');
  else if (response.statusCode >= 500) span.fail(String(response.statusCode));
  span.end();
}
