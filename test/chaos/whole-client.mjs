import { setTimeout as sleep } from 'node:timers/promises';

const READY_EVERY_MS = 250;
const HEALTH_EVERY_MS = 500;
const PATIENCE_MS = 120_000;
const ANSWER_MS = 15_000;
/** Of many callers at once: a service that comes back is not to be kept down by them. */
const LONGEST_PAUSE_MS = 3000;

/**
 * A client as a balancer and a patient caller are together: asks those that say that they are ready, and again where
 * nobody answers or the service says that it cannot now.
 */
export function readyClient(addresses) {
  const isReady = new Map();
  const counts = { requests: 0, again: 0, failed: 0, longestMs: 0 };
  const looking = setInterval(() => {
    for (const url of addresses()) {
      fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2000) }).then(
        (answer) => isReady.set(url, answer.ok),
        () => isReady.set(url, false),
      );
    }
  }, READY_EVERY_MS);
  let turn = 0;
  const pick = () => {
    const all = addresses();
    const able = all.filter((url) => isReady.get(url) === true);
    return (able.length > 0 ? able : all)[turn++ % (able.length || all.length)];
  };

  /** @returns {Promise<{ status: number, body: any }>} whatever is no outage; throws after two minutes of nothing else */
  async function ask(method, path, { key, body, raw = false } = {}) {
    counts.requests += 1;
    const began = Date.now();
    for (let tries = 0; ; tries += 1) {
      if (tries > 0) {
        counts.again += 1;
        await sleep(Math.min(200 * 2 ** (tries - 1), LONGEST_PAUSE_MS));
      }
      try {
        const answer = await fetch(`${pick()}${path}`, {
          method,
          headers: {
            authorization: `Bearer ${key}`,
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          body: body === undefined ? undefined : JSON.stringify(body),
          signal: AbortSignal.timeout(ANSWER_MS),
        });
        const given = raw ? Buffer.from(await answer.arrayBuffer()) : await answer.json();
        if (answer.status >= 500) throw new Error(`${answer.status}: ${given.error}`);
        counts.longestMs = Math.max(counts.longestMs, Date.now() - began);
        return { status: answer.status, body: given };
      } catch (error) {
        if (Date.now() - began < PATIENCE_MS) continue;
        counts.failed += 1;
        throw new Error(`${method} ${path}: ${error.message}`, { cause: error });
      }
    }
  }
  return { ask, counts, stop: () => clearInterval(looking) };
}

/** Asks /health again and again, and keeps what it said. */
export function watchHealth(addresses) {
  const samples = [];
  let isOver = false;
  const watching = (async () => {
    for (; !isOver; await sleep(HEALTH_EVERY_MS)) {
      const [url] = addresses();
      const at = Date.now();
      const said = await fetch(`${url}/health`, { signal: AbortSignal.timeout(8000) }).then(
        (answer) => answer.json(),
        () => ({ status: 'unreachable' }),
      );
      const ills = illsOf(said);
      samples.push({
        at,
        isWell: said.status === 'ok' || (said.status === 'degraded' && ills.length === 0),
        ills,
      });
    }
  })();
  return {
    samples,
    /** Waits until it says that all is well, or until a moment. */
    well: async (until) => {
      while (Date.now() < until && samples.at(-1)?.isWell !== true) await sleep(HEALTH_EVERY_MS);
    },
    /** What it said between two moments, and when it was well again for good (milliseconds after `over`). */
    between(from, over) {
      const some = samples.filter(({ at }) => at >= from);
      const said = [...new Set(some.flatMap(({ ills }) => ills))];
      const last = some.filter(({ at, isWell }) => at >= over && !isWell).at(-1);
      const next = last && some.find(({ at }) => at > last.at);
      const wellAfterMs = last === undefined ? 0 : next === undefined ? undefined : next.at - over;
      return { said, wellAfterMs };
    },
    stop: async () => {
      isOver = true;
      await watching;
    },
  };
}

const WELL = new Set(['up', 'ok']);
/** The stream sends what is no event, and nobody looks after it: that it lies there is as it should be. */
const MEANT = /\d+ messages? [^.:]*: GET \/dead-letters\?source=sqs says why\./g;

/** `part: words` of each part that is not up; figures and names are left out, so that the same is said once. */
function illsOf(said) {
  if (said.status === 'unreachable') return ['the API does not answer'];
  return Object.entries(said).flatMap(([name, part]) => {
    if (typeof part?.status !== 'string' || WELL.has(part.status)) return [];
    const words = (part.message ?? '').replace(MEANT, '').trim();
    if (words === '' && part.message) return [];
    return [
      `${name} ${part.status}: ${words
        .replace(/ \((worker|api|all) [^)]*\)/g, '')
        .replace(/\b(worker|api) proc\S+/g, '$1')
        .replace(/\d+([.,]\d+)?/g, 'N')}`,
    ];
  });
}
