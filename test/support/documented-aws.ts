import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** `DescribeInstancePatches` and its input -> what AWS documents as its answer; undefined: the emulator answers. */
export type DocumentedAnswer = (call: {
  operation: string;
  input: Record<string, unknown>;
  region: string;
}) => object | undefined;

export interface DocumentedAws {
  url: string;
  /** May be replaced at any time. */
  answer: DocumentedAnswer;
  close(): Promise<void>;
}

/**
 * An endpoint before the emulator for operations of the JSON protocol that it lacks (AWS Config's compliance, patches of
 * Systems Manager), answered in the shape that AWS documents; everything else is the emulator's.
 */
export async function startDocumentedAws(emulator: string, answer: DocumentedAnswer): Promise<DocumentedAws> {
  const upstream = new URL(emulator);
  const server = http.createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks);
      const operation = String(request.headers['x-amz-target'] ?? '').split('.')[1];
      const [, region = ''] =
        /Credential=[^/]+\/\d+\/([^/]+)/.exec(request.headers.authorization ?? '') ?? [];
      const input = () => JSON.parse(body.toString() || '{}') as Record<string, unknown>;
      const documented =
        operation === undefined ? undefined : stub.answer({ operation, input: input(), region });
      if (documented !== undefined) {
        response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
        response.end(JSON.stringify(documented));
        return;
      }
      const { hostname: host, port } = upstream;
      const onward = http.request(
        { host, port, method: request.method, path: request.url, headers: request.headers },
        (from) => {
          response.writeHead(from.statusCode ?? 502, from.headers);
          from.pipe(response);
        },
      );
      onward.on('error', () => response.destroy());
      onward.end(body);
    })();
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const stub: DocumentedAws = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer,
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  return stub;
}
