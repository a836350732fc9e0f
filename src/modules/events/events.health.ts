import { Injectable, type OnModuleInit } from '@nestjs/common';
import { gauge } from '../../platform/telemetry/index.js';
import {
  counted,
  degraded,
  HealthPart,
  isAlive,
  lasting,
  partOf,
  Processes,
  Trend,
  wrongPolls,
  type PartHealth,
} from '../../platform/watch/index.js';
import { EventHealthStore } from './event-health.store.js';
import { EventQueues } from './event-queues.service.js';

const LATE_SECONDS = 60;

/** Whether events come in, and how far behind what they say is. */
@Injectable()
export class EventsHealth implements OnModuleInit {
  readonly #lag = new Trend();

  constructor(
    private readonly store: EventHealthStore,
    private readonly queues: EventQueues,
    private readonly processes: Processes,
  ) {}

  onModuleInit(): void {
    gauge(
      'EventLagSeconds',
      'How long the oldest event has waited: in its queue when it was received, or here since then',
      async () => (await this.#figures()).lagSeconds,
      { unit: 'Seconds', once: true },
    );
  }

  @HealthPart('events')
  async check(): Promise<PartHealth> {
    const [{ lagSeconds, waiting, oldestSeconds, processes }, depths] = await Promise.all([
      this.#figures(),
      this.queues.depths(),
    ]);
    const visible = depths.reduce((sum, depth) => sum + (depth.visible ?? 0), 0);
    const dead = depths.reduce((sum, depth) => sum + (depth.dlqDepth ?? 0), 0);
    const unread = depths.filter(({ error }) => error !== undefined);
    const trend = this.#lag.of(lagSeconds);
    const figures = {
      ...{ lagSeconds: Math.round(lagSeconds), waiting, oldestSeconds: Math.round(oldestSeconds) },
      ...{ queues: depths.length, inQueues: visible, inDeadLetterQueues: dead },
    };
    return partOf(
      depths.length === 0
        ? 'No queue is configured (EVENTS_QUEUE_URL): what changes is found by scans.'
        : 'Events come in on time.',
      [
        ...wrongPolls('events', processes),
        lagSeconds > LATE_SECONDS &&
          degraded(
            `Events are ${lasting(lagSeconds)} behind${trend} (${waiting} resources wait here, ${visible} messages in the queues): start more workers, or see whether AWS throttles them (AWS_CALLS_PER_SECOND).`,
          ),
        unread.length > 0 &&
          degraded(
            `${counted(unread.length, 'queue')} of events cannot be looked at (${[...new Set(unread.map(({ error }) => error?.split(':')[0]))].join(', ')}): mend the URL or the rights of the role (sqs:GetQueueAttributes).`,
          ),
        dead > 0 &&
          degraded(
            `${counted(dead, 'message lies', 'messages lie')} in dead-letter queues: GET /dead-letters?source=sqs says why.`,
          ),
      ],
      { figures, details: { queues: depths } },
    );
  }

  async #figures() {
    const [{ waiting, oldestSeconds }, processes] = await Promise.all([
      this.store.waitingOfAll(),
      this.processes.seen(),
    ]);
    const received = processes
      .filter(isAlive)
      .flatMap(({ state }) => state.polls.map(({ lagSeconds }) => lagSeconds ?? 0));
    return { waiting, oldestSeconds, processes, lagSeconds: Math.max(oldestSeconds, 0, ...received) };
  }
}
