import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import { retryDelayMs } from '../../platform/queue/index.js';
import {
  ResourceRefresh,
  Timeline,
  type ReadResource,
  type RefreshOutcome,
  type TimelineNote,
} from '../scanning/index.js';
import type { Outcome } from './domain/disposition.js';
import {
  isStale,
  lookAgainMs,
  mayBeEarly,
  newestOf,
  NOT_YET,
  outcomesOf,
  settledAs,
} from './domain/settling.js';
import { eventSettled } from './metrics.js';
import { RefreshStore, type ClaimedRefresh, type OpenEvent, type WaitingEvent } from './refresh.store.js';

/** A resource as it was claimed, with what AWS said; `read` undefined: all events are older than the inventory. */
export interface Described {
  claimed: ClaimedRefresh;
  waiting: readonly WaitingEvent[];
  /** When the inventory had been read before. */
  before: Date | undefined;
  read: ReadResource | undefined;
  /** It could not be written, for a reason of our own. */
  isFaulty?: boolean;
}

/** Of one resource: what is to happen. */
interface Verdict extends Described {
  end: { outcome: Outcome | undefined; write: boolean } | { againMs: number; reason: string };
}

const MOST_ATTEMPTS = 8;
/** For a part of it, over half a minute: then what there is counts, as some parts of some resources never answer. */
const MOST_FOR_A_PART = 6;
/** What waits for AWS is claimed in one go anyway: its delay needs nothing random. */
const steady = () => 1;

/** Writes what descriptions have brought, and how the events end that waited for them: in one transaction. */
@Injectable()
export class RefreshSettling {
  constructor(
    private readonly database: Database,
    private readonly store: RefreshStore,
    private readonly refresh: ResourceRefresh,
    private readonly timeline: Timeline,
  ) {}

  /** What waits, and how old the inventory is. */
  async standing(
    tenantId: string,
    claimed: readonly ClaimedRefresh[],
  ): Promise<{ waiting: WaitingEvent[]; lastReads: Map<string, Date> }> {
    return this.database.withTenant(tenantId, async (tx) => ({
      waiting: await this.store.waiting(tx, tenantId, claimed),
      lastReads: await this.refresh.lastReads(
        tx,
        tenantId,
        claimed.map(({ arn }) => arn),
      ),
    }));
  }

  /** Lets nothing count as read later than now. Gives back of how many resources. */
  async forgetFuture(tenantId: string): Promise<number> {
    return this.database.withTenant(tenantId, (tx) => this.refresh.forgetFuture(tx, tenantId));
  }

  /** What another process has taken over meanwhile is left to it. */
  async settle(tenantId: string, claim: string, described: readonly Described[]): Promise<void> {
    const ended = await this.database.withTenant(tenantId, async (tx) => {
      const now = await this.database.now(tx);
      const arns = described.map(({ claimed: { arn } }) => arn);
      const held = await this.store.held(tx, tenantId, claim, arns);
      const verdicts = described
        .filter(({ claimed: { arn } }) => held.has(arn))
        .map((one): Verdict => ({ ...one, end: endOf(one, now) }));
      const events = await this.store.lockEvents(
        tx,
        verdicts.flatMap(({ waiting }) => waiting),
      );
      const outcomes = await this.#write(tx, tenantId, verdicts, events);
      const done = verdicts.filter(({ end }) => 'outcome' in end);
      const again = verdicts.flatMap(({ claimed: { arn }, end }) =>
        'againMs' in end ? [{ arn, delayMs: end.againMs, error: end.reason }] : [],
      );
      const finished = done.map(({ claimed }) => claimed);
      await this.store.forget(tx, tenantId, finished);
      const ends = await this.#settle(tx, tenantId, { events, verdicts, outcomes }, now);
      await this.store.putOff(tx, tenantId, again);
      await this.store.finish(tx, tenantId, finished);
      return ends;
    });
    for (const { disposition, lagSeconds } of ended) eventSettled(disposition, lagSeconds);
  }

