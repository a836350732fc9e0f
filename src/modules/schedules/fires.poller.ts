import { setTimeout } from 'node:timers/promises';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { Logger } from '../../platform/telemetry/index.js';
import { FiresInboxService } from './fires-inbox.service.js';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** Listens to the queue of EventBridge Scheduler, in workers and where that is the engine. */
@Injectable()
export class FiresPoller implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #stop = new AbortController();
  #polling: Promise<void> | undefined;

  constructor(
    private readonly config: Config,
    private readonly inbox: FiresInboxService,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.runsWorker || this.config.get('SCHEDULER_ENGINE') !== 'eventbridge') return;
    this.#polling = this.#poll(this.#stop.signal);
  }

  /** Hangs up on the queue; fires in hand get their rows first. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#stop.abort();
    await this.#polling;
  }

  /** Never throws. */
  async #poll(signal: AbortSignal): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    while (!signal.aborted) {
      try {
        await this.inbox.receive(signal);
        pauseMs = FIRST_PAUSE_MS;
      } catch (error) {
        if (signal.aborted) return;
        this.logger.warn('Fires of EventBridge Scheduler could not be taken', {
          error: String(error),
          pauseMs,
        });
        await setTimeout(pauseMs, undefined, { signal }).catch(() => undefined);
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      }
    }
  }
}
