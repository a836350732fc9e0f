import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { guarded } from '../../scripts/lib/processes.mjs';
import { ROOT } from '../../scripts/lib/project.mjs';
import { amidChaos } from './amid-chaos.mjs';
import { restartableDatabase } from './restartable-database.mjs';
import { expectations } from './workflows-expected.mjs';

const RUNS = Number(process.env.CHAOS_RUNS ?? 300);
const WORKERS = 3;
const KILL_EVERY_MS = 3000;
/** Over this time the executions are started. */
const STARTING_MS = 60_000;
const MOST_MS = 240_000;
const RECOVERED_MS = 5000;

const TABLES = `
CREATE TABLE chaos_attempts (id bigserial PRIMARY KEY, key text NOT NULL, execution_id text NOT NULL, task_id text NOT NULL,
  pid int NOT NULL, began_at timestamptz NOT NULL DEFAULT clock_timestamp(), ended_at timestamptz);
CREATE INDEX ON chaos_attempts (key);
CREATE INDEX ON chaos_attempts (execution_id, task_id);
CREATE TABLE chaos_effects (key text PRIMARY KEY, execution_id text NOT NULL);
CREATE TABLE chaos_asks (token text PRIMARY KEY, execution_id text NOT NULL, task_id text NOT NULL, input jsonb NOT NULL,
  is_answered boolean NOT NULL DEFAULT false, asked_at timestamptz NOT NULL DEFAULT clock_timestamp());
CREATE TABLE chaos_kills (pid int NOT NULL, at timestamptz NOT NULL);
CREATE TABLE chaos_ready (pid int NOT NULL)`;

/**
 * 300 executions with branches, maps, waits, retries, catchers, tokens and nested executions on three workers, one of
 * which is killed -9 every 3 s, while the queue is flushed and PostgreSQL restarted once. Each must end with the output
 * and the history that it has when nothing breaks, and each task must have had its effect once.
 */
export const chaos = (out) => amidChaos((place) => run(out, place));

async function run(out, { folder, stops, redis, flusher }) {
  const database = await restartableDatabase(folder);
  stops.push(database.stop);
  for (const statement of TABLES.split(';')) await database.query(statement);
  const env = {
    ...process.env,
    PORT: '0',
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    DATA_DIR: join(folder, 'data'),
    LOG_LEVEL: 'ERROR',
    SHEPHERD_API_KEY: 'platform-key-of-the-chaos-test-0123456789',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    CHAOS_RUNS: String(RUNS),
    CHAOS_PAUSE_MS: String(Math.floor(STARTING_MS / RUNS)),
  };
  const starting = (what, script, role) =>
    guarded(what, [process.execPath, join(ROOT, 'test/chaos', script)], { ...env, ROLE: role });
  const workers = await Promise.all(
    Array.from({ length: WORKERS }, () => starting('A worker', 'workflows-worker.mjs', 'worker')),
  );
  stops.push(() => Promise.all(workers.map((one) => one.stop())));
  const expected = await expectations(RUNS);
  const starter = await starting('The starter', 'workflows-starter.mjs', 'api');
  stops.push(starter.stop);

  const log = await breakThings(out, { database, flusher, workers, starter, starting });
  const problems = await report(database.query, expected, log);
  if (problems > 0 && starter.log() !== '') console.log(`The starter said: ${starter.log().slice(-500)}`);
  return { failures: problems };
}

