import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { newId } from '../../shared/ids.js';
import type { ErrorBody } from './error-body.js';

/**
 * Answers what is no HTTP, or has too long an address or headers (Node takes 16 KB), with the error body: Node refuses
 * these before anything of ours sees them, and by itself says nothing.
 */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const isTooLong = error.code === 'HPE_HEADER_OVERFLOW';
  const status = isTooLong ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
  const message = isTooLong
    ? 'The address and headers are longer than 16 KB'
    : 'This is not a valid HTTP request';
  const id = newId('req');
  const body: ErrorBody = {
    error: message,
    error_type: isTooLong ? 'TOO_LARGE' : 'INVALID',
    correlation_id: id,
    timestamp: new Date().toISOString(),
    details: [{ path: isTooLong ? 'headers' : 'request', message }],
  };
  const text = JSON.stringify(body);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(text)}`,
    `X-Correlation-Id: ${id}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`);
}
