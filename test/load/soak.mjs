import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { followScan } from '../../scripts/lib/api.mjs';
import { isSettled, openFindings } from '../../scripts/bench/event-truth.mjs';
import { startStub } from '../../scripts/bench/event-stack.mjs';
import { ENDED, driven, inProcess, probes, started } from './parts.mjs';
import { compared, rowsOf } from './tables.mjs';
import { slope, watch } from './watch.mjs';
import { OWN_WORKFLOW } from './world.mjs';
import { lookForWrites } from './written.mjs';

const TENANT = 'drydock';
const ACCOUNTS = ['900000000001', '900000000002', '900000000003'];
const REGIONS = ['eu-west-1', 'us-east-1'];
const STUB = { groups: 1200, buckets: 0, maxReceives: 10 };
const SCAN = { services: ['ec2'], regions: REGIONS, scanType: 'full' };
const SCAN_EVERY_MS = 30_000;
/**
 * For each request a second that the load has, or that the machine can do where that is less: what is put off for want of
 * CPU fills memory, and says nothing about hours. At 500 these are 100 requests and 20 events a second, and 300 schedules.
 */
const SHARES = { requests: 0.2, events: 0.04, schedules: 0.6 };
/** Code is compiled and caches fill meanwhile. */
const WARM_UP_SHARE = 0.25;
const SETTLE_MS = 240_000;
const YEARS = 12;

/**
 * Everything at once: requests, changes in AWS by events, scans of the same accounts, schedules that start workflows
 * each minute, and messages to a receiver about each finding. What may not grow is looked at: memory, and tables.
 */
export async function soak(out, stops, { env, database, world, minutes, heapFile, rate, options }) {
  const { query } = database;
  const seconds = minutes * 60;
  const receiver = await startReceiver(stops);
  const stub = await startStub(stops, { ...STUB, accounts: ACCOUNTS, regions: REGIONS });
  const service = await started(stops, {
    ...{
      ...env,
      ...probes(heapFile, { nodeOptions: options.nodeOptions }),
      AWS_ENDPOINT_URL: stub.url,
      EVENTS_QUEUE_URL: stub.queueUrl,
    },
    WEBHOOK_ALLOWED_ADDRESSES: '127.0.0.1',
  });
  await prepare(service, query, receiver.url, Math.ceil(rate * SHARES.schedules));
  await noJobs(query); // which also write a new tenant's default rules: they are no growth
  const before = await rowsOf(query);
  const [{ id: sinceId }] = await query(`SELECT coalesce(max(id), '') AS id FROM audit_log`);
  const [{ pid: backendPid }] = await query('SELECT pg_backend_pid() AS pid');
  const watched = watch({ pid: service.pid, backendPid, heapFile });
  const scans = scanAgain(service, seconds);
  const plan = { urls: [service.url], world, rate: rate * SHARES.requests, seconds, seed: 11 };
  const [answers, events] = await Promise.all([
    driven(out, `Everything at once for ${minutes} minutes`, plan),
    changes(stub, rate * SHARES.events, minutes),
  ]);
  const { samples, cpuPercent } = watched.stop();
  const failures = Object.entries(answers.errors).map(([what, times]) => `soak: ${times} × ${what}`);
  failures.push(...(await scans));
  const writes = await lookForWrites(query, answers.accepted, sinceId);
  failures.push(...Object.entries(writes.lost).map(([what, ids]) => `soak: lost: ${what}: ${ids[0]}`));
  failures.push(...(await settled(out, { query, stub, receiver })));
  const about = await aboutIt(query, { answers, events, receiver, cpuPercent });
  const after = await rowsOf(query);
  await service.stop();
  const swept = await later(out, env, query);
  const tables = compared(before, after, swept);
  const slopes = slopesOf(samples, seconds);
  return {
    ...{ minutes, about, slopes, tables: tables.tables, goals: goalsOf(slopes) },
    failures: [...failures, ...tables.failures],
  };
}

async function noJobs(query) {
  const until = Date.now() + SETTLE_MS;
  while ((await query('SELECT FROM jobs LIMIT 1')).length > 0) {
    if (Date.now() > until) throw new Error(`jobs were under way for ${SETTLE_MS / 1000} s`);
    await sleep(200);
  }
}

/** Changes in the accounts, asked for by the minute: fetch waits no longer than five for an answer. @returns how many */
async function changes(stub, rate, minutes) {
  let events = 0;
  for (let left = minutes * 60; left > 0; left -= 60)
    events += (await stub.ask('drip', { rate, seconds: Math.min(left, 60) })).put.length;
  return events;
}

