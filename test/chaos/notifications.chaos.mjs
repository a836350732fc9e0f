import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { guarded, ready } from '../../scripts/lib/processes.mjs';
import { ROOT } from '../../scripts/lib/project.mjs';
import { amidChaos } from './amid-chaos.mjs';
import { restartableDatabase } from './restartable-database.mjs';

const WORKERS = 3;
const CHANNELS = 40;
const MESSAGES = Number(process.env.CHAOS_MESSAGES ?? 4000);
const REAL_SECONDS = Number(process.env.CHAOS_SECONDS ?? 90);
const KILL_EVERY_MS = 4000;
const READY_FOR_MS = 1000;
const DRAINED_MS = 180_000;
const FAILING = 0.2;
const SECRET = 'secret-of-the-chaos-test';
const KEY = 'platform-key-of-the-chaos-test-0123456789';

/**
 * Three workers send thousands of messages to 40 webhooks of a receiver that fails one time in five, sometimes after it
 * took the message. One of them is killed -9 every few seconds, the queue is flushed twice and PostgreSQL restarted
 * once. Each message must be in one delivery, each delivery must have arrived, in the order of its channel, and what
 * came twice must have the same id, and a kill or an answer that was lost as its reason.
 */
export const chaos = (out) => amidChaos((place) => run(out, place));

async function run(out, { folder, stops, redis, flusher }) {
  const database = await restartableDatabase(folder);
  stops.push(database.stop);
  const receiver = await guarded(
    'The receiver',
    [process.execPath, join(ROOT, 'test/chaos/notifications-receiver.mjs')],
    { ...process.env, CHAOS_FAILING: String(FAILING) },
  );
  stops.push(receiver.stop);
  const address = () => receiver.log().match(/http:\/\/127\.0\.0\.1:\d+/)?.[0];
  await ready('The receiver', receiver, async () => address() !== undefined);
  const url = address();

  const env = {
    ...process.env,
    ...{ PORT: '0', DATABASE_URL: database.url, REDIS_URL: redis.url, DATA_DIR: join(folder, 'data') },
    ...{ LOG_LEVEL: 'ERROR', SHEPHERD_API_KEY: KEY, SECRETS_KEY: randomBytes(32).toString('base64') },
    ...{ WEBHOOK_ALLOWED_ADDRESSES: '127.0.0.1', AWS_ENDPOINT_URL: 'http://127.0.0.1:9' },
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
  const starting = (what, more) =>
    guarded(what, [process.execPath, join(ROOT, 'dist/main.js')], { ...env, ...more });
  const channels = await makeChannels(starting, url);
  const worker = async () => {
    const made = await starting('A worker', { ROLE: 'worker', LOG_LEVEL: 'INFO' });
    const isReady = async () => made.ended() || made.log().includes('The service is ready');
    // one that has done nothing yet dies of nothing
    void ready('A worker', made, isReady).then(
      () => (made.readyAt = Date.now()),
      () => undefined,
    );
    return made;
  };
  const workers = await Promise.all(Array.from({ length: WORKERS }, worker));
  stops.push(() => Promise.all(workers.map((one) => one.stop())));

  await ready('A worker', workers[0], async () => workers[0].readyAt !== undefined);
  const log = await breakThings(out, { database, flusher, workers, worker, channels });
  await fetch(`${url}/mended`);
  log.drainedSeconds = await drained(out, database.query, workers, worker);
  const took = await (await fetch(`${url}/took`)).json();
  return report(database.query, took, log);
}

/** By the API, as people do: the secrets of webhooks are sealed. */
async function makeChannels(starting, url) {
  const api = await starting('The API', { ROLE: 'api', LOG_LEVEL: 'INFO', RATE_LIMIT_PER_ADDRESS: '10000' });
  try {
    let address;
    await ready('The API', api, async () => (address = api.log().match(/"url":"(http:[^"]+)"/)?.[1]));
    const ids = [];
    for (let n = 0; n < CHANNELS; n += 1) {
      const answer = await fetch(`${address}/notifications/channels`, {
        method: 'POST',
        headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          name: `channel ${n}`,
          type: 'webhook',
          config: { url: `${url}/${n}`, secret: SECRET },
        }),
      });
      if (answer.status !== 201) throw new Error(`A channel could not be made: ${await answer.text()}`);
      ids.push((await answer.json()).id);
    }
    return ids;
  } finally {
    await api.stop();
  }
}

