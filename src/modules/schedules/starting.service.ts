import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import PQueue from 'p-queue';
import { Logger } from '../../platform/telemetry/index.js';
import { AttemptsService } from './attempts.service.js';
import { ClaimingService, type Start } from './claiming.service.js';
import { RunClosings } from './run-closings.js';
import { RunsInFlight } from './runs-in-flight.js';
import { StartingStore } from './starting.store.js';

const BATCH = 250;
/** Claimed by this process and not closed: beyond it others may take what is due. */
const MAX_IN_FLIGHT = 1000;
const ATTEMPTS_AT_ONCE = 64;
const FLUSH_RETRY_MS = 500;

/** Starts due runs in this process: claim, attempt, close, each in batches, none waiting for the other. */
@Injectable()
export class StartingService {
  readonly #inFlight = new RunsInFlight();
  readonly #attempts = new PQueue({ concurrency: ATTEMPTS_AT_ONCE });
  readonly #stopping = new AbortController();
  #flushing: Promise<void> | undefined;

  constructor(
    private readonly claiming: ClaimingService,
    private readonly attempts: AttemptsService,
    private readonly closings: RunClosings,
    private readonly store: StartingStore,
    private readonly logger: Logger,
  ) {}

  /** Claims all that is due now, and begins to start it. */
  async startDue(): Promise<void> {
    for (let more = true; more && !this.#stopping.signal.aborted;) {
      if (this.#inFlight.size >= MAX_IN_FLIGHT) await this.#room();
      const batch = await this.claiming.claim(BATCH);
      for (const start of batch.starts) this.#begin(start);
      more = batch.more;
    }
  }

  /** Says that what is under way here is alive. */
  async heartbeat(): Promise<void> {
    const claims = this.#inFlight.claims();
    if (claims.length > 0) await this.store.extend(claims);
  }

  /** What is under way ends at its next safe point, what has not begun is given back, and nothing is claimed. */
  interrupt(): void {
    this.#stopping.abort();
  }

  /** When that is done. */
  async stop(): Promise<void> {
    this.interrupt();
    await this.#attempts.onIdle();
    await this.#flushing;
  }

  #begin(start: Start): void {
    this.#inFlight.begin({ id: start.run.id, attempt: start.run.attempt });
    void this.#attempts.add(async () => {
      this.#inFlight.finish(await this.attempts.make(start, this.#stopping.signal));
      this.#flushing ??= this.#flush();
    });
  }

  /**
   * Writes outcomes until there are none; what comes meanwhile goes with the next transaction. That it is over is
   * noted in the step that finds none: what comes later begins another one.
   */
  async #flush(): Promise<void> {
    await Promise.resolve(); // not before the caller has noted it
    for (let tries = 0; ;) {
      const outcomes = this.#inFlight.takeOutcomes(BATCH);
      if (outcomes.length === 0) {
        this.#flushing = undefined;
        return;
      }
      try {
        await this.closings.close(outcomes);
        this.#inFlight.closed(outcomes);
        tries = 0;
      } catch (error) {
        tries += 1;
        this.#inFlight.giveBack(outcomes);
        this.logger.warn('Ends of runs could not be written', {
          runs: outcomes.length,
          error: String(error),
        });
        // another worker makes them again once their leases have ended
        if (this.#stopping.signal.aborted && tries > 3) {
          this.#flushing = undefined;
          return;
        }
        await sleep(FLUSH_RETRY_MS);
      }
    }
  }

  async #room(): Promise<void> {
    await this.#attempts.onSizeLessThan(MAX_IN_FLIGHT / 2);
    await this.#flushing;
  }
}
