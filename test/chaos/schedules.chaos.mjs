import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { guarded } from '../../scripts/lib/processes.mjs';
import { ROOT } from '../../scripts/lib/project.mjs';
import { amidChaos } from './amid-chaos.mjs';
import { restartableDatabase } from './restartable-database.mjs';

const SPEED = 30;
const REAL_SECONDS = 120;
const SCHEDULES = 200;
const KILL_EVERY_MS = 4000;
const WORKERS = 2;

/**
 * Two workers, one of them killed -9 every few seconds, both down for three minutes of their time once, the queue flushed
 * twice and PostgreSQL restarted once, under a clock that runs thirty times as fast: twice 200 schedules at rate(1 minute), with overlapPolicy allow and misfirePolicy
 * run_all, and with the defaults. Every planned time must have its run: none lost, none doubled.
 */
export const chaos = (out) => amidChaos((place) => run(out, place));

async function run(out, { folder, stops, redis, flusher }) {
  const database = await restartableDatabase(folder);
  stops.push(database.stop);
  const origin = Date.now();
  await database.query(`ALTER DATABASE postgres SET app.clock_speed = '${SPEED}'`);
  await database.query(`ALTER DATABASE postgres SET app.clock_origin = '${new Date(origin).toISOString()}'`);
  await database.reconnect();
  const starts = join(folder, 'starts');
  writeFileSync(starts, '', { mode: 0o666 });
  await fill(database.query);

  const worker = () =>
    guarded('A worker', [process.execPath, join(ROOT, 'test/chaos/schedules-worker.mjs')], {
      ...process.env,
      ROLE: 'worker',
      PORT: '0',
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      DATA_DIR: join(folder, 'data'),
      LOG_LEVEL: 'ERROR',
      SHEPHERD_API_KEY: 'platform-key-of-the-chaos-test-0123456789',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      CHAOS_SPEED: String(SPEED),
      CHAOS_ORIGIN: String(origin),
      CHAOS_STARTS: starts,
    });
  const workers = await Promise.all(Array.from({ length: WORKERS }, worker));
  stops.push(() => Promise.all(workers.map((one) => one.stop())));

  const step = out.progress(`Chaos for ${REAL_SECONDS} s`);
  const began = Date.now();
  const at = (share) => began + REAL_SECONDS * 1000 * share;
  const events = [
    { at: at(0.25), what: 'queue flushed', act: () => flusher.flushall() },
    { at: at(0.5), what: 'PostgreSQL restarted', act: () => database.restart() },
    { at: at(0.65), what: 'all workers down for 6 s', act: () => outage(6000) },
    { at: at(0.85), what: 'queue flushed', act: () => flusher.flushall() },
  ];
  const log = [];
  const outage = async (ms) => {
    for (const { pid } of workers) process.kill(pid, 'SIGKILL');
    await Promise.all(workers.map((one) => one.stop()));
    await sleep(ms);
    for (const i of workers.keys()) workers[i] = await worker();
  };
  for (let kills = 0; Date.now() < at(1);) {
    const due = events.findIndex((event) => event.what !== undefined && event.at <= Date.now());
    if (due >= 0) {
      const [event] = events.splice(due, 1);
      await event.act();
      log.push(event.what);
    }
    await sleep(KILL_EVERY_MS * (0.5 + Math.random()));
    kills++;
    const victim = Math.floor(Math.random() * WORKERS);
    process.kill(workers[victim].pid, 'SIGKILL');
    log.push('kill -9');
    await workers[victim].stop();
    workers[victim] = await worker();
    step.update(`${kills} workers killed`);
  }
  step.done(
    `Chaos: ${log.filter((what) => what === 'kill -9').length} kills, ${log.filter((what) => what !== 'kill -9').join(', ')}`,
  );
  const until = await settle(out, database.query);
  return report(database.query, until, starts);
}

/** Half of them let every time run, half have the defaults. */
async function fill(query) {
  await query(
    `INSERT INTO schedules (id, tenant_id, schedule_type, expression, timezone, anchor, enabled, target, parameters,
            flexible_window_minutes, jitter_seconds, overlap_policy, misfire_policy, misfire_limit,
            catch_up_window_seconds, max_attempts, max_retry_age_seconds, action_after_completion, next_run_at,
            created_by, saved_by, saved_by_key)
     SELECT 'sch_' || kind || lpad(n::text, 28, '0'), 'default', kind, 'rate(1 minute)', 'UTC', t.first, true,
            '{"type":"lambda","functionName":"record"}', '{}', 0, 0,
            CASE kind WHEN 'all_' THEN 'allow' ELSE 'skip' END,
            CASE kind WHEN 'all_' THEN 'run_all' ELSE 'run_once' END, 1000, 86400, 3, 86400, 'NONE', t.first,
            'chaos', 'chaos', 'chaos'
       FROM generate_series(1, ${SCHEDULES}) n, unnest(ARRAY['all_', 'def_']) kind,
            (SELECT date_trunc('minute', app_now()) + interval '1 minute' AS first) t`,
  );
}