/** What rules make of facts, some of it as part of a group; who tells may be cut off, and tells it again. */
async function tell(query, channels, from, to) {
  const rows = [];
  for (let n = from; n < to; n += 1) {
    const title = `message ${n}`;
    const message = {
      ...{ kind: 'finding', subjectId: title, severity: 'high', title, text: null, fields: [], lists: [] },
      ...{ scan: null, links: [], at: new Date().toISOString() },
    };
    const lane = channels[n % CHANNELS];
    rows.push({
      lane,
      key: `fact_${n}`,
      group: n % 3 === 0 ? `group ${Math.floor(n / 400)}` : title,
      message,
    });
  }
  for (;;) {
    try {
      await query(
        `WITH told AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS t(lane text, key text, "group" text, message jsonb)),
              lanes AS (INSERT INTO notification_lanes (tenant_id, lane, channel_id)
                        SELECT DISTINCT 'default', lane, lane FROM told ON CONFLICT DO NOTHING)
         INSERT INTO notification_tellings
                (tenant_id, lane, source_key, group_key, due_at, is_digest, message, correlation_id)
         SELECT 'default', lane, key, "group", app_now(), false, message, 'chaos' FROM told ON CONFLICT DO NOTHING`,
        [JSON.stringify(rows)],
      );
      return;
    } catch {
      await sleep(100);
    }
  }
}

async function breakThings(out, { database, flusher, workers, worker, channels }) {
  const step = out.progress(`Chaos for ${REAL_SECONDS} s`);
  const began = Date.now();
  const at = (share) => began + REAL_SECONDS * 1000 * share;
  const due = [
    { at: at(0.3), what: 'flushes', act: () => flusher.flushall() },
    { at: at(0.5), what: 'restarts', act: () => database.restart() },
    { at: at(0.8), what: 'flushes', act: () => flusher.flushall() },
  ];
  const log = { kills: 0, flushes: 0, restarts: 0 };
  let told = 0;
  const victims = async () => {
    for (let killAt = began + KILL_EVERY_MS; Date.now() < at(1); await sleep(100)) {
      for (const i of workers.keys()) if (workers[i].ended()) workers[i] = await worker();
      if (due.length > 0 && due[0].at <= Date.now()) {
        const [{ what, act }] = due.splice(0, 1);
        await act();
        log[what] += 1;
      }
      const able = workers.filter((one) => Date.now() - one.readyAt > READY_FOR_MS);
      if (Date.now() < killAt || able.length < 2) continue;
      const victim = workers.indexOf(able[Math.floor(Math.random() * able.length)]);
      process.kill(workers[victim].pid, 'SIGKILL');
      log.kills += 1;
      await workers[victim].stop();
      workers[victim] = await worker();
      killAt = Date.now() + KILL_EVERY_MS * (0.5 + Math.random());
      step.update(`${told} messages, ${log.kills} workers killed`);
    }
  };
  const telling = async () => {
    while (told < MESSAGES) {
      const until = Math.min(MESSAGES, Math.ceil((MESSAGES * (Date.now() - began)) / (REAL_SECONDS * 1000)));
      if (until > told) await tell(database.query, channels, told, until);
      told = until;
      await sleep(50);
    }
  };
  await Promise.all([victims(), telling()]);
  step.done(
    `Chaos: ${told} messages, ${log.kills} kills, ${log.flushes} flushes, ${log.restarts} restart of PostgreSQL`,
  );
  return log;
}

