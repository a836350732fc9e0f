import { setTimeout as sleep } from 'node:timers/promises';
import { amidChaos } from './amid-chaos.mjs';
import { restartableRedis } from './restartable-redis.mjs';
import { drained } from './whole-drain.mjs';
import { installation } from './whole-installation.mjs';
import { invariants } from './whole-invariants.mjs';
import { report, toDocument } from './whole-report.mjs';
import { scenarios } from './whole-scenarios.mjs';
import { stream } from './whole-stream.mjs';

/** The goal, from the end of a fault until /health says ok. */
const WELL_MS = 60_000;
const WARM_UP_MS = 8000;
/** Work that comes in while it recovers. */
const AFTER_MS = 4000;
/** Requests while processes are replaced: none may fail, and none may wait for long. */
const LONGEST_REQUEST_MS = 15_000;
/** What is under way ends or goes back to its row; after 25 s a process gives up by itself, after 30 s ECS kills it. */
const LONGEST_STOP_MS = 25_000;

/**
 * A whole installation (an API and three workers, PostgreSQL, Redis, a small AWS, receivers of webhooks, mail and
 * effects) does a steady stream of work while one thing after the other breaks. After each, all is drained, /health must
 * be well by itself within a minute, and nothing may be lost or have had its effect twice. CHAOS_ONLY=name,name picks.
 */
export const chaos = (out) => amidChaos((place) => run(out, place), restartableRedis);

async function run(out, place) {
  const chosen = chosenOf(process.env.CHAOS_ONLY);
  const step = out.progress('Starting an API and three workers');
  const it = await installation(place);
  it.flow = await stream(it);
  place.stops.push(it.flow.stop);
  it.rolled = { ask: () => it.flow.acts.reads() };
  step.done();
  it.flow.start();
  await sleep(WARM_UP_MS);
  const rows = [];
  for (const scenario of chosen) {
    const row = await one(out, it, scenario);
    rows.push(row);
    console.log(JSON.stringify(row));
    for (const problem of row.problems) out.fail(problem.slice(0, 600));
    if (row.problems.length > 0 && process.env.CHAOS_STOP) break;
  }
  report(out, rows);
  if (chosen.length === scenarios.length && process.env.UPDATE_DOCS === '1')
    await toDocument(it, rows, scenarios);
  return { failures: rows.reduce((sum, { problems }) => sum + problems.length, 0) };
}

function chosenOf(only) {
  if (!only) return scenarios;
  const names = only.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !scenarios.some((one) => one.name === name));
  if (unknown !== undefined)
    throw new Error(
      `There is no scenario ${unknown}: there is ${scenarios.map(({ name }) => name).join(', ')}`,
    );
  return scenarios.filter(({ name }) => names.includes(name));
}

async function one(out, it, { name, what, act }) {
  const step = out.progress(name);
  const { client, processes, health, flow } = it;
  const before = { ...client.counts };
  client.counts.longestMs = 0;
  processes.died.length = 0;
  const from = Date.now();
  await act(it);
  const over = Date.now();
  await sleep(AFTER_MS);
  await flow.pause();
  const { seconds: drainedSeconds, left } = await drained(out, it);
  const { problems, figures } = await invariants(it);
  await health.well(over + WELL_MS);
  const { said, wellAfterMs } = health.between(from, over);
  problems.push(...left.map((text) => `after a long time: ${text} under way`), ...flow.problems.splice(0));
  if (wellAfterMs === undefined || wellAfterMs > WELL_MS)
    problems.push(
      `/health was not ok ${WELL_MS / 1000} s after it was over: ${health.samples.at(-1).ills.join('; ')}`,
    );
  problems.push(
    ...processes.died.map(diedOf(it)).filter((text) => text !== undefined),
    ...rolledOf(it.rolled),
  );
  step.done(name);
  flow.start();
  return {
    ...{ name, what, faultSeconds: Math.round((over - from) / 1000), health: said },
    secondsToOk: wellAfterMs === undefined ? null : Math.round(wellAfterMs / 100) / 10,
    drainedSeconds,
    requests: {
      ...{ sent: client.counts.requests - before.requests, again: client.counts.again - before.again },
      ...{ failed: client.counts.failed - before.failed, longestMs: client.counts.longestMs },
    },
    ...{ figures, problems },
  };
}

/** A process that cannot start while something is away ends, and is started again; one that was ready must live on. */
function diedOf() {
  return ({ name, afterMs, said }) =>
    /could not start/.test(said)
      ? undefined
      : `${name} ended by itself after ${afterMs} ms: ${said.slice(-400)}`;
}

function rolledOf(rolled) {
  if (rolled.failed === undefined) return [];
  const { failed, longestMs, longestStopMs } = rolled;
  rolled.failed = undefined;
  return [
    ...(failed > 0 ? [`${failed} requests failed while processes were replaced`] : []),
    ...(longestMs > LONGEST_REQUEST_MS
      ? [`a request waited for ${longestMs} ms while processes were replaced`]
      : []),
    ...(longestStopMs > LONGEST_STOP_MS ? [`a process took ${longestStopMs} ms to end by SIGTERM`] : []),
  ];
}
