import { fork } from 'node:child_process';
import { join } from 'node:path';
import { emulatorEnv, emulatorPython, startEmulator } from '../../scripts/lib/emulator.mjs';
import { ROOT } from '../../scripts/lib/project.mjs';
import { amidChaos } from './amid-chaos.mjs';
import { emulatedAccount, REGION, subjects } from './remediation-subjects.mjs';
import { restartableDatabase } from './restartable-database.mjs';

/**
 * Real fixes of several calls, whose process is killed -9 at every step: around each commit that writes about a change,
 * and so before and after each call, while it is applied and while it is taken back. Another process then goes on, or
 * takes back. Each must end verified or restored, with the same JSON as before, and what is made must be made once.
 */
export const chaos = (out) => amidChaos((place) => run(out, place));

async function run(out, { folder, stops, redis }) {
  const endpoint = await emulator(out, stops);
  const database = await restartableDatabase(folder);
  stops.push(database.stop);
  const env = {
    ...{ ...process.env, ...emulatorEnv(endpoint), ROLE: 'api', PORT: '0', LOG_LEVEL: 'ERROR' },
    ...{ DATABASE_URL: database.url, REDIS_URL: redis.url, DATA_DIR: join(folder, 'data') },
    ...{ SHEPHERD_API_KEY: 'platform-key-of-the-chaos-test-0123456789', AWS_CALLS_PER_SECOND: '500' },
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
  const account = await emulatedAccount(endpoint);
  const processes = pool(env, stops);
  const { accountId, roleArn } = account;
  const helper = await processes.next();
  await helper.ask('register', { accountId, roleArn, regions: [REGION] });
  await database.query(
    `INSERT INTO guardrails (tenant_id, account_id, settings, saved_by) VALUES ('default', '*', $1, 'chaos')`,
    [{ enabled: true, maxChangesPerHour: 10_000 }],
  );

  const step = out.progress('Killing processes that change an account');
  const began = Date.now();
  const figures = { fixes: 0, calls: 0, kills: 0, verified: 0, restored: 0 };
  const problems = [];
  const tell = () => step.update(`${figures.kills} killed, ${problems.length} problems`);
  for (const subject of subjects) {
    const { calls } = await eachStep({ subject, account, processes, helper, figures, problems, tell });
    figures.fixes += 1;
    figures.calls += calls;
  }
  figures.seconds = Math.round((Date.now() - began) / 1000);
  step.done(`${figures.kills} processes were killed while they changed an account`);
  const [{ left }] = await database.query(
    `SELECT count(*)::int AS left FROM changes WHERE status NOT IN ('verified', 'restored', 'planned')`,
  );
  if (left > 0) problems.push(`${left} changes have neither been applied nor restored`);
  console.log(JSON.stringify({ ...figures, problems: problems.length }));
  for (const problem of problems.slice(0, 20)) console.log(problem);
  console.log(problems.length === 0 ? 'Every change ended applied or restored, never half.' : '');
  return { failures: problems.length };
}

/** One case for each step at which a process can die; the last one lives through it. */
async function eachStep(of) {
  const { subject, helper, figures, problems, tell } = of;
  const known = subject.isLasting ? undefined : await wantedOf(of);
  const before = known && (await helper.ask('state', { wanted: known }));
  let calls = 0;
  // the second way is to take back instead of going on; the third, to die on the way back
  for (const way of subject.isLasting ? ['apply'] : ['apply', 'restore', 'back']) {
    for (let left = 1, lived = false; !lived; left += 1) {
      // where it is taken back, every other one is enough: going on has shown them all
      for (const isDone of way === 'restore' ? [left % 2 === 0] : [false, true]) {
        const wanted = known ?? (await wantedOf(of));
        const added = await helper.ask('add', { wanted });
        calls = added.calls;
        const { died, ended, state } = await oneCase(of, { ...added, wanted, way, die: { left, isDone } });
        lived ||= !died;
        figures.kills += died ? 1 : 0;
        const where = `${subject.fixId}, ${way}, ${isDone ? 'after' : 'before'} commit ${left}`;
        problems.push(...ended.map((text) => `${where}: ${text}`));
        if (before !== undefined && state !== before) problems.push(`${where}: is ${state}, was ${before}`);
        tell();
      }
    }
  }
  return { calls };
}

async function wantedOf({ subject, account: { accountId, ec2 } }) {
  const name = await subject.make(ec2);
  return {
    ...{ fixId: subject.fixId, resourceType: subject.type, findingId: null, controlId: null, tags: {} },
    ...{
      accountId,
      region: REGION,
      resourceArn: `arn:aws:ec2:${REGION}:${accountId}:${subject.kind}/${name}`,
    },
  };
}

/** @returns whether a process has died, what is wrong now, and how the resource is */
async function oneCase({ subject, account: { ec2 }, processes, helper, figures }, { id, wanted, way, die }) {
  const ended = [];
  const must = async (action, status) => {
    const row = await helper.ask(action, { id });
    if (status.includes(row.status)) figures[row.status] = (figures[row.status] ?? 0) + 1;
    else ended.push(`${action} ended ${row.status}: ${row.reason}`);
    return row;
  };
  if (way === 'back') await must('apply', ['verified']);
  const victim = await processes.next();
  const answer = await victim.ask(way === 'back' ? 'restore' : 'apply', { id, die });
  const died = answer === undefined;
  if (!died) processes.keep(victim);
  if (way === 'apply') {
    await must('apply', ['verified']);
    const made = await subject.made?.(ec2, wanted.resourceArn.split('/').at(-1));
    if (made !== undefined && made !== 1) ended.push(`made ${made} things`);
  }
  // before its first commit nothing has begun
  if (!subject.isLasting) await must('restore', way === 'restore' ? ['restored', 'planned'] : ['restored']);
  const state = await helper.ask('state', { wanted });
  await subject.clean?.(ec2);
  return { died, ended, state };
}

/** Processes that are ready when they are needed: one is starting while another is killed. */
function pool(env, stops) {
  const spare = [];
  const all = new Set();
  stops.push(async () => all.forEach((child) => child.kill('SIGKILL')));
  const start = async () => {
    const child = fork(join(ROOT, 'test/chaos/remediation-worker.mjs'), {
      env,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    all.add(child);
    const heard = [];
    const ended = new Promise((done) => child.once('exit', () => done(undefined)));
    child.on('message', (message) => heard.shift()?.(message));
    const hear = () => Promise.race([new Promise((done) => heard.push(done)), ended]);
    const one = {
      /** @returns undefined: it has died */
      ask: async (action, given) => {
        const told = hear();
        child.send({ action, ...given }, () => undefined);
        const message = await told;
        if (message?.error !== undefined) throw new Error(`${action}: ${message.error}`);
        return message?.answer;
      },
    };
    if ((await hear()) === undefined) throw new Error('A process could not start');
    return one;
  };
  const fill = () => {
    while (spare.length < 2) {
      const starting = start();
      starting.catch(() => undefined); // whoever takes it is told
      spare.push(starting);
    }
  };
  fill();
  return {
    next: async () => {
      const one = await spare.shift();
      fill();
      return one;
    },
    keep: (one) => spare.unshift(Promise.resolve(one)),
  };
}

async function emulator(out, stops) {
  if (process.env.MOTO_URL) return process.env.MOTO_URL;
  const made = await emulatorPython(out);
  if ('missing' in made) throw new Error(`This needs the AWS emulator: ${made.missing}`);
  const started = await startEmulator(made.python);
  stops.push(started.stop);
  await started.ready;
  return started.url;
}
