import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { Polls, type PollState } from '../../platform/polling/index.js';
import { Logger } from '../../platform/telemetry/index.js';
import { EventReception } from './event-reception.service.js';
import { Receivers } from './receivers.js';

/** Listens to the queues of EVENTS_QUEUE_URL, in workers. */
@Injectable()
export class EventsPoller implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #receivers: Pick<Receivers<never>, 'start' | 'stop' | 'state'>[];

  constructor(
    private readonly config: Config,
    private readonly reception: EventReception,
    logger: Logger,
  ) {
    this.#receivers = reception.queueUrls.map(
      (url) =>
        new Receivers(config.get('EVENTS_RECEIVERS'), {
          ready: () => reception.ready(),
          receive: (signal) => reception.receive(url, signal),
          handle: (messages) => reception.handle(url, messages),
          onError: (error, pauseMs) =>
            logger.warn('Events could not be taken from their queue', { url, error: String(error), pauseMs }),
        }),
    );
  }

  @Polls({ part: 'events', what: 'the queue of events' })
  polling(): PollState[] {
    const lagSeconds = this.reception.lagSeconds;
    return this.#receivers.flatMap((one) => one.state().map((state) => ({ ...state, lagSeconds })));
  }

  onApplicationBootstrap(): void {
    if (this.config.runsWorker) for (const one of this.#receivers) one.start();
  }

  /** Hangs up on the queues; what is in hand is committed and deleted first. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.#receivers.map((one) => one.stop()));
  }
}
