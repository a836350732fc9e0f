import type { RequestHandler } from 'express';

/** Where Bull Board is. */
export const BOARD_PATH = '/queues';

/**
 * For a browser, which knows no bearer keys: the platform key is the password, whatever the name. Only GET is served
 * here, so that what another site has the browser send with it changes nothing.
 */
export const browserLogin: RequestHandler = (request, response, next) => {
  const basic = /^Basic +([A-Za-z0-9+/=]{1,1024})$/i.exec(request.headers.authorization ?? '')?.[1];
  if (basic !== undefined) {
    const [, password = ''] = /^[^:]*:(.*)$/s.exec(Buffer.from(basic, 'base64').toString()) ?? [];
    request.headers.authorization = `Bearer ${password}`;
  }
  response.setHeader('WWW-Authenticate', 'Basic realm="Compliance Shepherd", charset="UTF-8"');
  next();
};
