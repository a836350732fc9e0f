import { execFile, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import { benchDatabase } from './bench/database.mjs';
import { rawSteps } from './bench/raw-steps.mjs';
import { output } from './lib/output.mjs';
import { build, install, ROOT } from './lib/project.mjs';
import { startRedis } from './lib/redis.mjs';
import { stopping } from './lib/stopping.mjs';

const HELP = `npm run bench:workflows -- [--runs 500] [--rounds 3] [--peer DIR]

Runs a workflow of five trivial tasks on the durable engine in one worker process, and prints one JSON line: steps a
second with --runs started at once (the median of --rounds), one alone (p50 and p99), what a step costs in transactions
and in bytes of PostgreSQL's log, and how long 50 executions in a task of 2 s take to end after kill -9 of the worker
that runs them, while another lives. Beside it, on the same PostgreSQL, the smallest durable step without an engine; and
with --peer DIR (a folder of scripts that print a JSON line each, dbos.mjs and dbos-recovery.mjs, with what they need
installed) the same work there.
`;
const execute = promisify(execFile);
const STEPS = 5;
const TASK = 'arn:aws:lambda:eu-west-1:000000000000:function:';
const IN_TASK = 50;

const { stops, end } = stopping();
process.chdir(ROOT);
let code = 0;
try {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '500' },
      rounds: { type: 'string', default: '3' },
      peer: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) console.log(HELP);
  else {
    const size = { runs: Number(values.runs), rounds: Number(values.rounds), peer: values.peer };
    console.log(JSON.stringify(await bench(size)));
  }
} catch (error) {
  code = 1;
  console.error(error.message);
}
await end(code);

async function bench({ runs, rounds, peer }) {
  const out = output(process.stderr);
  await install(out);
  await build(out);
  const redis = await startRedis();
  if (!('missing' in redis)) stops.push(redis.stop);
  const database = await benchDatabase(stops);
  const env = { DATABASE_URL: database.url, REDIS_URL: redis.url === undefined ? '' : `${redis.url}/0` };
  const raw = await shown(out, 'The smallest durable step, without an engine', () => rawSteps(database));
  const engine = await measured(out, env, database, runs, rounds);
  const recovery = await shown(out, 'Recovery after kill -9', () => recovered(env, database));
  const dbos =
    peer === undefined ? null : await peers(out, resolve(process.env.INIT_CWD ?? '.', peer), database);
  return {
    queue: redis.url === undefined ? 'postgres' : 'redis',
    runs,
    steps: STEPS,
    ...engine,
    recovery,
    raw,
    dbos,
  };
}

async function measured(out, env, database, runs, rounds) {
  const worker = await process_(env);
  try {
    const program = chain('trivial', STEPS);
    const { p50Ms, p99Ms } = await shown(out, 'One alone', () =>
      worker.ask({ what: 'alone', program, count: 100 }),
    );
    const speeds = [];
    let cost;
    for (let round = 0; round < rounds; round += 1) {
      const before = await database.written();
      const { seconds } = await shown(out, `${runs} at once`, () =>
        worker.ask({ what: 'atOnce', program, count: runs }),
      );
      const after = await database.written();
      speeds.push((runs * STEPS) / seconds);
      cost = { tx: after.transactions - before.transactions, bytes: after.bytes - before.bytes };
    }
    const before = await database.written();
    await worker.ask({ what: 'alone', program, count: 20 });
    const after = await database.written();
    return {
      stepsPerSecond: Math.round(speeds.sort((a, b) => a - b)[Math.floor(rounds / 2)]),
      aloneP50Ms: rounded(p50Ms),
      aloneP99Ms: rounded(p99Ms),
      transactionsPerRunAlone: rounded((after.transactions - before.transactions) / 50),
      transactionsPerStepAtOnce: rounded(cost.tx / runs / STEPS),
      walBytesPerStep: Math.round(cost.bytes / runs / STEPS),
    };
  } finally {
    await worker.stop('SIGTERM');
  }
}

