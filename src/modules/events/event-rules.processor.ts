import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { Subscribes, type Fact } from '../../platform/outbox/index.js';
import { Handles, OnExhausted, type Attempt, type JobOf } from '../../platform/queue/index.js';
import { tenantCreated } from '../access/index.js';
import { RuleDefaults } from './rule-defaults.service.js';
import { EventRuleRuns } from './rule-runs.service.js';
import { runEventRule } from './events.jobs.js';

@Injectable()
export class EventRulesProcessor {
  constructor(
    private readonly runs: EventRuleRuns,
    private readonly defaults: RuleDefaults,
  ) {}

  @Handles(runEventRule)
  async run({ runId }: JobOf<typeof runEventRule>, { tenantId, signal }: Attempt): Promise<void> {
    await this.runs.run(tenantId, runId, signal);
  }

  @OnExhausted(runEventRule)
  async giveUp(
    { runId }: JobOf<typeof runEventRule>,
    error: string,
    tx: Tx,
    tenantId: string,
  ): Promise<void> {
    await this.runs.giveUp(tx, tenantId, runId, error);
  }

  @Subscribes(tenantCreated, 'default-event-rules')
  async makeDefaults({ tenantId }: Fact<unknown>): Promise<void> {
    await this.defaults.make(tenantId);
  }
}
