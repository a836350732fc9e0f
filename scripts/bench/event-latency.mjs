import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { isSettled, OPENED_CONTROLS } from './event-truth.mjs';

const PATIENCE_MS = 30_000;

/** PostgreSQL tells at commit, so what is heard is there for everybody. */
const TELLS = `
CREATE OR REPLACE FUNCTION bench_finding() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('bench_findings', NEW.resource_arn || ' ' || NEW.status);
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER bench_finding_new AFTER INSERT ON findings
  FOR EACH ROW WHEN (NEW.control_id IN (${quoted(OPENED_CONTROLS)})) EXECUTE FUNCTION bench_finding();
CREATE OR REPLACE TRIGGER bench_finding_changed AFTER UPDATE OF status ON findings
  FOR EACH ROW WHEN (OLD.status <> NEW.status AND NEW.control_id IN (${quoted(OPENED_CONTROLS)}))
  EXECUTE FUNCTION bench_finding();`;

/** From a message on the queue to its finding opened or resolved, as another connection sees it. */
export async function latency({ step, stub, database, rate, seconds }) {
  await database.query(TELLS);
  const listener = new pg.Client({ connectionString: database.url });
  await listener.connect();
  const heard = new Map();
  listener.on('notification', ({ payload }) => {
    const [arn, status] = payload.split(' ');
    heard.set(arn, [...(heard.get(arn) ?? []), { at: Date.now(), isOpen: status === 'open' }]);
  });
  await listener.query('LISTEN bench_findings');
  try {
    const { put } = await stub.ask('drip', { rate, seconds });
    const until = Date.now() + PATIENCE_MS;
    while (Date.now() < until && !(await isSettled(database.query))) await sleep(100);
    await sleep(200);
    return figures(step, put, heard);
  } finally {
    await listener.end();
    await database.query('DROP FUNCTION bench_finding CASCADE');
  }
}

function figures(step, put, heard) {
  const times = [];
  let missing = 0;
  for (const { arn, open, at } of put) {
    const told = heard.get(arn)?.find((one) => one.at >= at && one.isOpen === open);
    if (told === undefined) missing += 1;
    else times.push(told.at - at);
  }
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.max(0, Math.ceil(times.length * share) - 1)] ?? null;
  const [p50, p99, max] = [at(0.5), at(0.99), at(1)];
  step.done(`${put.length} changes: p50 ${p50} ms, p99 ${p99} ms`);
  return { changes: put.length, missing, eventToFindingMs: { p50, p99, max } };
}

function quoted(names) {
  return names.map((name) => `'${name}'`).join(', ');
}
