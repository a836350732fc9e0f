import { Injectable } from '@nestjs/common';
import { Subscribes, type Fact } from '../../platform/outbox/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Handles, OnExhausted, type Attempt, type JobOf } from '../../platform/queue/index.js';
import { scansStarted } from '../schedules/index.js';
import { CustomEvents } from './custom-events.service.js';
import { runCustomEvent } from './events.jobs.js';
import { assessmentCompleted, remediationCompleted } from './facts.js';
import { ToldEvents } from './told-events.service.js';

type PayloadOf<F> = F extends { schema: { _output: infer P } } ? P : never;

@Injectable()
export class OwnEventsProcessor {
  constructor(
    private readonly custom: CustomEvents,
    private readonly told: ToldEvents,
  ) {}

  @Handles(runCustomEvent)
  async run({ id }: JobOf<typeof runCustomEvent>, { tenantId }: Attempt): Promise<void> {
    await this.custom.run(tenantId, id);
  }

  @OnExhausted(runCustomEvent)
  async giveUp({ id }: JobOf<typeof runCustomEvent>, error: string, tx: Tx, tenantId: string): Promise<void> {
    await this.custom.giveUp(tx, tenantId, id, error);
  }

  @Subscribes(remediationCompleted, 'own-events')
  async remediated(fact: Fact<PayloadOf<typeof remediationCompleted>>): Promise<void> {
    await this.told.remediated(fact);
  }

  // what an event has told of is there already
  @Subscribes(assessmentCompleted, 'own-events', ({ eventId }) => eventId === null)
  async assessed(fact: Fact<PayloadOf<typeof assessmentCompleted>>): Promise<void> {
    await this.told.assessed(fact);
  }

  @Subscribes(scansStarted, 'own-events')
  async scheduled(fact: Fact<PayloadOf<typeof scansStarted>>): Promise<void> {
    await this.told.scheduled(fact);
  }
}
