import { Injectable } from '@nestjs/common';
import { withJointSignal } from '../../shared/joint-signal.js';
import { masked } from '../../shared/masked.js';
import { isOutage, whenBack } from '../database/index.js';
import { counter, histogram, kindOf, Logger, tracing } from '../telemetry/index.js';
import { JobStore, LEASE_SECONDS, type JobRow, type Tally } from './job.store.js';
import { retryDelayMs } from './job.js';
import { Jobs } from './jobs.js';
import { JobRegistry } from './registry.js';
import { RunningJobs } from './running-jobs.js';

const HEARTBEAT_MS = (LEASE_SECONDS * 1000) / 4;

const UNKNOWN_DELAY_MS = 10_000;
/** Attempts that the database was away from and that cost a job none of its own: after these it may be its own doing. */
const MOST_REPLACED = 50;

const runs = counter('shepherd_job_attempts_total', 'Attempts of jobs by outcome', ['job', 'outcome']);
const durations = histogram('shepherd_job_seconds', 'Duration of attempts of jobs', ['job']);

/** Runs one attempt of a job: claim, heartbeat, handle, and close the row by what came of it. */
@Injectable()
export class JobRunner {
  readonly #stopping = new AbortController();

  constructor(
    private readonly store: JobStore,
    private readonly registry: JobRegistry,
    private readonly jobs: Jobs,
    private readonly running: RunningJobs,
    private readonly logger: Logger,
  ) {}

  /** Asks running handlers to end at their next safe point. */
  interrupt(): void {
    this.#stopping.abort();
  }

  /** For a start that is alone with its database: what is leased was left by a process that died. */
  async endLeases(): Promise<void> {
    await this.store.endLeases();
  }

  /** Never throws: BullMQ knows one attempt, the row knows the rest. */
  async run(id: string): Promise<void> {
    try {
      const job = await this.store.claim(id);
      if (job !== undefined) await this.#traced(job);
    } catch (error) {
      this.logger.error('A job could not be taken; the sweep will try again', { jobId: id, error });
    }
  }

  /** Closes a job whose last worker died without a word. */
  async bury(job: JobRow, error: string): Promise<void> {
    const entry = this.registry.entry(job.name);
    if (entry === undefined) return; // a newer version's: it knows how to close it
    await this.store.bury(job, error, async (tx) => {
      await entry.exhausted?.(entry.job.schema.parse(job.payload), error, tx, job.tenantId);
    });
    runs.add({ job: job.name, outcome: 'dead' });
    this.logger.error('A job has no attempt left', { jobId: job.id, job: job.name, reason: error });
  }

  #traced(job: JobRow): Promise<void> {
    const { id: key, name, tenantId, attempts, correlationId } = job;
    const attributes = { 'shepherd.job': name, 'shepherd.attempt': attempts, 'shepherd.tenant_id': tenantId };
    return tracing.takeUp({ key, correlationId, name: `job ${name}`, attributes }, () => this.#attempt(job));
  }

  async #attempt(job: JobRow): Promise<void> {
    const entry = this.registry.entry(job.name);
    if (entry === undefined) {
      // of a newer version, in a rolling deploy: it stays for a worker that knows it
      await this.store.release(job, `no handler here for the job ${job.name}`, UNKNOWN_DELAY_MS, 'undone');
      return;
    }
    const lost = new AbortController();
    const heartbeat = setInterval(() => void this.#beat(job, lost), HEARTBEAT_MS);
    const started = performance.now();
    const end = this.running.begin(job);
    try {
      const last = job.attempts >= job.maxAttempts;
      const payload = entry.job.schema.parse(job.payload);
      await withJointSignal([this.#stopping.signal, lost.signal], (signal) =>
        entry.run(payload, { number: job.attempts, last, tenantId: job.tenantId, signal }),
      );
      await whenBack(this.#stopping.signal, () => this.store.complete(job));
      runs.add({ job: job.name, outcome: 'done' });
    } catch (error) {
      tracing.failed(kindOf(error)); // which is the row's to tell, and no error of the runner
      await this.#failed(job, entry.job.maxAttempts, error);
    } finally {
      clearInterval(heartbeat);
      end();
      durations.observe({ job: job.name }, (performance.now() - started) / 1000);
    }
  }

  async #beat(job: JobRow, lost: AbortController): Promise<void> {
    try {
      if (!(await this.store.extend(job))) lost.abort();
    } catch (error) {
      this.logger.warn('A heartbeat was missed', { jobId: job.id, error: String(error) });
    }
  }

  async #failed(job: JobRow, declaredMost: number, error: unknown): Promise<void> {
    const reason = reasonOf(error);
    const tally = this.#tallyOf(job, declaredMost, error);
    if (tally === 'undone') return void (await this.store.release(job, reason, 0, tally));
    if (tally === 'counted' && job.attempts >= job.maxAttempts) {
      return whenBack(this.#stopping.signal, () => this.bury(job, reason));
    }
    const delayMs = retryDelayMs(job.attempts);
    const release = () => this.store.release(job, reason, delayMs, tally);
    if (!(await whenBack(this.#stopping.signal, release))) return;
    runs.add({ job: job.name, outcome: 'retry' });
    this.logger.warn('A job failed and will be tried again', {
      jobId: job.id,
      job: job.name,
      attempt: job.attempts,
      delayMs,
      reason,
    });
    this.jobs.wake(job.lane, job.id, job.attempts, delayMs + 20); // the row's time has passed when the wake-up comes
  }

  #tallyOf(job: JobRow, declaredMost: number, error: unknown): Tally {
    if (this.#stopping.signal.aborted) return 'undone';
    return isOutage(error) && job.maxAttempts < declaredMost + MOST_REPLACED ? 'replaced' : 'counted';
  }
}

/** Of an error's text: more than this helps nobody. */
const MOST_REASON = 4_000;
/** What PostgreSQL takes in no text: a parser's error quotes what it has read. */
// eslint-disable-next-line no-control-regex
const UNSTORABLE = /\u0000|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** What the row keeps of an error, and dead letters show: no key or token that does something. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return masked(text.slice(0, MOST_REASON)).replace(UNSTORABLE, '\ufffd');
}
