import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DeadLetterSources } from '../queue/index.js';
import { gauge } from '../telemetry/index.js';
import { counted, degraded, HealthPart, lasting, partOf, type PartHealth } from './health-part.js';
import { Trend } from './trend.js';
import { WatchStore, type Backlog } from './watch.store.js';

/** Every process reads the same. */
const TOLD_ONCE = { unit: 'Count', once: true } as const;

const KEPT_MS = 1_000;
/** The sweep wakes what is due after 2 s; a minute of waiting is a lack of workers. */
const LATE_SECONDS = 60;

/** Jobs that wait and jobs that were given up, and facts that nobody takes. */
@Injectable()
export class JobsHealth implements OnModuleInit {
  readonly #waiting = new Trend();
  #kept: { backlog: Promise<Backlog>; until: number } | undefined;

  constructor(
    private readonly store: WatchStore,
    private readonly deadLetters: DeadLetterSources,
  ) {}

  onModuleInit(): void {
    gauge(
      'JobsPending',
      'Jobs that are due and that no worker has taken yet',
      async () => {
        return (await this.#backlog()).due;
      },
      TOLD_ONCE,
    );
    gauge(
      'DeadLetters',
      'Jobs without an attempt left, and messages that were given up',
      async () => {
        const [{ dead }, messages] = await Promise.all([this.#backlog(), this.deadLetters.count()]);
        return dead + messages;
      },
      TOLD_ONCE,
    );
  }

  @HealthPart('jobs')
  async jobs(): Promise<PartHealth> {
    const [{ due, oldestSeconds, running, dead }, deadMessages] = await Promise.all([
      this.#backlog(),
      this.deadLetters.count(),
    ]);
    const trend = this.#waiting.of(oldestSeconds);
    return partOf(
      `${counted(running, 'job is', 'jobs are')} under way, ${due} wait.`,
      [
        oldestSeconds > LATE_SECONDS &&
          degraded(
            `${counted(due, 'job waits', 'jobs wait')} for a worker, the oldest for ${lasting(oldestSeconds)}${trend}: start more workers, or see what keeps them busy (workers).`,
          ),
        dead > 0 &&
          degraded(
            `${counted(dead, 'job was', 'jobs were')} given up: GET /dead-letters says why, POST /dead-letters/{id}/retry tries one again.`,
          ),
        deadMessages > 0 &&
          degraded(
            `${counted(deadMessages, 'message was', 'messages were')} given up: GET /dead-letters?source=sqs says why.`,
          ),
      ],
      { figures: { due, oldestSeconds: Math.round(oldestSeconds), running, dead, deadMessages } },
    );
  }

  @HealthPart('outbox')
  async outbox(): Promise<PartHealth> {
    const { undelivered, oldestUndeliveredSeconds: oldest } = await this.#backlog();
    return partOf(
      'What happens is told to all that want to know.',
      [
        oldest > LATE_SECONDS &&
          degraded(
            `The outbox does not drain: ${counted(undelivered, 'fact was', 'facts were')} not taken yet, the oldest for ${lasting(oldest)}. The log of the workers says what fails (job outbox.deliver).`,
          ),
      ],
      { figures: { undelivered, oldestSeconds: Math.round(oldest) } },
    );
  }

  #backlog(): Promise<Backlog> {
    if (this.#kept !== undefined && this.#kept.until > performance.now()) return this.#kept.backlog;
    const backlog = this.store.backlog();
    this.#kept = { backlog, until: performance.now() + KEPT_MS };
    backlog.catch(() => (this.#kept = undefined));
    return backlog;
  }
}