  /** Writes what was read; gives back how each resource was found to be, by its ARN. */
  async #write(
    tx: Tx,
    tenantId: string,
    verdicts: readonly Verdict[],
    events: ReadonlyMap<string, OpenEvent>,
  ): Promise<Map<string, RefreshOutcome>> {
    const items = verdicts.flatMap(({ end, read, waiting }) => {
      if (!('outcome' in end) || !end.write || read === undefined) return [];
      const newest = newestOf(waiting);
      const event = newest === undefined ? undefined : events.get(newest.id);
      const source = newest?.id ?? 'events';
      const eventIds = waiting.map(({ id }) => id);
      const who = event?.who ?? null;
      const announced = waiting.some(({ change }) => change !== 'related');
      return [{ read, origin: { source, eventIds, who, correlationId: source, announced } }];
    });
    return items.length === 0 ? new Map() : this.refresh.write(tx, tenantId, items);
  }

  async #settle(
    tx: Tx,
    tenantId: string,
    { events, verdicts, outcomes }: Pick<Settled, 'events' | 'verdicts' | 'outcomes'>,
    now: Date,
  ): Promise<{ disposition: string; lagSeconds: number }[]> {
    const touched = new Map<string, Record<string, Outcome & { related?: boolean }>>();
    const notes: TimelineNote[] = [];
    const put = (event: OpenEvent, arn: string, outcome: Outcome & { related?: boolean }) =>
      touched.set(event.id, { ...(touched.get(event.id) ?? event.outcomes), [arn]: outcome });
    for (const { end, waiting, before, claimed, read } of verdicts) {
      // an event of IAM names no path, and the resource's own ARN has it
      const noted = read?.outcome === 'found' ? read.arn : claimed.arn;
      const ends =
        'outcome' in end ? endsOf(waiting, before, end.outcome, outcomes.get(claimed.arn)) : undefined;
      for (const { id, change } of waiting) {
        const event = events.get(id);
        if (event === undefined) continue;
        const outcome = ends?.get(id) ?? retrying(end);
        put(event, claimed.arn, change === 'related' ? { ...outcome, related: true } : outcome);
        if (ends !== undefined && change !== 'related') notes.push(noteOf(noted, event, change, outcome));
      }
    }
    await this.timeline.append(tx, tenantId, notes);
    const open = await this.store.openOf(tx, tenantId, [...touched.keys()]);
    const rows = [...touched].flatMap(([id, each]) => {
      const event = events.get(id);
      if (event === undefined) return [];
      return [{ id, receivedAt: event.receivedAt, outcomes: each, ...settledAs(each, open.has(id)) }];
    });
    await this.store.settle(tx, rows.map(withReason));
    return rows
      .filter(({ settled }) => settled)
      .map(({ disposition, id }) => ({
        disposition,
        lagSeconds: (now.getTime() - (events.get(id)?.eventTime ?? now).getTime()) / 1000,
      }));
  }
}

interface Settled {
  events: ReadonlyMap<string, OpenEvent>;
  verdicts: readonly Verdict[];
  outcomes: ReadonlyMap<string, RefreshOutcome>;
}

function endOf({ read, waiting, claimed, before, isFaulty = false }: Described, now: Date): Verdict['end'] {
  if (read === undefined) return { outcome: undefined, write: false };
  if (isFaulty || read.outcome === 'failed') {
    const { again, reason } = read.outcome === 'failed' ? read : { again: true, reason: 'internal' };
    if (again && claimed.attempts < MOST_ATTEMPTS) {
      return { againMs: retryDelayMs(claimed.attempts, steady), reason };
    }
    return { outcome: { disposition: 'failed', reason }, write: false };
  }
  // the part keeps its last value: what the event has changed may be just that
  if (read.outcome === 'found' && read.unread !== undefined && claimed.attempts < MOST_FOR_A_PART) {
    return { againMs: retryDelayMs(claimed.attempts, steady), reason: read.unread };
  }
  const newest = newestOf(waiting.filter(({ eventTime }) => !isStale(eventTime, before)));
  const mayAsk = claimed.attempts < MOST_ATTEMPTS; // an event's own clock may be wrong by hours
  if (mayAsk && newest !== undefined && mayBeEarly(newest, read.outcome === 'found', now)) {
    return { againMs: lookAgainMs(claimed.attempts), reason: NOT_YET };
  }
  return { outcome: { disposition: 'processed', reason: 'unchanged' }, write: true };
}

function endsOf(
  waiting: readonly WaitingEvent[],
  before: Date | undefined,
  outcome: Outcome | undefined,
  written: RefreshOutcome | undefined,
): Map<string, Outcome> {
  const described =
    outcome?.disposition === 'processed' ? { ...outcome, reason: written ?? 'unchanged' } : outcome;
  return outcomesOf(waiting, before, described);
}

const retrying = (end: Verdict['end']): Outcome => ({
  disposition: 'retrying',
  reason: 'reason' in end ? end.reason : 'waiting',
});

/** While it waits, why: what AWS said of the resource that is tried again. */
function withReason<R extends { outcomes: Record<string, Outcome>; settled: boolean; reason: string }>(
  row: R,
): R {
  if (row.settled) return row;
  const why = Object.values(row.outcomes).find(({ disposition }) => disposition === 'retrying');
  return why === undefined ? row : { ...row, reason: why.reason };
}

const noteOf = (arn: string, event: OpenEvent, change: string, outcome: Outcome) => ({
  ...{ arn, at: event.eventTime, kind: 'event' as const, what: event.eventName, who: event.who },
  details: { eventId: event.eventId, change, ...outcome, ...(event.isOwn ? { isOwn: true } : {}) },
  ...{ source: event.id, correlationId: event.id },
});
