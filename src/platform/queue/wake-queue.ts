import { createPostgresBackend, Queue, Worker, withBackend } from 'bullmq';
import type { Lane } from './job.js';
import { lanes } from './job.js';

/** What a wake-up is for: a job row, or something that repeats. */
export type WakeUp = { jobId: string } | { repeat: string };

type Wake = Queue<WakeUp, void, string>;
type WorkerOf = Worker<WakeUp, void, string>;

/** Short, since a wake-up that runs twice does nothing: the claim of the row decides. */
const LOCK_MS = 10_000;
const STALLED_CHECK_MS = 5_000;
const onPostgres = withBackend(createPostgresBackend);

/**
 * BullMQ on Redis where there is a REDIS_URL, on PostgreSQL otherwise. It carries ids of job rows and nothing else:
 * losing all of it loses no work, since the sweep finds what is due in the rows.
 */
export class WakeQueue {
  readonly #queues = new Map<Lane, Wake>();
  readonly #workers: WorkerOf[] = [];

  constructor(
    private readonly at: { redisUrl: string | undefined; databaseUrl: string },
    private readonly onError: (error: Error) => void,
  ) {}

  get backend(): 'redis' | 'postgres' {
    return this.at.redisUrl === undefined ? 'postgres' : 'redis';
  }

  /** The queues themselves, for who shows them. */
  get shown(): readonly unknown[] {
    return [...this.#queues.values()];
  }

  async open(): Promise<void> {
    for (const lane of lanes) {
      const queue = this.#queue(lane);
      queue.on('error', this.onError);
      this.#queues.set(lane, queue);
    }
    await Promise.all([...this.#queues.values()].map((queue) => queue.waitUntilReady()));
  }

  /** Builds the tables on PostgreSQL again where somebody has dropped them: an open queue does so on connecting only. */
  async mend(): Promise<void> {
    if (this.backend === 'redis') return;
    const fresh = this.#queue('default');
    fresh.on('error', this.onError);
    await fresh.waitUntilReady().finally(() => fresh.close());
  }

  /**
   * Forgets every wake-up. One that a dead process had taken is locked for LOCK_MS, and while it is there a new one
   * of the same attempt counts as the same: its job would wait that long.
   */
  async forget(): Promise<void> {
    await Promise.all([...this.#queues.values()].map((queue) => queue.obliterate({ force: true })));
  }

  /** Wakes a worker for attempt number `attempt` of a job; the same wake-up twice is one. */
  async wake(lane: Lane, jobId: string, attempt: number, delayMs: number): Promise<void> {
    const options = { jobId: `${jobId}-${attempt}`, attempts: 1, removeOnComplete: true, removeOnFail: true };
    await this.#queues
      .get(lane)
      ?.add('wake', { jobId }, delayMs > 0 ? { ...options, delay: delayMs } : options);
  }

  /**
   * Has `name` come round every `everyMs`, once in the cluster. Safe to repeat; on PostgreSQL two at once may be
   * refused, so call it under a lock.
   */
  async repeat(name: string, everyMs: number): Promise<void> {
    const options = { removeOnComplete: true, removeOnFail: true };
    await this.#queues
      .get('default')
      ?.upsertJobScheduler(
        name,
        { every: everyMs },
        { name: 'repeat', data: { repeat: name }, opts: options },
      );
  }

  /** Names of what it repeats. */
  async repeated(): Promise<Set<string>> {
    const schedulers = (await this.#queues.get('default')?.getJobSchedulers()) ?? [];
    return new Set(schedulers.flatMap(({ key }) => (key === undefined || key === null ? [] : [key])));
  }

  async repeatNow(name: string): Promise<void> {
    const options = { removeOnComplete: true, removeOnFail: true };
    await this.#queues.get('default')?.add('repeat', { repeat: name }, options);
  }

  listen(lane: Lane, concurrency: number, handle: (wakeUp: WakeUp) => Promise<void>): void {
    const worker = this.#worker(lane, concurrency, handle);
    worker.on('error', this.onError);
    this.#workers.push(worker);
  }

  /** Resolves when the queue answers. @throws Error after `timeoutMs` without one */
  async ping(timeoutMs = 2000): Promise<void> {
    const queue = this.#queues.get('default');
    if (queue === undefined) throw new Error('the queue is not open');
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer in ${timeoutMs} ms`)), timeoutMs);
    });
    await Promise.race([queue.getJobCounts('waiting'), late]).finally(() => clearTimeout(timer));
  }

  /** Takes no more work and waits for what is under way. */
  async closeWorkers(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.close()));
  }

  async close(): Promise<void> {
    await this.closeWorkers();
    await Promise.all([...this.#queues.values()].map((queue) => queue.close()));
  }

  #queue(lane: Lane): Wake {
    const { redisUrl, databaseUrl } = this.at;
    return redisUrl === undefined
      ? (new onPostgres.Queue(lane, { connection: postgres(databaseUrl, 1) }) as unknown as Wake)
      : new Queue(lane, {
          prefix: 'shepherd',
          connection: { url: redisUrl, maxRetriesPerRequest: 3, enableOfflineQueue: false },
        });
  }

  #worker(lane: Lane, concurrency: number, handle: (wakeUp: WakeUp) => Promise<void>): WorkerOf {
    const { redisUrl, databaseUrl } = this.at;
    const process = (wake: { data: WakeUp }) => handle(wake.data);
    const options = { concurrency, lockDuration: LOCK_MS, stalledInterval: STALLED_CHECK_MS };
    return redisUrl === undefined
      ? (new onPostgres.Worker(lane, process, {
          ...options,
          connection: postgres(databaseUrl, 2),
        }) as unknown as WorkerOf)
      : new Worker(lane, process, {
          ...options,
          prefix: 'shepherd',
          connection: { url: redisUrl, maxRetriesPerRequest: null },
        });
  }
}

const postgres = (connectionString: string, max: number) => ({
  connectionString,
  max,
  schema: 'queue',
  migrate: true,
});
