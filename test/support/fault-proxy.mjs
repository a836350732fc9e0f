import http from 'node:http';
import { faultResponse } from './fault-responses.mjs';
import { parseAwsRequest } from './fault-requests.mjs';

/**
 * An HTTP proxy to stand before the AWS emulator, which denies and throttles nothing. See fault-proxy.d.mts for the
 * types. Plain JavaScript, because benchmarks and start scripts use it without a build.
 */

/** Of the newest calls, so that a long benchmark does not fill the memory; counts are never cut. */
const CALLS_KEPT = 10_000;

/** Deterministic numbers in [0, 1) (mulberry32): a rule with a probability hits the same calls in each run. */
function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const FIELDS = ['service', 'region', 'action', 'accessKeyId'];

/** A field that the filter leaves out matches all; `service` may be the signing name too (monitoring = cloudwatch). */
const matches = (filter, call) =>
  FIELDS.every(
    (field) =>
      filter[field] === undefined ||
      filter[field] === call[field] ||
      (field === 'service' && filter.service === call.signingName),
  );

/** @type {import('./fault-proxy.d.mts').startFaultProxy} */
export async function startFaultProxy({ target, rules = [], latencyMs = 0, seed = 42, port = 0 }) {
  const upstream = new URL(target);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
  const random = randomOf(seed);
  const tallies = new Map();
  const applied = new Map();

  /** The first rule that wants this call; `times` counts only calls that were hit. */
  function faultFor(call) {
    for (const rule of proxy.rules) {
      if (!matches(rule.match ?? {}, call)) continue;
      if ((applied.get(rule) ?? 0) >= (rule.times ?? Infinity)) continue;
      if (rule.probability !== undefined && random() >= rule.probability) continue;
      applied.set(rule, (applied.get(rule) ?? 0) + 1);
      return rule.fault;
    }
    return null;
  }

  function remember(call) {
    proxy.calls.push(call);
    if (proxy.calls.length > 2 * CALLS_KEPT) proxy.calls.splice(0, CALLS_KEPT);
    const key = JSON.stringify([call.signingName, ...FIELDS.map((field) => call[field]), call.fault]);
    const tally = tallies.get(key) ?? { call, count: 0 };
    tally.count += 1;
    tallies.set(key, tally);
  }

  function forward(request, response, body) {
    const onward = http.request(
      {
        host: upstream.hostname,
        port: upstream.port,
        method: request.method,
        path: request.url,
        headers: request.headers,
        agent,
      },
      (answer) => {
        delete answer.headers.connection; // the emulator closes; ours stays open
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.on('error', () => response.destroy());
        answer.pipe(response);
      },
    );
    onward.on('error', () =>
      response.headersSent ? response.destroy() : response.writeHead(502).end('the emulator does not answer'),
    );
    response.on('close', () => response.writableFinished || onward.destroy());
    onward.end(body);
  }

  async function handle(request, response) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const call = parseAwsRequest(request, body);
    // what is not signed is not AWS's: the emulator's own API passes untouched and is not counted
    if (call === null) return forward(request, response, body);

    const fault = faultFor(call);
    remember({ ...call, fault, at: Date.now() });
    if (proxy.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, proxy.latencyMs));
    if (fault === null) return forward(request, response, body);
    if (fault === 'reset') return request.socket.destroy();
    const { status, headers, text } = faultResponse(fault, call, request);
    response.writeHead(status, headers);
    response.end(request.method === 'HEAD' ? undefined : text);
  }

  const server = http.createServer((request, response) => {
    handle(request, response).catch(() => request.socket.destroy());
  });
  server.keepAliveTimeout = 30_000;
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });

  const proxy = {
    url: `http://127.0.0.1:${server.address().port}`,
    rules,
    latencyMs,
    calls: [],
    count(filter = {}) {
      let sum = 0;
      for (const { call, count } of tallies.values()) {
        if (matches(filter, call) && (filter.fault === undefined || filter.fault === call.fault))
          sum += count;
      }
      return sum;
    },
    clear() {
      proxy.calls.length = 0;
      tallies.clear();
      applied.clear();
    },
    async close() {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}