/** A tenant of its own with accounts that the stub knows, a channel for each finding, and schedules that are due each minute. */
async function prepare({ client }, query, receiverUrl, schedules) {
  await client.post('/tenants', { tenantId: TENANT, name: 'Drydock Ltd' });
  for (const accountId of ACCOUNTS)
    await client.post('/accounts', { tenantId: TENANT, accountId, name: accountId, regions: REGIONS });
  // what is found the first time is no news: rules come after it
  const { scanId } = await client.post('/scans', { tenantId: TENANT, ...SCAN });
  await followScan(client, `${scanId}?tenantId=${TENANT}`);
  const config = { url: receiverUrl, secret: 'secret-of-the-soak-test' };
  await client.post('/notifications/channels', {
    tenantId: TENANT,
    name: 'receiver',
    type: 'webhook',
    config,
  });
  for (const fact of ['finding.opened', 'finding.resolved'])
    await client.post('/notifications/rules', { tenantId: TENANT, name: fact, when: { fact } });
  const [{ id: tenantId }] = await query(
    `SELECT tenant_id AS id FROM workflow_definitions WHERE workflow_type = $1 ORDER BY tenant_id LIMIT 1`,
    [OWN_WORKFLOW],
  );
  const { scheduleId } = await client.post('/schedules', {
    ...{ tenantId, scheduleType: 'soak', scheduleExpression: 'rate(1 minute)' },
    target: { type: 'step-functions', stateMachineName: 'LoadStepsWorkflow' },
    parameters: { items: [1, 2, 3, 4, 5] },
  });
  // over the whole minute, at whole seconds: times of a rate have no fractions
  await query(
    `INSERT INTO schedules SELECT (jsonb_populate_record(NULL::schedules, to_jsonb(s) || jsonb_build_object(
              'id', 'sch_' || md5(n::text), 'next_run_at', s.next_run_at + n % 60 * interval '1 s',
              'anchor', s.anchor + n % 60 * interval '1 s'))).*
       FROM (SELECT * FROM schedules WHERE id = $1) s, generate_series(1, $2::int) n`,
    [scheduleId, schedules - 1],
  );
}

/**
 * Each scan that was asked for must end; what cannot be read in the stub is named in it. Where one is still under way
 * none is asked for. @returns what failed
 */
async function scanAgain({ client }, seconds) {
  const failures = [];
  for (const until = Date.now() + seconds * 1000; Date.now() < until; await sleep(SCAN_EVERY_MS)) {
    try {
      await client.post('/scans', { tenantId: TENANT, ...SCAN });
    } catch (error) {
      if (error.status !== 409) failures.push(`soak: a scan was not accepted: ${error.message}`);
    }
  }
  return failures;
}

/** Waits until nothing is under way, and looks whether all is as it should be. @returns what is not */
async function settled(out, { query, stub, receiver }) {
  const step = out.progress('Waiting until nothing is under way');
  await query(`UPDATE schedules SET enabled = false, next_run_at = NULL WHERE schedule_type = 'soak'`);
  const left = async () => {
    const { queue } = await stub.ask('status');
    if (queue.ready + queue.hidden > 0) return `${queue.ready + queue.hidden} events are in the queue`;
    if (!(await isSettled(query))) return 'resources wait to be described';
    const [open] = await query(
      `SELECT (SELECT count(*)::int FROM scans WHERE status <> ALL($1)) AS scans,
              (SELECT count(*)::int FROM schedule_runs WHERE ended_at IS NULL) AS runs,
              (SELECT count(*)::int FROM executions WHERE stopped_at IS NULL) AS executions,
              (SELECT count(*)::int FROM jobs) AS jobs,
              (SELECT count(*)::int FROM notification_deliveries WHERE ended_at IS NULL) AS messages,
              (SELECT count(*)::int FROM notification_tellings WHERE delivery_id IS NULL) AS tellings`,
      [ENDED],
    );
    const waiting = Object.entries(open).filter(([, count]) => count > 0);
    return waiting.length === 0 ? undefined : waiting.map(([what, count]) => `${count} ${what}`).join(', ');
  };
  let waits = await left();
  for (const until = Date.now() + SETTLE_MS; waits !== undefined && Date.now() < until; waits = await left())
    await sleep(500);
  step.done();
  if (waits !== undefined) return [`soak: ${SETTLE_MS / 1000} s after its end: ${waits}`];
  return wrong(query, stub, receiver);
}