async function breakThings(out, { database, flusher, workers, starter, starting }) {
  const step = out.progress(`Chaos until ${RUNS} executions have ended`);
  const began = Date.now();
  const events = [
    { at: began + STARTING_MS / 3, what: 'queue flushed', act: () => flusher.flushall() },
    { at: began + (STARTING_MS * 2) / 3, what: 'PostgreSQL restarted', act: () => database.restart() },
  ];
  const log = { kills: 0, what: [], restartedAt: undefined };
  for (;;) {
    // one that started while PostgreSQL was away has ended: whoever runs the service starts it again
    for (const i of workers.keys())
      if (workers[i].ended()) workers[i] = await starting('A worker', 'workflows-worker.mjs', 'worker');
    const ready = await readyOf(database.query, workers);
    const killedAt = Date.now();
    // a worker that has not started yet runs nothing: the next kill waits until there are two others to take over
    const isKilling = ready.length === WORKERS;
    if (isKilling) {
      const victim = ready[Math.floor(Math.random() * ready.length)];
      const { pid } = workers[victim];
      process.kill(pid, 'SIGKILL');
      log.kills++;
      await database.query('INSERT INTO chaos_kills VALUES ($1, $2)', [pid, new Date(killedAt)]);
      await workers[victim].stop();
      workers[victim] = await starting('A worker', 'workflows-worker.mjs', 'worker');
    }
    const due = events.findIndex((event) => event.at <= Date.now());
    if (due >= 0) {
      const [event] = events.splice(due, 1);
      await event.act();
      if (event.what.startsWith('Postgre')) log.restartedAt = new Date();
      log.what.push(event.what);
    }
    const [{ ended }] = await database.query(
      "SELECT count(*)::int AS ended FROM executions WHERE workflow_type = 'chaos' AND stopped_at IS NOT NULL",
    );
    step.update(`${ended} ended, ${log.kills} workers killed`);
    if (ended === RUNS) break;
    if (starter.ended()) throw new Error(`The starter has ended: ${starter.log()}`);
    if (Date.now() > began + MOST_MS) {
      log.what.push(`gave up after ${MOST_MS / 1000} s`);
      break;
    }
    await sleep(isKilling ? Math.max(0, killedAt + KILL_EVERY_MS - Date.now()) : 100);
  }
  log.seconds = (Date.now() - began) / 1000;
  step.done(`Chaos for ${log.seconds.toFixed(0)} s: ${log.kills} kills, ${log.what.join(', ')}`);
  await sleep(2000); // whatever is late has come by then
  return log;
}

async function readyOf(query, workers) {
  const pids = new Set((await query('SELECT pid FROM chaos_ready')).map(({ pid }) => pid));
  return [...workers.keys()].filter((i) => pids.has(workers[i].pid));
}

async function report(query, expected, log) {
  const found = await query(
    `SELECT e.id, e.name, e.workflow_type AS type, e.status, e.error, e.cause, e.input, e.output,
            (SELECT json_agg(h.events ORDER BY h.first_event_id) FROM execution_history h WHERE h.execution_id = e.id) AS history,
            (SELECT count(*)::int FROM chaos_effects c WHERE c.execution_id = e.id) AS effects
       FROM executions e`,
  );
  const problems = [];
  const rows = { chaos: counted(), child: counted() };
  for (const execution of found) {
    const { type, status, name } = execution;
    const of = rows[type];
    const wanted = expected[type](JSON.parse(execution.input).n);
    const events = (execution.history ?? []).flatMap((text) => JSON.parse(text));
    of.executions++;
    of.effects += execution.effects;
    const differs = [
      [
        status !== 'SUCCEEDED',
        'other end',
        () => `ended as ${status}: ${execution.error} ${execution.cause}`,
      ],
      [
        execution.output !== wanted.output,
        'other output',
        () => `gave ${execution.output}, not ${wanted.output}`,
      ],
      [
        events
          .map((event) => event.type)
          .sort()
          .join() !== wanted.types.join(),
        'other history',
        () => `has ${difference(events.map((event) => event.type).sort(), wanted.types)}`,
      ],
      [events.some(({ id }, i) => id !== i + 1), 'other history', () => 'has gaps in its history'],
      [
        execution.effects !== wanted.effects,
        'other effects',
        () => `had ${execution.effects} effects, not ${wanted.effects}`,
      ],
    ];
    for (const [, column, say] of differs.filter(([isSo]) => isSo)) {
      of[column]++;
      problems.push(`${type} ${name} ${say()}`);
    }
  }
  if (rows.chaos.executions !== RUNS || rows.child.executions !== RUNS)
    problems.push(
      `${rows.chaos.executions} executions and ${rows.child.executions} nested ones, not ${RUNS} each`,
    );
  console.table(rows);
  problems.push(...(await leftBehind(query)), ...(await recovery(query, log)));
  for (const problem of problems.slice(0, 20)) console.log(problem);
  if (problems.length > 20) console.log(`and ${problems.length - 20} more`);
  console.log(
    problems.length === 0
      ? 'Every execution ended as it would have; each effect once.'
      : `${problems.length} problems.`,
  );
  return problems.length;
}