/** Ends the schedules now, and waits for every run that is planned by then. @returns the last time that counts */
async function settle(out, query) {
  const step = out.progress('Waiting for what is under way');
  const [{ until }] = await query("SELECT date_trunc('minute', app_now()) AS until");
  for (;;) {
    const [{ open, behind }] = await query(
      `SELECT (SELECT count(*)::int FROM schedule_runs WHERE status IN ('queued', 'running') AND planned_at <= $1) AS open,
              (SELECT count(*)::int FROM schedules WHERE schedule_type IN ('all_', 'def_') AND next_run_at <= $1) AS behind`,
      [until],
    );
    if (open === 0 && behind === 0) break;
    await sleep(200);
  }
  step.done();
  return until;
}

async function report(query, until, starts) {
  const rows = await query(
    `SELECT s.schedule_type AS kind, count(DISTINCT s.id)::int AS schedules, count(DISTINCT (s.id, t.at))::int AS times,
            count(r.id)::int AS rows, count(*) FILTER (WHERE r.status = 'succeeded')::int AS succeeded,
            count(*) FILTER (WHERE r.status = 'skipped' AND r.reason IS NOT NULL)::int AS skipped,
            count(*) FILTER (WHERE r.status NOT IN ('succeeded', 'skipped'))::int AS other,
            count(*) FILTER (WHERE r.id IS NULL)::int AS lost, count(*) FILTER (WHERE r.attempt > 1)::int AS again
       FROM schedules s CROSS JOIN LATERAL generate_series(s.anchor, $1::timestamptz, interval '1 minute') t(at)
       LEFT JOIN schedule_runs r ON r.schedule_id = s.id AND r.planned_at = t.at
      WHERE s.schedule_type IN ('all_', 'def_') GROUP BY 1 ORDER BY 1`,
    [until],
  );
  const runsOf = new Map();
  let repeated = 0;
  const lines = readFileSync(starts, 'utf8').split('\n').filter(Boolean);
  const seen = new Set();
  for (const line of lines) {
    const [run, schedule, time] = line.split(' ');
    if (seen.has(run)) repeated++;
    seen.add(run);
    const key = `${schedule} ${time}`;
    runsOf.set(key, new Set(runsOf.get(key)).add(run));
  }
  const doubled = [...runsOf.values()].filter((runs) => runs.size > 1).length;
  console.table(
    rows.map(({ kind, again, ...row }) => ({
      policies: kind === 'all_' ? 'allow, run_all' : 'defaults',
      ...row,
      'second attempts': again,
    })),
  );
  const [reasons] = [
    await query(
      "SELECT regexp_replace(regexp_replace(reason, 'run_[0-9a-f]+', 'run_…'), '\\d{4}-[^ ]+Z', 'T', 'g') AS reason, count(*)::int AS count FROM schedule_runs WHERE status = 'skipped' GROUP BY 1 ORDER BY 2 DESC LIMIT 5",
    ),
  ];
  if (reasons.length > 0) console.table(reasons);
  console.log(
    `${lines.length} starts of ${seen.size} runs; times started by two runs: ${doubled}; ` +
      `starts repeated with the same idempotency key after a kill: ${repeated}`,
  );
  const all = rows.find(({ kind }) => kind === 'all_');
  const problems = [
    ...rows.filter(({ lost }) => lost > 0).map(({ lost, kind }) => `${lost} times of ${kind} have no row`),
    ...rows
      .filter(({ other }) => other > 0)
      .map(({ other, kind }) => `${other} runs of ${kind} neither ran nor were skipped`),
    ...(all.succeeded === all.times
      ? []
      : [`${all.times - all.succeeded} times of allow, run_all did not run`]),
    ...(doubled === 0 ? [] : [`${doubled} times were started by two runs`]),
  ];
  console.log(problems.length === 0 ? 'No run lost, none doubled.' : problems.join('\n'));
  return { failures: problems.length };
}