async function wrong(query, stub, receiver) {
  const failures = [];
  const { open } = await stub.ask('truth');
  const found = await openFindings(query);
  const ours = [...found].filter((arn) => ACCOUNTS.some((account) => arn.includes(account)));
  const missing = open.filter((arn) => !found.has(arn));
  if (missing.length > 0 || ours.length > open.length)
    failures.push(`soak: ${missing.length} findings are missing, ${ours.length - open.length} are too many`);
  const [counts] = await query(
    `SELECT (SELECT count(*)::int FROM notification_deliveries WHERE status = 'sent' AND channel_type = 'webhook') AS sent,
            (SELECT count(*)::int FROM notification_deliveries WHERE status IN ('failed', 'refused')) AS failed`,
  );
  if (counts.sent !== receiver.ids.size)
    failures.push(`soak: ${counts.sent} messages were sent, ${receiver.ids.size} have arrived`);
  if (counts.failed > 0) failures.push(`soak: ${counts.failed} messages failed`);
  const runs = await query(
    `SELECT count(*)::int AS count, r.status, min(coalesce(r.error, r.reason)) AS why
       FROM schedule_runs r JOIN schedules s ON s.id = r.schedule_id
      WHERE s.schedule_type = 'soak' AND r.status <> 'succeeded' GROUP BY 2`,
  );
  for (const { count, status, why } of runs)
    failures.push(`soak: ${count} runs of schedules are ${status}, as: ${why}`);
  return failures;
}

async function aboutIt(query, { answers, events, receiver, cpuPercent }) {
  const [ran] = await query(
    `SELECT (SELECT count(*)::int FROM scans WHERE tenant_id = $1) AS scans,
            (SELECT count(*)::int FROM schedule_runs r JOIN schedules s ON s.id = r.schedule_id
              WHERE s.schedule_type = 'soak') AS runs`,
    [TENANT],
  );
  return (
    `${answers.answered} requests (p99 ${Math.round(answers.all.p99Ms)} ms), ${events} events, ` +
    `${ran.scans} scans, ${ran.runs} runs of schedules, ${receiver.ids.size} messages; ` +
    `CPU of the service ${cpuPercent.service}, of PostgreSQL ${cpuPercent.postgres} (100 is one core).`
  );
}

/** All sweeps, when everything is old. @returns the rows that are left */
async function later(out, env, query) {
  const [{ name }] = await query('SELECT current_database() AS name');
  await query(`ALTER DATABASE "${name}" SET app.clock_offset = '${YEARS} years'`);
  try {
    const plan = {
      env: { ...env, ROLE: 'api', PORT: '0', LOG_LEVEL: 'ERROR', AUDIT_RETENTION_DAYS: '3650' },
    };
    await inProcess(out, `Sweeping, ${YEARS} years later`, 'sweeps.mjs', plan);
  } finally {
    await query(`ALTER DATABASE "${name}" RESET app.clock_offset`);
  }
  return rowsOf(query);
}

function slopesOf(samples, seconds) {
  const warm = samples.filter(({ atMs }) => atMs > seconds * 1000 * WARM_UP_SHARE);
  const of = (what, read) => {
    const points = warm.map((one) => ({ atMs: one.atMs, value: read(one) })).filter(({ value }) => value > 0);
    const line = slope(points);
    return line === null ? [] : [{ what, ...line }];
  };
  return [
    ...of('RSS', ({ rssMb }) => rssMb),
    ...of('heap after a full collection', ({ heapUsedMb }) => heapUsedMb),
  ];
}

/** Zero lies within what is sure, or the growth is lost in the noise: under 1 % of it an hour. */
const goalsOf = (slopes) =>
  slopes.map(({ what, perHour, low, high, mean }) => ({
    what: `Soak: growth of ${what}`,
    goal: '0',
    is: `${perHour.toFixed(1)} MB an hour (95 %: ${low.toFixed(1)} to ${high.toFixed(1)})`,
    isMet: low <= 0 || perHour < mean / 100,
  }));

/** Takes every message, and keeps their ids. */
async function startReceiver(stops) {
  const ids = new Set();
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      ids.add(request.headers['webhook-id']);
      response.end();
    });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  stops.push(() => new Promise((done) => server.close(done).closeAllConnections()));
  return { ids, url: `http://127.0.0.1:${server.address().port}/soak` };
}
