import { setTimeout as sleep } from 'node:timers/promises';
import { createPostgresBackend, Queue, Worker, withBackend } from 'bullmq';
import { inTime, Late } from '../../shared/in-time.js';
import type { Lane } from './job.js';
import { lanes } from './job.js';

/** What a wake-up is for: a job row, or something that repeats. */
export type WakeUp = { jobId: string } | { repeat: string };

type Wake = Queue<WakeUp, void, string>;
type WorkerOf = Worker<WakeUp, void, string>;

/** Short, since a wake-up that runs twice does nothing: the claim of the row decides. */
const LOCK_MS = 10_000;
const STALLED_CHECK_MS = 5_000;
/** A start waits so long for Redis, and goes on without: what is asked for lies in rows until it is there. */
const OPEN_MS = 5_000;
/** A stop waits so long for Redis to hear of it, once nothing is in hand. */
const LEAVE_MS = 3_000;
const onPostgres = withBackend(createPostgresBackend);

/**
 * BullMQ on Redis where there is a REDIS_URL, on PostgreSQL otherwise. It carries ids of job rows and nothing else:
 * losing all of it loses no work, since the sweep finds what is due in the rows.
 */
export class WakeQueue {
  readonly #queues = new Map<Lane, Wake>();
  readonly #workers: WorkerOf[] = [];
  readonly #inHand = new Set<Promise<void>>();
  #isOpen = false;

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
    const all = Promise.all([...this.#queues.values()].map((queue) => queue.waitUntilReady()));
    const ready = all.then(() => {
      this.#isOpen = true;
    });
    if (this.backend === 'postgres') return ready;
    try {
      await inTime(OPEN_MS, () => ready);
    } catch (error) {
      if (!(error instanceof Late)) throw error;
      this.onError(new Error('Redis does not answer; the service starts without it'));
      ready.catch(this.onError);
    }
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
    if (!this.#isOpen) return;
    await Promise.all([...this.#queues.values()].map((queue) => queue.obliterate({ force: true })));
  }

  /** Wakes a worker for attempt number `attempt` of a job; the same wake-up twice is one. */
  async wake(lane: Lane, jobId: string, attempt: number, delayMs: number): Promise<void> {
    const options = { jobId: `${jobId}-${attempt}`, attempts: 1, removeOnComplete: true, removeOnFail: true };
    await this.#at(lane).add('wake', { jobId }, delayMs > 0 ? { ...options, delay: delayMs } : options);
  }

  /**
   * Has `name` come round every `everyMs`, once in the cluster. Safe to repeat; on PostgreSQL two at once may be
   * refused, so call it under a lock.
   */
  async repeat(name: string, everyMs: number): Promise<void> {
    const options = { removeOnComplete: true, removeOnFail: true };
    await this.#at('default').upsertJobScheduler(
      name,
      { every: everyMs },
      { name: 'repeat', data: { repeat: name }, opts: options },
    );
  }

  /** Names of what it repeats. */
  async repeated(): Promise<Set<string>> {
    const schedulers = await this.#at('default').getJobSchedulers();
    return new Set(schedulers.flatMap(({ key }) => (key === undefined || key === null ? [] : [key])));
  }

  async repeatNow(name: string): Promise<void> {
    const options = { removeOnComplete: true, removeOnFail: true };
    await this.#at('default').add('repeat', { repeat: name }, options);
  }

  listen(lane: Lane, concurrency: number, handle: (wakeUp: WakeUp) => Promise<void>): void {
    const worker = this.#worker(lane, concurrency, handle);
    worker.on('error', this.onError);
    this.#workers.push(worker);
  }

  /** Resolves when the queue answers, which may be never. */
  async ping(): Promise<void> {
    await this.#at('default').getJobCounts('waiting');
  }

  /** Takes no more work and waits for what is under way, but not for a Redis that is away. Safe to repeat. */
  async closeWorkers(): Promise<void> {
    // before it was open nothing is in hand, and only a force ends the wait for the connection
    const closed = Promise.all(this.#workers.map((worker) => worker.close(!this.#isOpen)));
    await Promise.race([closed, this.#handsEmpty().then(() => sleep(LEAVE_MS, undefined, { ref: false }))]);
  }

  async #handsEmpty(): Promise<void> {
    while (this.#inHand.size > 0) await Promise.allSettled(this.#inHand);
  }

  async close(): Promise<void> {
    await this.closeWorkers();
    const closed = Promise.all([...this.#queues.values()].map((queue) => queue.close()));
    // what cannot take its leave of Redis is not missed there: nothing of ours lies in it alone
    await Promise.race([closed.catch(() => undefined), sleep(LEAVE_MS, undefined, { ref: false })]);
  }

  /** One that has never had its connection would keep what it is asked, and who asks, until it has. */
  #at(lane: Lane): Wake {
    const queue = this.#queues.get(lane);
    if (queue === undefined || !this.#isOpen) throw new Error('the queue is not there yet');
    return queue;
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
    const process = async (wake: { data: WakeUp }) => {
      const handling = handle(wake.data);
      this.#inHand.add(handling);
      await handling.finally(() => this.#inHand.delete(handling));
    };
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
