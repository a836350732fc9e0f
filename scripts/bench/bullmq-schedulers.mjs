import { Queue, Worker } from 'bullmq';

/**
 * The same work on BullMQ's own job schedulers, in a process of its own: reads `{redisUrl, schedules, due, others,
 * at, seconds}` as its argument, prints `{createdPerSecond, idleCpuPercent, fired, p50Ms, p99Ms, maxMs}`.
 * `due` of them share the second `at`, one of `others` is due at each of its seconds.
 */
const { redisUrl, schedules, due, others, at, seconds, idleSeconds } = JSON.parse(process.argv[2]);
const connection = { url: redisUrl, maxRetriesPerRequest: null };
const queue = new Queue('bench', { connection, prefix: 'bench' });
const start = new Date(at);
const dueAt = (i) => (i < due ? start : new Date(at + ((i - due) % seconds) * 1000));
const late = [];
const worker = new Worker(
  'bench',
  async (job) => {
    late.push(Date.now() - dueAt(Number(job.repeatJobKey.slice(2))).getTime());
  },
  { connection, prefix: 'bench', concurrency: 64, removeOnComplete: { count: 0 } },
);
await worker.waitUntilReady();

const far = new Date(at + 86_400_000);
const began = performance.now();
const ids = Array.from({ length: schedules }, (_, i) => i);
for (let i = 0; i < ids.length; i += 500) {
  await Promise.all(
    ids.slice(i, i + 500).map((id) => {
      const when = id < due + others ? dueAt(id) : far;
      // a day apart: each fires once in the time that is measured
      return queue.upsertJobScheduler(
        `s-${id}`,
        { every: 86_400_000, startDate: when },
        { name: 'noop', opts: { removeOnComplete: true } },
      );
    }),
  );
}
const createdPerSecond = Math.round(schedules / ((performance.now() - began) / 1000));
await sleepUntil(Date.now() + 2000);
const cpu = process.cpuUsage();
await sleepUntil(Date.now() + idleSeconds * 1000);
const { user, system } = process.cpuUsage(cpu);
const before = late.length;
const early = Date.now();
await sleepUntil(at + (seconds + 10) * 1000);
const sorted = late.slice(before).sort((a, b) => a - b);
const of = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
console.log(
  JSON.stringify({
    schedules,
    createdPerSecond,
    idleCpuPercent: Math.round(((user + system) / 1e4 / idleSeconds) * 10) / 10,
    fired: sorted.length,
    expected: due + others,
    isReadyInTime: early < at,
    p50Ms: of(0.5),
    p99Ms: of(0.99),
    maxMs: sorted.at(-1) ?? null,
  }),
);
process.exit(0);

function sleepUntil(time) {
  return new Promise((done) => setTimeout(done, Math.max(0, time - Date.now())));
}
