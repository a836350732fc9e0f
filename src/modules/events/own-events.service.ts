import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import { Jobs } from '../../platform/queue/index.js';
import { newId } from '../../shared/ids.js';
import { envelopeOf, OWN_SOURCE, type OwnEvent } from './domain/own-event.js';
import { EventRules } from './event-rules.service.js';
import { runCustomEvent, runEventRule } from './events.jobs.js';
import { eventSettled } from './metrics.js';
import { RuleRunStore, type NewRuleRun } from './rule-runs.store.js';
import { OwnEventStore, type NewOwnEvent, type OwnEventRow } from './own-events.store.js';

interface Written {
  id: string;
  eventId: string;
}

/** Writes events that come from here: each once, with the runs of the rules that match it. */
@Injectable()
export class OwnEvents {
  constructor(
    private readonly database: Database,
    private readonly store: OwnEventStore,
    private readonly rules: EventRules,
    private readonly ruleRuns: RuleRunStore,
    private readonly jobs: Jobs,
  ) {}

  /**
   * Commits those that are not there yet, each with the job that does what it asks for where it is `retrying`.
   * @param also runs in the same transaction, where there are any
   * @returns those that were new
   */
  async record(
    tenantId: string,
    events: readonly OwnEvent[],
    also?: (tx: Tx, written: readonly Written[]) => Promise<void>,
  ): Promise<Written[]> {
    const rows = events.map(rowOf);
    const runs = await this.#runs(tenantId, rows); // before the transaction: rules are read in one of their own
    const written = await this.database.withTenant(tenantId, async (tx) => {
      const ids = new Set(await this.store.insert(tx, tenantId, OWN_SOURCE, rows));
      const added = rows.filter(({ id }) => ids.has(id));
      if (added.length === 0) return [];
      const matching = runs.filter(({ sourceId }) => ids.has(sourceId));
      const started = matching.length === 0 ? [] : await this.ruleRuns.insert(tx, tenantId, matching);
      await this.jobs.enqueueAll(
        tx,
        tenantId,
        runEventRule,
        started.map((runId) => ({ runId })),
      );
      const waiting = added.filter(({ disposition }) => disposition === 'retrying');
      await this.jobs.enqueueAll(
        tx,
        tenantId,
        runCustomEvent,
        waiting.map(({ id }) => ({ id })),
      );
      await also?.(tx, added);
      return added;
    });
    for (const { disposition } of written) eventSettled(disposition, 0);
    return written.map(({ id, eventId }) => ({ id, eventId }));
  }

  /** By the event's own id. */
  async find(tenantId: string, eventId: string): Promise<OwnEventRow | undefined> {
    return this.database.withTenant(tenantId, (tx) => this.store.findByEventId(tx, tenantId, eventId));
  }

  async #runs(tenantId: string, rows: readonly NewOwnEvent[]): Promise<NewRuleRun[]> {
    const runs: NewRuleRun[] = [];
    for (const { id: sourceId, envelope, correlationId } of rows) {
      for (const ruleId of await this.rules.matching(tenantId, envelope))
        runs.push({ id: newId('rrun'), ruleId, sourceId, correlationId });
    }
    return runs;
  }
}

function rowOf(event: OwnEvent): NewOwnEvent {
  const { eventType, eventTime, disposition, reason, correlationId } = event;
  const id = newId('evt');
  const eventId = event.eventId ?? id;
  return {
    ...{ id, eventId, eventType, eventTime, disposition, reason, correlationId },
    who: event.who === null ? null : { ...event.who, eventId },
    ...{ resources: event.resources ?? [], outcomes: event.outcomes ?? {} },
    envelope: envelopeOf(event, eventId),
  };
}
