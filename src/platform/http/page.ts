import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import express, { type RequestHandler, type Response } from 'express';
import helmet from 'helmet';
import sirv from 'sirv';

/** Where the build of web/ is, for the service as it is deployed and for tests. */
const BUILT = fileURLToPath(new URL('../../../web/dist/', import.meta.url));

/** The page's own places; all others are the API's. */
const PAGES = /^\/(ui(\/.*)?)?$/;
const ASSETS = /^\/assets\//;

/** Nothing but our own files, no inline script and no inline style, in nobody's frame. */
const guard = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      ...{ scriptSrc: ["'self'"], styleSrc: ["'self'"], imgSrc: ["'self'"], connectSrc: ["'self'"] },
      ...{ baseUri: ["'none'"], formAction: ["'none'"], frameAncestors: ["'none'"] },
    },
  },
  xFrameOptions: { action: 'deny' },
  referrerPolicy: { policy: 'no-referrer' },
});

/**
 * Assets have their content's hash in their names; the page itself says which ones it wants. What they may do is said by
 * the document that asks for them, so its policy is not told with each of them again: they are many, and small.
 */
function setAssetHeaders(response: Response): void {
  response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  response.setHeader('X-Content-Type-Options', 'nosniff');
}

/**
 * Serves the page (web/) at / and beneath /ui: files alone, so it stands before the door, and costs a caller nothing of
 * a rate limit. Passes on whatever is not the page's, and everything where it was not built.
 */
export function servePage(): RequestHandler {
  const router = express.Router();
  if (!existsSync(`${BUILT}index.html`)) return router;
  const files = sirv(BUILT, { brotli: true, gzip: true, etag: true });
  router.use((request, response, next) => {
    const isAsset = ASSETS.test(request.path);
    if (!['GET', 'HEAD'].includes(request.method) || !(isAsset || PAGES.test(request.path))) return next();
    const serve = () =>
      files(request, response, () => {
        response.removeHeader('Cache-Control');
        next();
      });
    if (isAsset) {
      setAssetHeaders(response);
      return serve();
    }
    request.url = '/'; // one document for all of the page's places
    response.setHeader('Cache-Control', 'no-cache');
    guard(request, response, serve);
  });
  return router;
}
