import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { arch, cpus, platform, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startRedis } from '../../scripts/lib/redis.mjs';
import { startService } from '../../scripts/lib/service.mjs';
import { driven, inProcess, probes, started } from './parts.mjs';
import { loadPostgres } from './postgres.mjs';
import { soak } from './soak.mjs';
import { watch } from './watch.mjs';
import { fillWorld, SIZES } from './world.mjs';
import { lookForWrites } from './written.mjs';

const WARM_UP = { seconds: 10, share: 0.4 };
const CEILING = { seconds: 15, connections: 32 };
const IDLE_MS = 20_000;
const COLD_STARTS = 3;

export const GOALS = { perSecond: 500, p99Ms: 100, idleRssMb: 220, loadRssMb: 400, coldStartMs: 3000 };

/** The whole test; what ends its servers is added to `stops`. */
export async function load(out, stops, options) {
  const { rate, seconds, only, soakMinutes } = options;
  const folder = mkdtempSync(join(tmpdir(), 'shepherd-load-'));
  stops.push(() => rmSync(folder, { recursive: true, force: true }));
  const database = await loadPostgres(stops, options.postgres);
  const redis = await startRedis();
  if (!('missing' in redis)) stops.push(redis.stop);
  const env = {
    ...{ DATABASE_URL: database.url, REDIS_URL: redis.url === undefined ? '' : `${redis.url}/5` },
    ...{ AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_REGION: 'us-east-1', AWS_ACCOUNT_ID: '' },
    ...{ AWS_ACCESS_KEY_ID: 'load', AWS_SECRET_ACCESS_KEY: 'load' },
    LOG_LEVEL: 'INFO', // as it is deployed: a line for each request
    // each start has a DATA_DIR of its own, and all of them read the same secrets
    SECRETS_KEY: randomBytes(32).toString('base64'),
  };
  const world = await filled(out, stops, env, database, sizesOf(options.size));
  const coldStartMs = await coldStarts(out, env);
  const figures = {
    machine: machine(),
    postgres: database.from,
    queue: redis.from ?? 'PostgreSQL',
    coldStartMs,
  };

  const heapFile = join(folder, 'heap');
  const service = await started(stops, { ...env, ...probes(heapFile, options) });
  const [{ pid: backendPid }] = await database.query('SELECT pg_backend_pid() AS pid');
  const observed = { pid: service.pid, backendPid, heapFile };
  figures.idle = await idle(out, observed);
  const asked = { urls: [service.url], world, only };
  const gently = { rate: rate * WARM_UP.share, seconds: WARM_UP.seconds, seed: 1 };
  await driven(out, 'Warming up', { ...asked, ...gently });
  if (database.hasStatements) await database.query('SELECT pg_stat_statements_reset()::text');
  const [{ id: sinceId }] = await database.query(`SELECT coalesce(max(id), '') AS id FROM audit_log`);
  const watched = watch(observed);
  const plan = { ...asked, rate, seconds, seed: 42 };
  const driver = await driven(out, `${rate} requests a second for ${seconds} s`, plan);
  const used = watched.stop();
  const { accepted, cpuPercent: clientCpuPercent, ...answers } = driver;
  figures.load = {
    rate,
    ...answers,
    clientCpuPercent,
    ...used,
    seconds: answers.seconds,
    samples: undefined,
  };
  figures.statements = await statements(database, options.statements);
  figures.writes = await lookForWrites(database.query, accepted, sinceId);
  if (options.ceiling) {
    const most = { ...asked, ...CEILING, url: service.url, seed: 7 };
    figures.ceiling = await inProcess(out, 'As many as it can do', 'ceiling.mjs', most);
  }
  if (options.processes > 1) figures.together = await together(out, stops, env, service, asked, options);
  await service.stop();
  if (soakMinutes > 0)
    figures.soak = await soak(out, stops, {
      ...{ env, database, world, heapFile, options },
      minutes: soakMinutes,
      rate: Math.min(rate, figures.ceiling?.perSecond ?? rate),
    });
  figures.failures = failuresOf(figures);
  return figures;
}

