import { createServer } from 'node:http';

/**
 * A receiver of webhooks that fails at random: it refuses connections' requests, asks for patience, hangs up, or takes
 * a message and hangs up before it says so. It notes all that it took, and prints its address.
 */
const took = [];
let failing = Number(process.env.CHAOS_FAILING ?? 0);

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    if (request.url === '/took') return void response.end(JSON.stringify(took));
    if (request.url === '/mended') {
      failing = 0;
      return void response.end();
    }
    const luck = Math.random() / (failing || Number.MIN_VALUE);
    if (luck < 0.4) return void response.writeHead(503).end('busy');
    if (luck < 0.5) return void response.writeHead(429, { 'retry-after': '1' }).end();
    if (luck < 0.7) return void request.socket.destroy();
    const isLost = luck < 1;
    took.push({
      path: request.url,
      id: request.headers['webhook-id'],
      body: Buffer.concat(chunks).toString(),
      isLost,
    });
    if (isLost) return void request.socket.destroy();
    setTimeout(() => response.end(), Math.random() * 50);
  });
});
server.listen(0, '127.0.0.1', () => process.stderr.write(`http://127.0.0.1:${server.address().port}\n`));
