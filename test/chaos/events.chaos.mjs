import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { register, stackEnv } from '../../scripts/bench/event-stack.mjs';
import { startEventStub } from '../../scripts/bench/event-stub/server.mjs';
import { isSettled } from '../../scripts/bench/event-truth.mjs';
import { guarded } from '../../scripts/lib/processes.mjs';
import { ROOT } from '../../scripts/lib/project.mjs';
import { amidChaos } from './amid-chaos.mjs';
import { againstClean, againstSent, againstTruth, outcomeOf } from './events-report.mjs';
import { ACCOUNTS, REGIONS, work } from './events-world.mjs';
import { restartableDatabase } from './restartable-database.mjs';

const WORKERS = 3;
const REAL_SECONDS = Number(process.env.CHAOS_SECONDS ?? 60);
const PER_SECOND = 60;
const KILL_EVERY_MS = 5000;
const DRAINED_MS = 240_000;
const SEED = Number(process.env.CHAOS_SEED ?? 5);

/**
 * Three workers read events of a stub of SQS, EC2 and S3 in which some 400 groups and buckets are made, changed and
 * deleted. One of them is killed -9 every few seconds, PostgreSQL is restarted, Redis emptied, SQS delivers again and
 * fails, AWS throttles. When all is drained, the inventory and the open findings must be those of the stub and of a
 * clean run over the same resources, and the counts must add up to what was sent.
 */
export const chaos = (out) => amidChaos((place) => run(out, place));

async function run(out, { folder, stops, redis, flusher }) {
  // the service puts poison away itself: the queue's own redrive would come later
  const stub = await startEventStub({
    ...{ visibilityMs: 4000, maxReceives: 50, accounts: ACCOUNTS, regions: REGIONS },
  });
  stops.push(stub.stop);

  const broken = await side(folder, 'chaos', stub, redis, stops);
  const workers = await Promise.all(Array.from({ length: WORKERS }, () => broken.worker()));
  stops.push(() => Promise.all(workers.map((one) => one.stop())));
  const people = work(stub, { groups: 300, buckets: 40, seed: SEED });
  const log = await breakThings(out, { ...broken, stub, people, flusher, workers });
  log.drainedSeconds = await drained(out, broken.query, stub, workers, broken.worker);
  await Promise.all(workers.map((one) => one.stop()));

  const found = await outcomeOf(broken.query);
  const { problems, summary } = await againstSent(broken.query, people.sent, stub);
  problems.push(...againstTruth(found, people.made));
  if (stub.world.reads.overlaps.length > 0)
    problems.push(`${stub.world.reads.overlaps.length} resources were read by two workers at once`);

  const clean = await cleanRun(out, folder, stub, redis, stops, people);
  problems.push(...againstTruth(clean, people.made).map((text) => `after the clean run: ${text}`));
  problems.push(...againstClean(found, clean));
  const { events, copies, refused, poison } = people.sent;
  console.log(
    JSON.stringify({
      sent: { events, copies, refused, poison: poison.length },
      ...{ ...log, ...summary, resources: found.live.size, tombstones: found.tombstones.length },
      ...{ openFindings: found.findings.size, problems: problems.length },
    }),
  );
  for (const problem of problems.slice(0, 20)) console.log(problem);
  if (problems.length > 20) console.log(`and ${problems.length - 20} more`);
  console.log(
    problems.length === 0
      ? 'Nothing was lost: the inventory and the findings are those of a clean run, and the counts meet what was sent.'
      : `${problems.length} problems.`,
  );
  return { failures: problems.length };
}

/** A database with the accounts, and how its workers are started. */
async function side(folder, name, stub, redis, stops) {
  const own = join(folder, name);
  mkdirSync(own);
  chmodSync(own, 0o755);
  const database = await restartableDatabase(own);
  stops.push(database.stop);
  const common = {
    ...{ ...stackEnv(stub, database.url, redis.url), EVENTS_MAX_RECEIVES: '3', EVENTS_QUIET_MS: '100' },
  };
  await register(common, ACCOUNTS, REGIONS);
  let started = 0;
  const worker = () => {
    started += 1;
    return guarded('A worker', [process.execPath, join(ROOT, 'dist/main.js')], {
      ...{ ...process.env, ...common, ROLE: 'worker', PORT: '0', DATA_DIR: join(folder, 'data') },
      ...{ LOG_LEVEL: 'ERROR', SHEPHERD_API_KEY: 'platform-key-of-the-chaos-test-0123456789' },
      ...{
        AWS_ACCESS_KEY_ID: `${name}-${started}`,
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      },
    });
  };
  return { database, query: database.query, worker };
}

