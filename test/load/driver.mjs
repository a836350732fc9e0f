import { Agent, request as send } from 'node:http';
import { chance, chooser } from './mix.mjs';

/**
 * The client, a process of its own: sends requests at a rate that does not follow the answers (open loop, at moments
 * of a Poisson process, as many clients together do). A latency counts from the moment when the request was to be sent,
 * so that a service that stalls is charged for all that would have been asked meanwhile (no coordinated omission); what
 * this process itself was late by is told apart.
 *
 * Asked by a message of its parent: {urls, world, rate, seconds, seed, only}; answers {second} each second and {done}.
 * Of several processes of the service each is asked in its turn, as a load balancer does.
 */
const TIMEOUT_MS = 30_000;
const CONNECTIONS = 256;

process.once('message', (plan) => {
  void drive(plan).then((done) => process.send({ done }, () => process.disconnect()));
});
process.once('disconnect', () => process.exit()); // also where the parent was broken off

async function drive({ urls, world, rate, seconds, seed, only }) {
  const hosts = urls.map((url) => new URL(url));
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS, scheduling: 'lifo' });
  const random = chance(seed);
  const next = chooser(world, random, only);
  const groups = new Map();
  const accepted = {};
  const errors = new Map();
  const late = [];
  let [sent, answered, open, mostOpen] = [0, 0, 0, 0];
  const cpuBefore = process.cpuUsage();
  const began = performance.now() + 50;
  const everySecond = setInterval(() => process.send({ second: { sent, answered, open } }), 1000);

  const one = (plannedAt) =>
    new Promise((done) => {
      const { method, path, body, key, name, expects, tenantId } = next();
      const group = groups.get(name) ?? { latencies: [], served: [], errors: 0 };
      groups.set(name, group);
      const text = body === undefined ? undefined : JSON.stringify(body);
      const headers = {
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...(text === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
      };
      const { hostname, port } = hosts[sent % hosts.length];
      const sentAt = performance.now();
      late.push(sentAt - plannedAt);
      sent += 1;
      open += 1;
      mostOpen = Math.max(mostOpen, open);
      let over = false;
      const end = (problem, answer) => {
        if (over) return;
        over = true;
        const at = performance.now();
        open -= 1;
        answered += 1;
        group.latencies.push(at - plannedAt);
        group.served.push(at - sentAt);
        if (problem !== undefined) {
          group.errors += 1;
          const what = `${name}: ${problem}`;
          errors.set(what, (errors.get(what) ?? 0) + 1);
        } else if (answer !== undefined) {
          (accepted[name] ??= []).push([tenantId, answer]);
        }
        done();
      };
      const asked = send(
        { hostname, port, method, path, headers, agent, timeout: TIMEOUT_MS },
        (response) => {
          const chunks = [];
          response.on('data', (chunk) => chunks.push(chunk));
          response.once('error', (error) => end(error.message));
          response.once('end', () => {
            const { statusCode } = response;
            if (!expects.includes(statusCode))
              return end(`${statusCode} ${wordsOf(Buffer.concat(chunks).toString())}`);
            end(undefined, method === 'GET' ? undefined : noted(name, Buffer.concat(chunks)));
          });
        },
      );
      asked.once('timeout', () => asked.destroy(new Error(`no answer in ${TIMEOUT_MS} ms`)));
      asked.once('error', (error) => end(error.code ?? error.message));
      asked.end(text);
    });

  const under = new Set();
  let due = began;
  const until = began + seconds * 1000;
  while (due < until) {
    const now = performance.now();
    while (due <= now && due < until) {
      const running = one(due).finally(() => under.delete(running));
      under.add(running);
      due += (-Math.log(1 - random()) / rate) * 1000;
    }
    // a timer is late by a millisecond or so; to spin until the moment would take the service's CPU
    await new Promise((done) => setTimeout(done, due - performance.now()));
  }
  const tookSeconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  const cpuPercent = (user + system) / 10_000 / tookSeconds;
  await Promise.all(under);
  const lastSeconds = (performance.now() - began) / 1000;
  clearInterval(everySecond);
  agent.destroy();
  return {
    ...{
      seconds: tookSeconds,
      lastSeconds,
      sent,
      answered,
      mostOpen,
      cpuPercent,
      late: spread(late),
      accepted,
    },
    errors: Object.fromEntries(errors),
    all: spread([...groups.values()].flatMap(({ latencies }) => latencies)),
    served: spread([...groups.values()].flatMap(({ served }) => served)),
    groups: [...groups].map(([name, { latencies, errors: failed }]) => ({
      ...{ name, errors: failed, requests: latencies.length, perSecond: latencies.length / tookSeconds },
      ...spread(latencies),
    })),
  };
}

/** Of an error what is the same each time. */
function wordsOf(text) {
  try {
    const { error, error_type: type, details = [] } = JSON.parse(text);
    if (error !== undefined)
      return [type, error, ...details.map((one) => `${one.path} ${one.message}`)].join(': ');
  } catch {
    // no body of ours
  }
  return text.slice(0, 160);
}

/** What tells later whether the write is there. */
function noted(name, chunks) {
  const body = JSON.parse(chunks.toString());
  return body.id ?? body.scheduleId ?? body.eventId ?? body.result?.executionArn ?? body.executionArn;
}

function spread(values) {
  const sorted = Float64Array.from(values).sort();
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50Ms: at(0.5), p99Ms: at(0.99), maxMs: sorted.at(-1) ?? 0 };
}
