import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import autocannon from 'autocannon';
import { benchDatabase } from './bench/database.mjs';
import { output } from './lib/output.mjs';
import { freePort, guarded, ready, run } from './lib/processes.mjs';
import { build, install, ROOT } from './lib/project.mjs';
import { startRedis } from './lib/redis.mjs';
import { stopping } from './lib/stopping.mjs';

const HELP = `npm run bench:schedules -- [--schedules 100000] [--due 5000] [--created 5000] [--idle-seconds 20]

Fills a database with schedules and prints one JSON line about one API process and one worker with a no-op target:
creation and listing through the API, the worker's CPU while nothing is due, and how late runs were claimed (started_at
- planned time) when --due of them share second 0 and 20 a second are due otherwise, for a minute. Beside it the same
work by BullMQ's job schedulers, where there is a redis-server or REDIS_URL; the service uses it too, else PostgreSQL.
`;
const KEY = 'platform-key-of-the-benchmark-0123456789';
const PER_SECOND = 20;
const SECONDS = 60;
const target = { type: 'lambda', functionName: 'noop' };

const { stops, end } = stopping();
process.chdir(ROOT);
let code = 0;
try {
  const { values } = parseArgs({
    options: {
      schedules: { type: 'string', default: '100000' },
      due: { type: 'string', default: '5000' },
      created: { type: 'string', default: '5000' },
      'idle-seconds': { type: 'string', default: '20' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) console.log(HELP);
  else
    console.log(
      JSON.stringify(
        await bench({
          schedules: Number(values.schedules),
          due: Number(values.due),
          created: Number(values.created),
          idleSeconds: Number(values['idle-seconds']),
        }),
      ),
    );
} catch (error) {
  code = 1;
  console.error(error.message);
}
await end(code);

async function bench(size) {
  const out = output(process.stderr);
  await install(out);
  await build(out);
  const redis = await startRedis();
  if (!('missing' in redis)) stops.push(redis.stop);
  const redisUrl = redis.url ?? '';
  const { url: databaseUrl, query } = await benchDatabase(stops);
  const service = (role, port) => serve(role, port, databaseUrl, redisUrl && `${redisUrl}/0`);
  const api = await service('api', await freePort());
  const created = await creation(out, api.url, size.created);
  await fill(out, query, size);
  const listed = await listing(out, api.url);
  const worker = await service('worker', await freePort());
  await sleep(5000);
  const idleCpuPercent = await idleCpu(out, worker.pid, size.idleSeconds);
  const runs = await minute(out, query, size);
  await worker.stop();
  await api.stop();
  const bullmq = redisUrl === '' ? null : await bullmqWork(out, `${redisUrl}/1`, size);
  return {
    schedules: size.schedules,
    queue: redisUrl ? 'redis' : 'postgres',
    ...created,
    ...listed,
    idleCpuPercent,
    ...runs,
    bullmq,
  };
}

async function serve(role, port, databaseUrl, redisUrl) {
  const server = await guarded(
    `The ${role}`,
    [process.execPath, join(ROOT, 'scripts/bench/noop-service.mjs')],
    {
      ...process.env,
      NODE_ENV: 'production',
      ROLE: role,
      HOST: '127.0.0.1',
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisUrl,
      LOG_LEVEL: 'WARN',
      RATE_LIMIT_PER_KEY: '1000000',
      SHEPHERD_API_KEY: KEY,
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
  );
  stops.push(server.stop);
  const url = `http://127.0.0.1:${port}`;
  await ready(`The ${role}`, server, async () => (await fetch(`${url}/health/ready`)).ok);
  return { url, ...server };
}

/** Load from this process, which takes its part of the machine too. */
function load(url, options) {
  const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
  return autocannon({ url, connections: 16, headers, ...options });
}

async function creation(out, url, amount) {
  const step = out.progress(`Creating ${amount} schedules through the API`);
  const body = JSON.stringify({
    scheduleType: 'bench',
    cronExpression: '0 6 1 1 ? *',
    target,
    parameters: { scanType: 'comprehensive', includeRecommendations: true },
  });
  await load(`${url}/schedules`, { amount: 500, method: 'POST', body }); // the code has warmed up
  const result = await load(`${url}/schedules`, { amount, method: 'POST', body });
  step.done();
  if (result['2xx'] !== amount) throw new Error(`${result.non2xx} of ${amount} creations failed`);
  return { createdPerSecond: Math.round(amount / result.duration), createP99Ms: result.latency.p99 };
}

async function listing(out, url) {
  const step = out.progress('Listing pages');
  const result = await load(`${url}/schedules?limit=50&scheduleType=bench`, { duration: 5, connections: 4 });
  step.done();
  if (result.non2xx > 0) throw new Error(`${result.non2xx} listings failed`);
  return {
    listedPerSecond: Math.round(result.requests.average),
    listP50Ms: result.latency.p50,
    listP99Ms: result.latency.p99,
  };
}

/** Copies of a schedule that the API has made; when each is due is set later. */
async function fill(out, query, { schedules }) {
  const step = out.progress(`Filling up to ${schedules}`);
  const [{ count }] = await query(
    "SELECT count(*)::int AS count FROM schedules WHERE schedule_type = 'bench'",
  );
  await query(
    `INSERT INTO schedules SELECT (jsonb_populate_record(NULL::schedules,
       to_jsonb(s) || jsonb_build_object('id', 'sch_' || lpad(to_hex(n), 32, '0')))).*
       FROM (SELECT * FROM schedules WHERE schedule_type = 'bench' LIMIT 1) s, generate_series(1, $1) n`,
    [Math.max(0, schedules - count)],
  );
  await query('VACUUM ANALYZE schedules');
  step.done();
}

async function idleCpu(out, pid, seconds) {
  if (process.platform !== 'linux') return null;
  const step = out.progress(`Watching the idle worker for ${seconds} s`);
  const ticks = () => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return Number(fields[11]) + Number(fields[12]);
  };
  const before = ticks();
  await sleep(seconds * 1000);
  const percent = (ticks() - before) / seconds; // 100 ticks a second
  step.done();
  return Math.round(percent * 10) / 10;
}

/** The next whole minute that leaves time to prepare. */
function minuteAfter(ms) {
  return Math.ceil((Date.now() + ms) / 60_000) * 60_000;
}

async function minute(out, query, { due }) {
  const at = minuteAfter(8000);
  const others = PER_SECOND * SECONDS;
  await query(
    `UPDATE schedules s SET expression = 'cron(* * * * ? *)', end_date = $3::timestamptz,
            next_run_at = CASE WHEN v.n <= $1::int THEN $2::timestamptz
                               ELSE $2::timestamptz + make_interval(secs => (v.n - $1::int) % ${SECONDS}) END
       FROM (SELECT id, row_number() OVER () AS n FROM schedules WHERE schedule_type = 'bench' LIMIT $1::int + $4::int) v
      WHERE v.id = s.id`,
    [due, new Date(at), new Date(at + 1), others], // each once: the next time would be after its end
  );
  const step = out.progress(
    `${due} runs due at ${new Date(at).toISOString()}, ${PER_SECOND} a second otherwise`,
  );
  await sleep(at + (SECONDS + 10) * 1000 - Date.now());
  const [row] = await query(
    `SELECT count(*)::int AS runs, count(*) FILTER (WHERE status = 'succeeded')::int AS succeeded,
            percentile_cont(ARRAY[0.5, 0.99, 1]) WITHIN GROUP (ORDER BY extract(epoch FROM started_at - planned_at) * 1000) AS claimed,
            percentile_cont(ARRAY[0.5, 0.99, 1]) WITHIN GROUP (ORDER BY extract(epoch FROM ended_at - planned_at) * 1000) AS ended
       FROM schedule_runs WHERE planned_at >= $1`,
    [new Date(at)],
  );
  step.done();
  const [p50Ms, p99Ms, maxMs] = row.claimed.map(Math.round);
  return {
    due,
    runs: row.runs,
    expected: due + others,
    succeeded: row.succeeded,
    p50Ms,
    p99Ms,
    maxMs,
    endedP99Ms: Math.round(row.ended[1]),
  };
}

async function bullmqWork(out, redisUrl, { schedules, due, idleSeconds }) {
  const step = out.progress("The same by BullMQ's job schedulers");
  const at = minuteAfter(60_000 + idleSeconds * 1000 + schedules / 2);
  const options = {
    redisUrl,
    schedules,
    due,
    others: PER_SECOND * SECONDS,
    at,
    seconds: SECONDS,
    idleSeconds,
  };
  const { code: ended, log } = await run(process.execPath, [
    join(ROOT, 'scripts/bench/bullmq-schedulers.mjs'),
    JSON.stringify(options),
  ]);
  step.done();
  if (ended !== 0) return { error: log.slice(-300) };
  return JSON.parse(log.trim().split('\n').at(-1));
}
