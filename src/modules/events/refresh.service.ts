import { Injectable } from '@nestjs/common';
import { Logger } from '../../platform/telemetry/index.js';
import { newId } from '../../shared/ids.js';
import { ResourceRefresh, type ReadResource } from '../scanning/index.js';
import { isStale } from './domain/settling.js';
import { RefreshSettling, type Described } from './refresh-settling.service.js';
import { RefreshStore, type ClaimedRefresh, type WaitingEvent } from './refresh.store.js';

const BEAT_MS = 5_000;
/** An account that has taken so long is described by itself, until it is faster again. */
const SLOW_MS = 3_000;
const SLOW_AT_ONCE = 1;
/** Batches that are taken at the same time may come in another order than they were taken in. */
const STEP_BACK_MS = 1_000;

/** A batch that is being described. */
export interface RefreshBatch {
  isFull: boolean;
  /** Never rejects. */
  done: Promise<void>;
}

/** Describes what events have touched: many at a time, each resource by one process at a time. */
@Injectable()
export class RefreshService {
  /** Accounts that answer slowly, by how many of their batches are under way: they must not hold up the others. */
  readonly #slow = new Map<string, number>();
  /** When the last batch of each tenant was taken, by the database's clock. */
  readonly #takenAt = new Map<string, Date>();

  constructor(
    private readonly store: RefreshStore,
    private readonly refresh: ResourceRefresh,
    private readonly settling: RefreshSettling,
    private readonly logger: Logger,
  ) {}

  /**
   * Takes a batch and sees to it; the batch is under way when this returns. Undefined: nothing is due.
   * @param take resources, at most
   * @throws when the database cannot be reached
   */
  async begin(signal: AbortSignal, take = 100): Promise<RefreshBatch | undefined> {
    const claim = newId('req');
    const slow = [...this.#slow.keys()];
    const busy = slow.filter((accountId) => (this.#slow.get(accountId) ?? 0) >= SLOW_AT_ONCE);
    const claimed = await this.store.claim(claim, { busy, slow }, take);
    if (claimed.length === 0) return undefined;
    const done = this.#batch(claim, claimed, signal).catch((error: unknown) => {
      // the lease ends, and another takes them
      this.logger.warn('A batch of descriptions failed', { resources: claimed.length, error: String(error) });
    });
    return { isFull: claimed.length === take, done };
  }

  async #batch(claim: string, claimed: readonly ClaimedRefresh[], signal: AbortSignal): Promise<void> {
    const [first] = claimed;
    if (first === undefined) return;
    const { tenantId } = first;
    const arns = claimed.map(({ arn }) => arn);
    const accounts = new Set(claimed.map(({ accountId }) => accountId));
    for (const accountId of accounts) this.#count(accountId, 1);
    const beat = setInterval(() => {
      this.store.extend(tenantId, claim, arns).catch((error: unknown) => {
        this.logger.warn('A lease of descriptions could not be extended', { error: String(error) });
      });
    }, BEAT_MS);
    const began = performance.now();
    try {
      await this.#noteClock(first);
      await this.#describe(claim, tenantId, claimed, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
      await this.store.release(tenantId, claim);
    } finally {
      clearInterval(beat);
      const isSlow = performance.now() - began > SLOW_MS;
      for (const accountId of accounts) {
        this.#count(accountId, -1);
        if (isSlow && !this.#slow.has(accountId)) this.#slow.set(accountId, 0);
        else if (!isSlow && accounts.size === 1) this.#slow.delete(accountId);
      }
    }
  }

  /** A reading from the future would be younger than what is told now, as soon as its time has come. */
  async #noteClock({ tenantId, claimedAt }: ClaimedRefresh): Promise<void> {
    const last = this.#takenAt.get(tenantId);
    this.#takenAt.set(tenantId, claimedAt);
    const byMs = last === undefined ? 0 : last.getTime() - claimedAt.getTime();
    if (byMs < STEP_BACK_MS) return;
    const resources = await this.settling.forgetFuture(tenantId);
    this.logger.warn('The clock was put back: what was read ahead of it counts as old', {
      ...{ tenantId, resources, byMs },
    });
  }

  #count(accountId: string, by: number): void {
    const before = this.#slow.get(accountId);
    if (before !== undefined) this.#slow.set(accountId, Math.max(0, before + by));
  }

  async #describe(
    claim: string,
    tenantId: string,
    claimed: readonly ClaimedRefresh[],
    signal: AbortSignal,
  ): Promise<void> {
    const { waiting, lastReads } = await this.settling.standing(tenantId, claimed);
    const byArn = new Map<string, WaitingEvent[]>();
    for (const one of waiting) byArn.set(one.arn, [...(byArn.get(one.arn) ?? []), one]);
    const fresh = claimed.filter(({ arn }) => isWorthReading(byArn.get(arn) ?? [], lastReads.get(arn)));
    const reads = await this.#read(tenantId, fresh, signal);
    const described = claimed.map((one): Described => {
      const read = reads.get(one.arn);
      const before = lastReads.get(one.arn);
      return { claimed: one, waiting: byArn.get(one.arn) ?? [], before, read };
    });
    await this.#settle(tenantId, claim, described);
  }

  /** One that cannot be written must not hold up those that are written with it. */
  async #settle(tenantId: string, claim: string, described: readonly Described[]): Promise<void> {
    try {
      await this.settling.settle(tenantId, claim, described);
      return;
    } catch (error) {
      this.logger.warn('Descriptions could not be written together; each is written alone', {
        error: String(error),
      });
    }
    for (const one of described) {
      try {
        await this.settling.settle(tenantId, claim, [one]);
      } catch (error) {
        const { arn } = one.claimed;
        this.logger.error('A description could not be written', { arn, error: String(error) });
        await this.settling.settle(tenantId, claim, [{ ...one, isFaulty: true }]);
      }
    }
  }

  async #read(
    tenantId: string,
    fresh: readonly ClaimedRefresh[],
    signal: AbortSignal,
  ): Promise<Map<string, ReadResource>> {
    const [first] = fresh;
    if (first === undefined) return new Map();
    const refs = fresh.map(({ arn, type, accountId, region }) => ({ arn, type, accountId, region }));
    const reads = await this.refresh.read(tenantId, refs, first.claimedAt, signal);
    return new Map(reads.map((read) => [read.ref.arn, read]));
  }
}

/** Something waits that the last description does not show. */
const isWorthReading = (waiting: readonly WaitingEvent[], lastRead: Date | undefined): boolean =>
  waiting.some(({ eventTime }) => !isStale(eventTime, lastRead));