const counted = () => ({
  ...{ executions: 0, 'other end': 0, 'other output': 0, 'other history': 0, effects: 0, 'other effects': 0 },
});

function difference(got, wanted) {
  const count = (list) => list.reduce((all, type) => all.set(type, (all.get(type) ?? 0) + 1), new Map());
  const [a, b] = [count(got), count(wanted)];
  const parts = [...new Set([...a.keys(), ...b.keys()])]
    .filter((type) => a.get(type) !== b.get(type))
    .map((type) => `${a.get(type) ?? 0} ${type}, not ${b.get(type) ?? 0}`);
  return parts.join('; ');
}

async function leftBehind(query) {
  const [{ tasks, timers, load }] = await query(
    `SELECT (SELECT count(*)::int FROM execution_tasks) AS tasks, (SELECT count(*)::int FROM execution_timers) AS timers,
            (SELECT json_agg(l) FROM workflow_load l) AS load`,
  );
  const isIdle = load.every(
    ({ running, by_type: types }) => running === 0 && Object.values(types).every((n) => n === 0),
  );
  return [
    ...(tasks === 0 ? [] : [`${tasks} tasks are left`]),
    ...(timers === 0 ? [] : [`${timers} timers are left`]),
    ...(isIdle ? [] : [`the load is not back to 0: ${JSON.stringify(load)}`]),
  ];
}

/** From kill -9 until each task that the worker ran is run by another. */
async function recovery(query, { restartedAt }) {
  const [{ attempts, repeated, effects, tasks }] = await query(
    `SELECT count(*)::int AS attempts, count(DISTINCT (execution_id, task_id))::int AS tasks,
            (SELECT count(*)::int FROM (SELECT FROM chaos_attempts GROUP BY execution_id, task_id HAVING count(*) > 1) r) AS repeated,
            (SELECT count(*)::int FROM chaos_effects) AS effects FROM chaos_attempts`,
  );
  const recovered = await query(
    `SELECT extract(epoch FROM n.began_at - k.at)::float * 1000 AS ms, k.at
       FROM chaos_kills k JOIN chaos_attempts a ON a.pid = k.pid AND a.ended_at IS NULL AND a.began_at <= k.at
       JOIN LATERAL (SELECT began_at FROM chaos_attempts n
                      WHERE n.execution_id = a.execution_id AND n.task_id = a.task_id AND n.id > a.id
                      ORDER BY n.id LIMIT 1) n ON n.began_at > k.at
      ORDER BY 1`,
  );
  console.log(
    `${attempts} attempts of ${tasks} tasks, ${repeated} tasks attempted more than once, ${effects} effects`,
  );
  if (recovered.length === 0) return ['no task was running when its worker was killed'];
  const at = (share) => recovered[Math.ceil(recovered.length * share) - 1].ms;
  const text = [0.5, 0.99, 1].map((share) => `${(at(share) / 1000).toFixed(2)} s`);
  console.log(
    `${recovered.length} tasks ran elsewhere after kill -9 of their worker: p50 ${text[0]}, p99 ${text[1]}, max ${text[2]}`,
  );
  const isAround = (date) =>
    restartedAt !== undefined && Math.abs(date.getTime() - restartedAt.getTime()) < 2 * RECOVERED_MS;
  const late = recovered.filter(({ ms, at }) => ms > RECOVERED_MS && !isAround(at));
  return late.length === 0
    ? []
    : [`${late.length} tasks ran elsewhere only after more than ${RECOVERED_MS} ms`];
}
