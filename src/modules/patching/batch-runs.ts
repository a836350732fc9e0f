import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import PQueue from 'p-queue';
import { Database } from '../../platform/database/index.js';
import { notFound } from '../../shared/app-error.js';
import { Clock } from '../../shared/clock.js';
import type { PatchOptions } from '../workflows/index.js';
import { AwsRefused } from './aws/aws-refused.js';
import type { Pace, Place, Readiness } from './aws/patching-aws.js';
import type { PatchBatchRow, PatchInstanceRow } from './domain/installation.js';
import { PatchBatchStore, type Claim } from './patch-batches.store.js';
import { PatchInstallationStore, type Installation } from './patch-installations.store.js';

/** Who lets it run. */
export interface Run {
  signal: AbortSignal;
  heartbeat: () => Promise<void>;
}

/** A batch in the hands of the one who works at it. */
export interface BatchRun extends Claim {
  batch: PatchBatchRow;
  instances: PatchInstanceRow[];
  installation: Installation;
  options: PatchOptions;
  place: Place;
  signal: AbortSignal;
  /** Says that it is alive, at most every BEAT_MS however often it is asked. */
  beat: () => Promise<void>;
}

const BEAT_MS = 20_000;

/** Opens batches for those who work at them. */
@Injectable()
export class BatchRuns {
  constructor(
    private readonly database: Database,
    private readonly batches: PatchBatchStore,
    private readonly installations: PatchInstallationStore,
    private readonly clock: Clock,
  ) {}

  /** Takes the batch: who had it before cannot write any more. @throws AppError NOT_FOUND */
  async open(tenantId: string, batchId: string, run: Run): Promise<BatchRun> {
    const found = await this.database.withTenant(tenantId, async (tx) => {
      const batch = await this.batches.claim(tx, tenantId, batchId);
      const installation = batch && (await this.installations.find(tx, tenantId, batch.installationId));
      if (batch === undefined || installation === undefined) throw notFound('batch', batchId);
      return { batch, installation, instances: await this.batches.instances(tx, tenantId, { batchId }) };
    });
    const { batch, installation } = found;
    return {
      ...{ ...found, tenantId, batchId, claim: batch.claim, options: installation.options },
      place: placeOf(batch, installation.id),
      signal: run.signal,
      beat: this.#beats(run.heartbeat),
    };
  }

  #beats(heartbeat: () => Promise<void>): () => Promise<void> {
    let beatAt = this.clock.now().getTime();
    return async () => {
      const now = this.clock.now().getTime();
      if (now - beatAt < BEAT_MS) return;
      beatAt = now;
      await heartbeat();
    };
  }
}

/** CloudTrail of the account shows the installation as the session's name: 64 characters at most. */
export const placeOf = (
  { tenantId, accountId, region }: Pick<PatchBatchRow, 'tenantId' | 'accountId' | 'region'>,
  installationId: string,
): Place => ({ tenantId, accountId, region, sessionName: `shepherd-${installationId}`.slice(0, 64) });

/** What was waited for has not come in time. */
export class TooLate extends Error {}

/**
 * Looks again and again until there is something. That AWS cannot be asked for a moment is no answer: among thousands of
 * looks some are throttled, and a batch that is well is not taken back for that.
 * @param words what is waited for, for TooLate
 * @throws TooLate; the signal's reason; whatever looking or the heartbeat throws
 */
export async function until<T>(
  { signal, beat }: Pick<BatchRun, 'signal' | 'beat'>,
  { pollMs }: Pick<Pace, 'pollMs'>,
  withinMs: number,
  words: string,
  look: () => Promise<T | undefined | false>,
): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    signal.throwIfAborted();
    let unasked: AwsRefused | undefined;
    const found = await look().catch((error: unknown) => {
      if (!(error instanceof AwsRefused) || !error.again) throw error;
      unasked = error;
      return undefined;
    });
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end && unasked !== undefined) throw unasked;
    if (Date.now() > end) throw new TooLate(`${words} within ${Math.round(withinMs / 60_000)} minutes`);
    await beat();
    await sleep(pollMs, undefined, { signal });
  }
}

/** How something ends that was just made. Lists of AWS have it a little later: it is not gone before. */
export function readied(
  run: Pick<BatchRun, 'signal' | 'beat'>,
  pace: Pick<Pace, 'pollMs' | 'visibleAfterMs'>,
  withinMs: number,
  words: string,
  look: () => Promise<Readiness>,
): Promise<Readiness> {
  const since = Date.now();
  return until(run, pace, withinMs, words, async () => {
    const now = await look();
    const isEarly = now === 'gone' && Date.now() - since < pace.visibleAfterMs;
    return now !== 'pending' && !isEarly && now;
  });
}

/** Each of them, some at a time. All are done when it returns or throws: nothing goes on behind a failure's back. */
export async function together<T, R>(
  items: readonly T[],
  most: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const queue = new PQueue({ concurrency: most });
  const ends = await Promise.allSettled(items.map((item) => queue.add(() => work(item))));
  return ends.map((end) => {
    if (end.status === 'rejected') throw end.reason;
    return end.value;
  });
}
