import { setTimeout as sleep } from 'node:timers/promises';
import { cpuMs, memoryMb, postgresCpuMs } from './process-figures.mjs';
import { beginStorage } from './storage-figures.mjs';
import { countsOf, isSettled, openFindings } from './event-truth.mjs';

const SAMPLE_MS = 200;
const STUCK_MS = 60_000;

/** A stream as fast as it is taken: rows a second, CPU, memory, and whether all came out right. */
export async function throughput({ step, stub, database, worker, messages }) {
  const { query } = database;
  const [{ pid: backend }] = await query('SELECT pg_backend_pid() AS pid');
  const cpu = () => ({ worker: cpuMs(worker.pid), postgres: postgresCpuMs(backend) });
  const before = { cpu: cpu(), rssMb: memoryMb(worker.pid).rssMb, stub: (await stub.ask('status')).cpuMs };
  const stored = await beginStorage(query);
  const stream = await stub.ask('feed', { messages });

  const samples = await whileGrowing(step, query, worker.pid, messages, async ({ received }) =>
    received >= messages ? true : undefined,
  );
  const [{ last }] = await query('SELECT extract(epoch FROM max(received_at)) * 1000 AS last FROM events');
  const atLast = cpu();
  await whileGrowing(step, query, worker.pid, messages, () => isSettled(query));
  const settledAt = Date.now();
  const { queue, reads, cpuMs: stubCpu } = await stub.ask('status');
  const seconds = (Number(last) - queue.firstReceiveAt) / 1000;
  const { events, ...counts } = await countsOf(query);
  const [figures] = await query(
    `SELECT (SELECT count(*)::int FROM finding_transitions WHERE "to" = 'open') AS opened,
            (SELECT count(*)::int FROM finding_transitions WHERE "to" = 'resolved') AS resolved,
            (SELECT count(*)::int FROM refresh_events) AS waiting`,
  );
  const dispositions = await query(
    'SELECT disposition, reason, count(*)::int AS count FROM events GROUP BY 1, 2 ORDER BY 3 DESC',
  );
  const wrong = await differences(stub, query);
  const after = cpu();
  const each = (name) =>
    after[name] === null ? null : round((after[name] - before.cpu[name]) / stream.events, 3);
  step.done(`${messages} messages: ${Math.round(stream.events / seconds)} events a second`);
  return {
    ...{ messages, events, duplicates: stream.duplicates, outOfOrder: stream.late, seconds: round(seconds) },
    eventsPerSecond: Math.round(events / seconds),
    messagesPerSecond: Math.round(messages / seconds),
    settledSeconds: round((settledAt - queue.firstReceiveAt) / 1000),
    describes: reads.describes,
    coalescingRatio: round(events / reads.describes),
    awsCalls: total(reads.calls, (name) => !name.startsWith('sqs:')),
    sqsCalls: total(reads.calls, (name) => name.startsWith('sqs:')),
    cpuMsPerEvent: {
      ...{ worker: each('worker'), postgres: each('postgres') },
      workerUntilLastCommit: round((atLast.worker - before.cpu.worker) / stream.events, 3),
      stub: round((stubCpu - before.stub) / stream.events, 3),
    },
    storage: await stored(stream.events),
    rssMbBefore: before.rssMb,
    peakRssMb: memoryMb(worker.pid).peakRssMb,
    rssMbAtTenths: tenths(samples, messages),
    findings: { opened: figures.opened, resolved: figures.resolved, open: wrong.open },
    dispositions: Object.fromEntries(
      dispositions.map(({ disposition, reason, count }) => [`${disposition} ${reason}`, count]),
    ),
    counts,
    isRight:
      events === stream.events &&
      counts.received - counts.duplicate === events &&
      wrong.missing + wrong.surplus === 0 &&
      figures.waiting === 0,
    wrong,
  };
}

/** Looks again and again until `isOver`. @throws Error when nothing has moved for a minute */
async function whileGrowing(step, query, pid, messages, isOver) {
  const samples = [];
  let moved = { at: Date.now(), text: '' };
  for (;;) {
    const [row] = await query(
      `SELECT coalesce(sum(received), 0)::int AS received, (SELECT count(*)::int FROM refreshes) AS refreshes
         FROM event_counts`,
    );
    samples.push({ received: row.received, rssMb: memoryMb(pid).rssMb });
    step.update(`${row.received} taken, ${row.refreshes} resources to be described`);
    if (await isOver(row)) return samples;
    const text = JSON.stringify(row);
    if (text !== moved.text) moved = { at: Date.now(), text };
    if (Date.now() - moved.at > STUCK_MS) throw new Error(`It stands still at ${text} of ${messages}`);
    await sleep(SAMPLE_MS);
  }
}

async function differences(stub, query) {
  const { open } = await stub.ask('truth');
  const found = await openFindings(query);
  const wanted = new Set(open);
  return {
    open: found.size,
    missing: open.filter((arn) => !found.has(arn)).length,
    surplus: [...found].filter((arn) => !wanted.has(arn)).length,
  };
}

/** Memory when each tenth of the messages had been taken. */
const tenths = (samples, messages) =>
  Array.from(
    { length: 10 },
    (_, i) =>
      samples.find(({ received }) => received >= ((i + 1) * messages) / 10)?.rssMb ?? samples.at(-1).rssMb,
  );

const total = (calls, isCounted) =>
  Object.entries(calls).reduce((sum, [name, count]) => (isCounted(name) ? sum + count : sum), 0);

const round = (value, digits = 2) => Math.round(value * 10 ** digits) / 10 ** digits;
