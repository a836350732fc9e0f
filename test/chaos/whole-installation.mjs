import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEventStub } from '../../scripts/bench/event-stub/server.mjs';
import { emulatorEnv } from '../../scripts/lib/emulator.mjs';
import { freePort, guarded, ready } from '../../scripts/lib/processes.mjs';
import { ROOT } from '../../scripts/lib/project.mjs';
import { startFaultProxy } from '../support/fault-proxy.mjs';
import { ACCOUNTS, REGIONS } from './events-world.mjs';
import { restartableDatabase } from './restartable-database.mjs';
import { readyClient, watchHealth } from './whole-client.mjs';
import { startReceivers } from './whole-receivers.mjs';

export const WORKERS = 3;
export const KEY = 'platform-key-of-the-chaos-test-0123456789';
const DISK_MB = 48;
const REVIVE_MS = 250;
const STOP_MS = 30_000;
const VISIBILITY_MS = 4000;

/** One API and three workers on PostgreSQL and Redis, in a small AWS behind a proxy that can fail, with receivers. */
export async function installation({ folder, stops, redis }) {
  const database = await restartableDatabase(folder);
  stops.push(database.stop);
  // the service puts poison away itself: the queue's own redrive would come later
  const stub = await startEventStub({
    ...{ visibilityMs: VISIBILITY_MS, maxReceives: 1000, accounts: ACCOUNTS, regions: REGIONS },
  });
  stops.push(stub.stop);
  const aws = await startFaultProxy({ target: stub.url });
  stops.push(aws.close);
  const receivers = await startReceivers();
  stops.push(receivers.stop);
  const disk = smallDisk(join(folder, 'data'));
  stops.push(disk.stop);

  const control = { offsetMs: 0, failLookups: false };
  const controlFile = join(folder, 'control.json');
  const tell = (changes) => {
    // never half of it: the processes look at any moment
    writeFileSync(`${controlFile}.new`, JSON.stringify(Object.assign(control, changes)));
    renameSync(`${controlFile}.new`, controlFile);
  };
  tell({});
  const named = (url) => url.replace('127.0.0.1', 'localhost');
  const env = {
    ...{ ...process.env, ...emulatorEnv(named(aws.url)), AWS_CALLS_PER_SECOND: '200' },
    ...{ DATABASE_URL: named(database.url), REDIS_URL: named(redis.url), DATA_DIR: disk.path },
    EVENTS_QUEUE_URL: stub.queueUrl.replace(stub.url, named(aws.url)),
    ...{ EVENTS_MAX_RECEIVES: '3', EVENTS_QUIET_MS: '100' },
    ...{ SHEPHERD_API_KEY: KEY, SECRETS_KEY: randomBytes(32).toString('base64'), LOG_LEVEL: 'WARN' },
    ...{
      SMTP_URL: receivers.smtp.url,
      MAIL_FROM: 'shepherd@example.com',
      WEBHOOK_ALLOWED_ADDRESSES: '127.0.0.1',
    },
    ...{ RATE_LIMIT_PER_ADDRESS: '10000', AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    ...{ CHAOS_CONTROL: controlFile, CHAOS_EFFECTS: receivers.effectsUrl },
  };
  const start = (name, role, port) =>
    guarded(
      name,
      [process.execPath, '--import', join(ROOT, 'test/chaos/whole-preload.mjs'), 'dist/main.js'],
      {
        ...{ ...env, ROLE: role, PORT: String(port), AWS_ACCESS_KEY_ID: name.replaceAll(' ', '-') },
      },
    );
  const processes = supervised(start);
  stops.push(processes.stop);
  await processes.add('api', 'api');
  for (let n = 1; n <= WORKERS; n += 1) await processes.add(`worker ${n}`, 'worker');

  const client = readyClient(processes.apis);
  stops.push(async () => client.stop());
  const health = watchHealth(processes.apis);
  stops.push(health.stop);
  return { folder, database, redis, stub, aws, receivers, disk, control, tell, processes, client, health };
}

/** Whoever runs the service starts again what has ended; so does this. */
function supervised(start) {
  const all = new Map();
  const died = [];
  let isOver = false;
  const run = async (one) => {
    one.process = await start(one.name, one.role, one.port);
    one.startedAt = Date.now();
  };
  const answers = async ({ port }) =>
    (await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(1000) })).ok;
  const isReady = (one) => ready(`The ${one.name}`, one.process, () => answers(one), 60_000);
  const reviving = setInterval(() => {
    for (const one of all.values()) {
      if (isOver || one.isStarting || !one.process.ended()) continue;
      if (!one.isKilled)
        died.push({ name: one.name, afterMs: Date.now() - one.startedAt, said: one.process.log() });
      one.isStarting = true;
      one.isKilled = false;
      void one.process
        .stop()
        .then(() => run(one))
        .finally(() => (one.isStarting = false));
    }
  }, REVIVE_MS);
  return {
    /** Processes that ended without having been told to. */
    died,
    add: async (name, role) => {
      const one = { name, role, port: await freePort() };
      await run(one);
      await isReady(one);
      all.set(name, one);
    },
    /** By SIGTERM. @returns how long it took (milliseconds); after 30 s it is killed, as ECS does */
    remove: async (name) => {
      const one = all.get(name);
      all.delete(name);
      const began = Date.now();
      process.kill(one.process.pid, 'SIGTERM');
      while (!one.process.ended() && Date.now() - began < STOP_MS) await sleep(50);
      const ms = Date.now() - began;
      await one.process.stop();
      return ms;
    },
    kill: (name) => {
      const one = all.get(name);
      one.isKilled = true;
      process.kill(one.process.pid, 'SIGKILL');
    },
    pid: (name) => all.get(name).process.pid,
    names: (role) => [...all.values()].filter((one) => one.role === role).map(({ name }) => name),
    apis: () =>
      [...all.values()].filter(({ role }) => role === 'api').map(({ port }) => `http://127.0.0.1:${port}`),
    log: (name) => all.get(name).process.log(),
    stop: async () => {
      isOver = true;
      clearInterval(reviving);
      await Promise.all([...all.values()].map((one) => one.process.stop()));
    },
  };
}

/** A file system that can be filled, where we may mount one. */
function smallDisk(path) {
  mkdirSync(path, { mode: 0o777 });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m,mode=0777`, 'tmpfs', path], {
      stdio: 'ignore',
    });
  } catch {
    return { path, kind: 'not mounted', stop: async () => undefined };
  }
  return { path, kind: 'tmpfs', stop: async () => void execFileSync('umount', ['-l', path]) };
}