/** 50 executions in a task of 2 s; the worker that runs them is killed after 1 s; another lives. */
async function recovered(env, database) {
  const [first, second] = [await process_(env), await process_(env)];
  await first.ask({ what: 'start', program: waits(), count: IN_TASK });
  await sleep(1000);
  await first.stop('SIGKILL');
  const at = performance.now();
  let seen;
  for (;;) {
    const [row] = await database.query(
      `SELECT (SELECT count(*)::int FROM executions WHERE name LIKE 'recovery-%' AND status = 'SUCCEEDED') AS done,
              (SELECT count(*)::int FROM execution_tasks WHERE takes > 1) AS taken`,
    );
    if (row.taken > 0) seen ??= performance.now();
    if (row.done === IN_TASK) break;
    if (performance.now() - at > 60_000) throw new Error(`not recovered: ${JSON.stringify(row)}`);
    await sleep(10);
  }
  const allDoneMs = Math.round(performance.now() - at);
  await second.stop('SIGTERM');
  return { executions: IN_TASK, taskMs: 2000, takenOverMs: seen && Math.round(seen - at), allDoneMs };
}

async function peers(out, folder, database) {
  const figures = {};
  for (const name of ['dbos', 'dbos-recovery']) {
    const script = join(folder, `${name}.mjs`);
    if (!existsSync(script)) throw new Error(`There is no ${script}`);
    const env = { ...process.env, ...(await database.peerEnv()), LAB: folder };
    const { stdout } = await shown(out, name, () =>
      execute(process.execPath, [script], { env, cwd: folder }),
    );
    figures[name] = JSON.parse(stdout.trim().split('\n').at(-1));
  }
  const { alone, cost, ...rest } = figures.dbos;
  const speeds = Object.values(rest).flatMap((value) => value?.steps_per_s ?? []);
  return {
    stepsPerSecond: Math.max(...speeds),
    aloneP50Ms: alone.p50_ms,
    aloneP99Ms: alone.p99_ms,
    transactionsPerRunAlone: cost.write_tx_per_workflow,
    walBytesPerStep: cost.wal_bytes_per_step,
    recoveryAllDoneMs: figures['dbos-recovery'].all_done_ms,
  };
}

async function process_(env) {
  const child = fork(join(ROOT, 'scripts/bench/workflow-process.mjs'), {
    env: {
      ...process.env,
      ...env,
      ...{ NODE_ENV: 'production', ROLE: 'worker', LOG_LEVEL: 'ERROR', WORKFLOW_MAX_RUNNING: '100000' },
      ...{
        SHEPHERD_API_KEY: 'platform-key-of-the-benchmark-0123456789',
        AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
      },
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const gone = new Promise((done) => child.once('exit', done));
  const answer = () =>
    new Promise((done, reject) => {
      child.once('message', (message) => (message.error ? reject(new Error(message.error)) : done(message)));
      void gone.then(() => reject(new Error('the worker has ended')));
    });
  const stop = async (signal) => {
    child.kill(signal);
    await gone;
  };
  stops.push(() => stop('SIGKILL'));
  await answer();
  return {
    ask: (message) => {
      const answered = answer();
      child.send(message);
      return answered;
    },
    stop,
  };
}

function chain(task, length) {
  const names = Array.from({ length }, (_, i) => `Step${i + 1}`);
  const states = names.map((name, i) => [
    name,
    { Type: 'Task', Resource: TASK + task, ...(i + 1 < length ? { Next: names[i + 1] } : { End: true }) },
  ]);
  return { StartAt: names[0], States: Object.fromEntries(states) };
}

function waits() {
  const [a, b, c] = ['trivial', 'slow', 'trivial'].map((task) => ({ Type: 'Task', Resource: TASK + task }));
  return { StartAt: 'A', States: { A: { ...a, Next: 'B' }, B: { ...b, Next: 'C' }, C: { ...c, End: true } } };
}

async function shown(out, label, work) {
  const step = out.progress(label);
  const result = await work();
  step.done();
  return result;
}

function rounded(value) {
  return Math.round(value * 100) / 100;
}