async function breakThings(out, { stub, people, flusher, workers, worker, database }) {
  const step = out.progress(`Chaos for ${REAL_SECONDS} s`);
  Object.assign(stub.faults, { slowMs: 20, throttle: 0.02, failReceives: 0.05 });
  stub.queue.redeliver = 0.05;
  const began = Date.now();
  const at = (share) => began + REAL_SECONDS * 1000 * share;
  const due = [
    { at: at(0.3), what: 'flushes', act: () => flusher.flushall() },
    { at: at(0.5), what: 'restarts', act: () => database.restart() },
    { at: at(0.8), what: 'flushes', act: () => flusher.flushall() },
  ];
  const log = { kills: 0, flushes: 0, restarts: 0 };
  let happened = 0;
  people.begin();
  const happening = setInterval(() => {
    const until = Math.min(REAL_SECONDS, (Date.now() - began) / 1000) * PER_SECOND;
    for (; happened < until; happened += 1) people.next();
  }, 20);
  try {
    for (let killAt = began + KILL_EVERY_MS; Date.now() < at(1); await sleep(100)) {
      await revive(workers, worker);
      if (due.length > 0 && due[0].at <= Date.now()) {
        const [{ what, act }] = due.splice(0, 1);
        await act();
        log[what] += 1;
      }
      if (Date.now() < killAt) continue;
      const victim = Math.floor(Math.random() * WORKERS);
      process.kill(workers[victim].pid, 'SIGKILL');
      log.kills += 1;
      await workers[victim].stop();
      workers[victim] = await worker();
      killAt = Date.now() + KILL_EVERY_MS * (0.5 + Math.random());
      step.update(`${happened} changes, ${log.kills} workers killed, ${stub.queue.ready} messages wait`);
    }
  } finally {
    clearInterval(happening);
  }
  Object.assign(stub.faults, { throttle: 0, failReceives: 0 });
  stub.queue.redeliver = 0;
  await people.over();
  step.done(
    `Chaos: ${happened} changes, ${log.kills} kills, ${log.flushes} flushes, ${log.restarts} restart of PostgreSQL`,
  );
  return log;
}

/** One that started while PostgreSQL was away has ended: whoever runs the service starts it again. */
async function revive(workers, worker) {
  for (const i of workers.keys()) if (workers[i].ended()) workers[i] = await worker();
}

async function drained(out, query, stub, workers, worker) {
  const step = out.progress('Waiting until all is drained');
  const began = Date.now();
  let calmSince;
  for (;;) {
    await revive(workers, worker);
    const isCalm = stub.queue.ready === 0 && stub.queue.hidden === 0 && (await isSettled(query));
    if (!isCalm) calmSince = undefined;
    else calmSince ??= Date.now();
    if (calmSince !== undefined && Date.now() - calmSince > 1000) break;
    if (Date.now() - began > DRAINED_MS) break; // the report says what is left
    step.update(`${stub.queue.ready} messages wait, ${stub.queue.hidden} are in hand`);
    await sleep(200);
  }
  step.done();
  return Math.round((Date.now() - began) / 1000);
}

/** The same resources as they are now, told one after the other to one worker with an empty database. */
async function cleanRun(out, folder, stub, redis, stops, people) {
  const clean = await side(folder, 'clean', stub, redis, stops);
  const one = await clean.worker();
  stops.push(one.stop);
  for (const body of people.again()) stub.queue.send(body);
  await drained(out, clean.query, stub, [one], clean.worker);
  const outcome = await outcomeOf(clean.query);
  await one.stop();
  return outcome;
}
