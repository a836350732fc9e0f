import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { TaskContext } from '../../platform/tasks/index.js';
import { invalid } from '../../shared/app-error.js';
import { Clock, DAY_MS, MINUTE_MS } from '../../shared/clock.js';
import { sameId } from '../../shared/ids.js';
import { FrameworkHistory } from '../scanning/index.js';
import type { InitializePack } from './audit-pack.schemas.js';
import { AuditPackStore } from './audit-pack.store.js';
import type { Pack } from './domain/pack/pack.js';

const DEFAULT_DAYS = 30;
/** Clocks of machines differ. */
const TOLERANCE_MS = MINUTE_MS;
/** No transaction of ours is under way for longer (platform/database: 10 s for a connection, 30 s for its work). */
const LONGEST_TRANSACTION_MS = 40_000;
const LOOK_MS = 200;

/** Settles what a pack is about. */
@Injectable()
export class AuditPackInitializing {
  constructor(
    private readonly frameworks: FrameworkHistory,
    private readonly store: AuditPackStore,
    private readonly clock: Clock,
  ) {}

  /**
   * The same however often it is tried: all of it follows from the execution.
   * @throws AppError INVALID for a window that has not ended, or is none, and for a framework that there is not
   */
  async initialize({ parameters, startedAt }: InitializePack, context: TaskContext): Promise<Pack> {
    const { tenantId, idempotencyKey, signal } = context;
    const { auditType, dateRange, includeEvidence, format } = parameters;
    const { from, to } = windowOf(dateRange, new Date(startedAt));
    if (from >= to) throw invalid([{ path: 'dateRange.from', message: 'must lie before dateRange.to' }]);
    if (to.getTime() > this.clock.now().getTime() + TOLERANCE_MS)
      throw invalid([{ path: 'dateRange.to', message: 'must not lie in the future' }]);
    const isWide = auditType.toLowerCase() === 'comprehensive';
    const [framework] = isWide ? [] : await this.frameworks.of(tenantId, auditType, to, signal);
    if (!isWide && framework === undefined)
      throw invalid([
        { path: 'auditType', message: 'must be comprehensive or a framework that was there at that time' },
      ]);
    await this.#ended(to, context);
    await this.#settled(context);
    const key = createHash('sha256').update(`${tenantId} ${idempotencyKey}`).digest().subarray(0, 16);
    return {
      ...{ reportId: sameId('rpt', new Date(startedAt), key), tenantId },
      auditType: framework?.id ?? 'comprehensive',
      framework: framework === undefined ? null : { id: framework.id, name: framework.name },
      ...{ from: from.toISOString(), to: to.toISOString(), includeEvidence, format },
    };
  }

  /** By a clock that is ahead of ours the window has ended; by ours, things may still happen in it. */
  async #ended(to: Date, { heartbeat, signal }: TaskContext): Promise<void> {
    for (let waited = 0; waited < TOLERANCE_MS; waited += LOOK_MS) {
      if (to <= this.clock.now()) return;
      await pause(LOOK_MS, undefined, { signal });
      if (waited % 10_000 === 0) await heartbeat();
    }
  }

  /** What began before the end of the window may still be written when the pack begins: that is waited for. */
  async #settled({ heartbeat, signal }: TaskContext): Promise<void> {
    const begun = await this.store.serverTime();
    for (let waited = 0; waited < LONGEST_TRANSACTION_MS; waited += LOOK_MS) {
      if (!(await this.store.isWriting(begun))) return;
      await pause(LOOK_MS, undefined, { signal });
      if (waited % 10_000 === 0) await heartbeat();
    }
  }
}

function windowOf(range: { from?: string | undefined; to?: string | undefined }, startedAt: Date) {
  const to = range.to === undefined ? startedAt : new Date(range.to);
  const from =
    range.from === undefined ? new Date(to.getTime() - DEFAULT_DAYS * DAY_MS) : new Date(range.from);
  return { from, to };
}
