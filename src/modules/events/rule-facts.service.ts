import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import type { Fact } from '../../platform/outbox/index.js';
import { Jobs } from '../../platform/queue/index.js';
import { correlation } from '../../platform/telemetry/index.js';
import { newId } from '../../shared/ids.js';
import { envelopeOfFact } from './domain/event-rule.js';
import { OWN_SOURCE } from './domain/own-event.js';
import { EventRules } from './event-rules.service.js';
import { runEventRule } from './events.jobs.js';
import { RuleRunStore } from './rule-runs.store.js';

/** Matches the service's own facts with the rules of their tenants. */
@Injectable()
export class RuleFacts {
  constructor(
    private readonly rules: EventRules,
    private readonly database: Database,
    private readonly store: RuleRunStore,
    private readonly jobs: Jobs,
  ) {}

  /** Whether a rule of the tenant may be about facts of this name. */
  mayMatch(tenantId: string, name: string): boolean {
    return this.rules.mayMatch(tenantId, { source: OWN_SOURCE, 'detail-type': name });
  }

  /** Safe to run twice: a rule runs once for a fact. Costs no query where no rule matches. */
  async take(name: string, { id, tenantId, payload, createdAt }: Fact<object>): Promise<void> {
    const event = envelopeOfFact({ id, name, payload: payload as Record<string, unknown>, createdAt });
    const ruleIds = await this.rules.matching(tenantId, event);
    if (ruleIds.length === 0) return;
    const correlationId = correlation.id();
    const runs = ruleIds.map((ruleId) => ({ id: newId('rrun'), ruleId, sourceId: id, correlationId }));
    await this.database.withTenant(tenantId, async (tx) => {
      const added = await this.store.insert(tx, tenantId, runs);
      const payloads = added.map((runId) => ({ runId }));
      await this.jobs.enqueueAll(tx, tenantId, runEventRule, payloads);
    });
  }
}
