import autocannon from 'autocannon';
import { chance, chooser } from './mix.mjs';

/**
 * How much one process of the service can do: the same mix by autocannon, closed loop, in a process of its own. Its
 * latencies say little (a client that waits asks less), its rate is the ceiling. Asked by a message:
 * {url, world, seconds, connections, seed}; answers {done}.
 */
const REQUESTS = 20_000;

process.once('message', (plan) => {
  void measure(plan).then((done) => process.send({ done }, () => process.disconnect()));
});

async function measure({ url, world, seconds, connections, seed, only }) {
  const next = chooser(world, chance(seed), only);
  const requests = Array.from({ length: REQUESTS }, () => {
    const { method, path, body, key } = next();
    const headers = {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    return { method, path, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  });
  const result = await autocannon({ url, connections, duration: seconds, requests, timeout: 30 });
  return {
    ...{ connections, perSecond: Math.round(result.requests.average) },
    ...{ errors: result.errors + result.non2xx, p50Ms: result.latency.p50, p99Ms: result.latency.p99 },
  };
}