async function drained(out, query, workers, worker) {
  const step = out.progress('Waiting until all is sent');
  const began = Date.now();
  while (Date.now() - began < DRAINED_MS) {
    for (const i of workers.keys()) if (workers[i].ended()) workers[i] = await worker();
    const [{ tellings, deliveries }] = await query(
      `SELECT (SELECT count(*)::int FROM notification_tellings WHERE delivery_id IS NULL) AS tellings,
              (SELECT count(*)::int FROM notification_deliveries WHERE status IN ('pending', 'waiting')) AS deliveries`,
    );
    if (tellings + deliveries === 0) break;
    step.update(`${tellings} messages and ${deliveries} deliveries wait`);
    await sleep(200);
  }
  step.done();
  return Math.round((Date.now() - began) / 1000);
}

async function report(query, took, log) {
  const deliveries = await query(
    'SELECT id, lane, status, told, attempts FROM notification_deliveries ORDER BY id',
  );
  const [{ tellings, open }] = await query(
    `SELECT count(*)::int AS tellings, count(*) FILTER (WHERE delivery_id IS NULL)::int AS open
       FROM notification_tellings`,
  );
  const [{ overlaps }] = await query(
    // two attempts of one lane at a time; one without an end has died
    `SELECT count(*)::int AS overlaps FROM notification_attempts a JOIN notification_deliveries da ON da.id = a.delivery_id
       JOIN notification_deliveries db ON db.lane = da.lane JOIN notification_attempts b ON b.delivery_id = db.id
      WHERE a.ended_at IS NOT NULL AND b.ended_at IS NOT NULL AND (a.delivery_id, a.number) <> (b.delivery_id, b.number)
        AND a.started_at < b.started_at AND b.started_at < a.ended_at`,
  );
  const of = new Map();
  for (const one of took) of.set(one.id, [...(of.get(one.id) ?? []), one]);
  const problems = [];
  const expect = (isSo, text) => isSo || problems.push(text);
  const told = deliveries.reduce((sum, one) => sum + one.told, 0);
  expect(tellings === MESSAGES && told === MESSAGES, `${told} of ${MESSAGES} messages are in deliveries`);
  expect(open === 0, `${open} messages were not told`);
  expect(overlaps === 0, `${overlaps} attempts of one channel at a time`);
  const known = new Set(deliveries.map(({ id }) => id));
  for (const id of of.keys()) expect(known.has(id), `${id} arrived but is none of ours`);
  const doubles = { afterLostAnswer: 0, afterKill: 0 };
  for (const { id, status } of deliveries) {
    const arrived = of.get(id) ?? [];
    expect(status === 'sent', `${id} is ${status}`);
    expect(arrived.length > 0, `${id} did not arrive`);
    expect(new Set(arrived.map(({ body }) => body)).size <= 1, `${id} arrived with two texts`);
    doubles.afterLostAnswer += Math.min(arrived.length - 1, arrived.filter(({ isLost }) => isLost).length);
    const answered = arrived.filter(({ isLost }) => !isLost).length;
    doubles.afterKill += Math.max(0, answered - 1);
  }
  // an answer that a worker could not write down: it was killed, or PostgreSQL was away. 16 lanes at a time have it
  const most = (log.kills + log.restarts * WORKERS) * 16;
  expect(doubles.afterKill <= most, `${doubles.afterKill} came twice, though only ${most} can for a kill`);
  const lanes = new Map();
  for (const [{ id, path }] of of.values()) lanes.set(path, [...(lanes.get(path) ?? []), id]);
  for (const [path, ids] of lanes) {
    expect(
      ids.every((id, i) => i === 0 || id > ids[i - 1]),
      `${path} did not get its messages in order`,
    );
  }
  const attempts = deliveries.reduce((sum, one) => sum + one.attempts, 0);
  console.log(
    JSON.stringify({
      ...{
        messages: MESSAGES,
        channels: CHANNELS,
        deliveries: deliveries.length,
        attempts,
        arrived: took.length,
      },
      ...{ doubles, ...log, problems: problems.length },
    }),
  );
  for (const problem of problems.slice(0, 20)) console.log(problem);
  if (problems.length > 20) console.log(`and ${problems.length - 20} more`);
  return { failures: problems.length };
}
