import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { Clock, DAY_MS } from '../../shared/clock.js';
import { EventCoverage } from '../scanning/index.js';
import type { AccountHealth, EventHealth } from './event-health.schemas.js';
import { EventHealthStore, type AccountCounts, type AccountLag } from './event-health.store.js';
import { EventQueues } from './event-queues.service.js';

const WEEK_DAYS = 7;
const SLOW_SECONDS = 60;
const UNOWNED = 100;

/** Whether events come, how late, and what they leave out. */
@Injectable()
export class EventHealthService {
  constructor(
    private readonly database: Database,
    private readonly store: EventHealthStore,
    private readonly coverage: EventCoverage,
    private readonly queues: EventQueues,
    private readonly clock: Clock,
  ) {}

  async get({ tenantId, role }: Caller): Promise<EventHealth> {
    const now = this.clock.now();
    const since = new Date(now.getTime() - WEEK_DAYS * DAY_MS);
    const accounts = await this.database.withTenant(tenantId, async (tx) => {
      const known = await this.store.accounts(tx, tenantId);
      const counts = byAccount(await this.store.counts(tx, tenantId));
      const lags = byAccount(await this.store.lags(tx, tenantId));
      const waiting = byAccount(await this.store.waiting(tx, tenantId));
      const coverage = await this.coverage.of(tx, tenantId, { since });
      return known.map(({ accountId, name }) => ({
        ...{ accountId, name, count: counts.get(accountId), lag: lags.get(accountId) },
        waits: waiting.get(accountId),
        coverage: coverage.filter((one) => one.accountId === accountId),
      }));
    });
    const isPlatform = role === 'platform';
    return {
      accounts: accounts.map((one) => healthOf(one, now)),
      queues: (await this.queues.depths()).map(({ queueUrl, visible, inFlight, dlqDepth, error }) => ({
        ...{ queueUrl: isPlatform ? queueUrl : null, visible: visible ?? null, inFlight: inFlight ?? null },
        ...{ dlqDepth: dlqDepth ?? null, error: error ?? null },
      })),
      ...(isPlatform ? { unowned: (await this.store.unowned(UNOWNED)).map(unownedOf) } : {}),
    };
  }
}

interface Figures {
  accountId: string;
  name: string;
  count: AccountCounts | undefined;
  lag: AccountLag | undefined;
  waits: { waiting: number; oldestSeconds: number } | undefined;
  coverage: AccountHealth['coverage'];
}

function healthOf({ accountId, name, count, lag, waits, coverage }: Figures, now: Date): AccountHealth {
  const oldest = waits === undefined ? null : Math.max(0, round(waits.oldestSeconds));
  return {
    ...{ accountId, name, status: statusOf(count, oldest, coverage, now) },
    ...{ lastEventAt: count?.lastReceivedAt ?? null, lastEventTime: count?.lastEventTime ?? null },
    ...{ received: count?.received ?? 0, duplicate: count?.duplicate ?? 0 },
    lag: lag === undefined ? null : lagOf(lag),
    ...{ failed: lag?.failed ?? 0, waiting: waits?.waiting ?? 0, oldestWaitingSeconds: oldest },
    coverage: coverage.map(({ service, announced, unannounced, coverage: percent }) => ({
      ...{ service, announced, unannounced, coverage: percent },
    })),
  };
}

function statusOf(
  count: AccountCounts | undefined,
  oldestSeconds: number | null,
  coverage: AccountHealth['coverage'],
  now: Date,
): AccountHealth['status'] {
  if (count === undefined || count.received === 0) return 'never';
  if (oldestSeconds !== null && oldestSeconds > SLOW_SECONDS) return 'slow';
  if (coverage.some(({ unannounced }) => unannounced > 0)) return 'incomplete';
  return now.getTime() - count.lastReceivedAt.getTime() > DAY_MS ? 'silent' : 'ok';
}

const lagOf = ({ deliveryP50, settledP50, settledP99 }: AccountLag): AccountHealth['lag'] => ({
  deliveryP50Seconds: rounded(deliveryP50),
  settledP50Seconds: rounded(settledP50),
  settledP99Seconds: rounded(settledP99),
});

const unownedOf = ({ accountId, received, duplicate, refused, poison, lastReceivedAt }: AccountCounts) => ({
  ...{ accountId, received, duplicate, refused, poison, lastEventAt: lastReceivedAt },
});

const round = (seconds: number): number => Math.round(seconds * 1000) / 1000;
const rounded = (seconds: number | null): number | null => (seconds === null ? null : round(seconds));

const byAccount = <R extends { accountId: string }>(rows: readonly R[]): Map<string, R> =>
  new Map(rows.map((row) => [row.accountId, row]));