/** The same rate again, with further processes that have the API alone, as a service of several tasks has. */
async function together(out, stops, env, service, asked, { processes, rate, seconds }) {
  const others = await Promise.all(
    Array.from({ length: processes - 1 }, () => started(stops, { ...env, ROLE: 'api' })),
  );
  const urls = [...asked.urls, ...others.map(({ url }) => url)];
  const gently = { rate: rate * WARM_UP.share, seconds: WARM_UP.seconds, seed: 2 };
  await driven(out, `Warming up ${processes} processes`, { ...asked, ...gently, urls });
  const plan = { ...asked, urls, rate, seconds, seed: 43 };
  const watched = [service, ...others].map(({ pid }) => watch({ pid }));
  const driver = await driven(
    out,
    `${rate} requests a second for ${seconds} s of ${processes} processes`,
    plan,
  );
  const used = watched.map(({ stop }) => stop());
  await Promise.all(others.map(({ stop }) => stop()));
  const { answered, sent, errors, lastSeconds, all, cpuPercent } = driver;
  return {
    ...{ processes, answered, sent, errors, lastSeconds, all, seconds: driver.seconds },
    ...{ clientCpuPercent: cpuPercent, cpuPercent: used.map((one) => one.cpuPercent.service) },
    rssMaxMb: used.map((one) => one.rssMaxMb),
  };
}

const sizesOf = (share) =>
  Object.fromEntries(Object.entries(SIZES).map(([name, total]) => [name, Math.ceil(total * share)]));

async function filled(out, stops, env, database, sizes) {
  const step = out.progress(`Making ${sizes.findings} findings and what belongs to them`);
  const service = await started(stops, env);
  const world = await fillWorld(service, database.query, sizes);
  await service.stop();
  step.done();
  return world;
}

/** From the start of the process to the first yes of /health/ready; PostgreSQL is there, and migrated. */
async function coldStarts(out, env) {
  const step = out.progress('Starting the service');
  const took = [];
  for (let i = 0; i < COLD_STARTS; i += 1) {
    const began = performance.now();
    const service = await startService(env);
    await service.ready;
    took.push(Math.round(performance.now() - began));
    await service.stop();
  }
  step.done();
  return took.sort((a, b) => a - b)[Math.floor(COLD_STARTS / 2)];
}

async function idle(out, observed) {
  const step = out.progress('Letting it idle');
  const watched = watch(observed);
  await sleep(IDLE_MS);
  const { cpuPercent, samples } = watched.stop();
  step.done();
  return { rssMb: samples.at(-1).rssMb, cpuPercent };
}

async function statements({ query, hasStatements }, most) {
  if (!hasStatements || most === 0) return undefined;
  return query(
    `SELECT calls::int, round(total_exec_time::numeric) AS "totalMs", round(mean_exec_time::numeric, 2) AS "meanMs",
            (rows / greatest(calls, 1))::int AS rows, left(regexp_replace(query, '\\s+', ' ', 'g'), 400) AS query
       FROM pg_stat_statements ORDER BY total_exec_time DESC LIMIT $1`,
    [most],
  );
}

const unanswered = ({ errors, sent, answered }) => [
  ...Object.entries(errors).map(([what, times]) => `${times} × ${what}`),
  ...(sent === answered ? [] : [`${sent - answered} requests were not answered`]),
];

function failuresOf({ load: alone, together: ran, writes, soak: soaked }) {
  return [
    ...unanswered(alone),
    ...(ran === undefined ? [] : unanswered(ran).map((what) => `${ran.processes} processes: ${what}`)),
    ...Object.entries(writes.lost).map(([what, ids]) => `lost: ${what}: ${ids.slice(0, 3).join(', ')}`),
    ...(soaked?.failures ?? []),
  ];
}

const machine = () => ({
  date: new Date().toISOString().slice(0, 10),
  ...{ cpus: cpus().length, model: cpus()[0]?.model ?? '', memoryGb: Math.round(totalmem() / 1073741824) },
  ...{ system: `${platform()} ${arch()}`, node: process.version },
});
