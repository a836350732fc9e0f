import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Posted {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Takes what is posted; `answer` says how. */
export async function startHttpReceiver() {
  const posted: Posted[] = [];
  const receiver = {
    posted,
    url: '',
    answer: (_one: Posted): { status: number; body?: string; headers?: Record<string, string> } => ({
      status: 200,
      body: 'ok',
    }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const one = { path: request.url ?? '', headers: request.headers, body };
      posted.push(one);
      const { status, body: text = '', headers = {} } = receiver.answer(one);
      response.writeHead(status, headers).end(text);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return receiver;
}
export type HttpReceiver = Awaited<ReturnType<typeof startHttpReceiver>>;
