import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { Jobs } from '../../platform/queue/index.js';
import { tracing } from '../../platform/telemetry/index.js';
import { newId } from '../../shared/ids.js';
import type { IncomingEvent } from './domain/incoming.js';
import { EventOwners } from './event-owners.js';
import { EventRules } from './event-rules.service.js';
import { runEventRule } from './events.jobs.js';
import { EventStore, type NewBatch, type NewEvent, type NewRun, type NewTouch } from './events.store.js';

/** What became of a delivery. `refused`: no tenant has registered the account. */
export type Taken = 'accepted' | 'duplicate' | 'refused';

/** PostgreSQL ended one of two transactions that waited for each other: it is done again. */
const DEADLOCK = '40P01';
const TRIES = 5;

/** Takes events in: whose they are, whether they were here before, what they ask for. */
@Injectable()
export class EventIntake {
  constructor(
    private readonly config: Config,
    private readonly owners: EventOwners,
    private readonly rules: EventRules,
    private readonly store: EventStore,
    private readonly jobs: Jobs,
  ) {}

  /**
   * Commits a batch, all of it or nothing; safe to repeat. An event of an account that no tenant has is refused and
   * counted, nothing else of it is kept.
   * @returns what became of each, in order. @throws when the database cannot be reached
   */
  async take(events: readonly IncomingEvent[]): Promise<readonly Taken[]> {
    if (events.length === 0) return [];
    const owners = await this.owners.of(events.map(({ accountId }) => accountId));
    const batch = new Map<string, NewEvent>();
    const touches: NewTouch[] = [];
    const runs: NewRun[] = [];
    const refused = new Map<string, number>();
    const rows: (NewEvent | undefined)[] = [];
    for (const event of events) {
      const tenantId = owners.get(event.accountId);
      if (tenantId === undefined) {
        refused.set(event.accountId, (refused.get(event.accountId) ?? 0) + 1);
        rows.push(undefined);
        continue;
      }
      const key = JSON.stringify([tenantId, event.eventId]);
      const earlier = batch.get(key);
      if (earlier !== undefined) {
        earlier.copies += 1;
        rows.push(undefined);
        continue;
      }
      const row = newEvent(tenantId, event);
      batch.set(key, row);
      rows.push(row);
      touches.push(...(await this.#touches(tenantId, event, row)));
      runs.push(...(await this.#runs(tenantId, event, row)));
    }
    const added = await this.#write({ events: [...batch.values()], touches, runs, refused });
    for (const run of runs) {
      if (!added.has(run.id)) continue;
      tracing.handOver(run.jobId, run.id, `enqueue ${runEventRule.name}`);
      this.jobs.wake(runEventRule.lane, run.jobId, 0, 0);
    }
    return events.map((event, at) => {
      if (!owners.has(event.accountId)) return 'refused';
      const row = rows[at];
      return row !== undefined && added.has(row.id) ? 'accepted' : 'duplicate';
    });
  }

  async #touches(tenantId: string, event: IncomingEvent, row: NewEvent): Promise<NewTouch[]> {
    const { judgement, accountId, eventTime } = event;
    if (judgement.disposition === 'ignored') return [];
    const head = { id: row.id, tenantId, accountId, eventTime };
    const found = new Map<string, NewTouch>();
    const add = (arn: string, type: string | null, region: string, change: string) => {
      if (type !== null && !found.has(arn)) found.set(arn, { ...head, arn, type, region, change });
    };
    for (const { arn, type, region, change } of judgement.resources) add(arn, type, region, change);
    for (const { arn, type, region } of judgement.related) add(arn, type, region, 'related');
    for (const { all: type, scope } of judgement.relatedAll) {
      const region = scope === 'region' ? event.region : null;
      for (const known of await this.owners.knownOf(tenantId, { type, accountId, region }))
        add(known.arn, type, known.region, 'related');
    }
    return [...found.values()];
  }

  /** What our own fixes do starts nothing: a rule that fixes would start itself again and again. */
  async #runs(tenantId: string, event: IncomingEvent, { id }: NewEvent): Promise<NewRun[]> {
    if (event.isOwn) return [];
    const matching = await this.rules.matching(tenantId, event.envelope);
    return matching.map((ruleId) => ({ id, tenantId, ruleId, runId: newId('rrun'), jobId: newId('job') }));
  }

  async #write(batch: NewBatch): Promise<Set<string>> {
    const { name, lane, maxAttempts } = runEventRule;
    const options = { quietMs: this.config.get('EVENTS_QUIET_MS'), job: { name, lane, maxAttempts } };
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.store.take(batch, options);
      } catch (error) {
        if ((error as { code?: string }).code !== DEADLOCK || attempt === TRIES) throw error;
      }
    }
  }
}

function newEvent(tenantId: string, event: IncomingEvent): NewEvent {
  const { judgement, eventId, eventType, eventSource, eventName, eventTime, accountId, region } = event;
  const isDone = judgement.disposition === 'ignored';
  return {
    ...{
      id: newId('evt'),
      tenantId,
      eventId,
      eventType,
      eventSource,
      eventName,
      eventTime,
      accountId,
      region,
    },
    ...{ disposition: isDone ? 'ignored' : 'retrying', reason: isDone ? judgement.reason : 'waiting' },
    ...{ rule: judgement.rule, who: event.who, isOwn: event.isOwn, envelope: event.envelope, copies: 1 },
    resources: judgement.resources.map(({ arn, change, type }) => ({ arn, change, type })),
  };
}
