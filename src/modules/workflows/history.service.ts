import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { correlation } from '../../platform/telemetry/index.js';
import { AppError, invalid, notFound } from '../../shared/app-error.js';
import { decodeCursor, encodeCursor } from '../../shared/paging.js';
import { AwsHistory } from './aws/aws-history.js';
import { ExecutionStore, type ExecutionDetails } from './executions.store.js';
import type { HistoryPage, HistoryQuery, ShownEvent } from './history.schemas.js';
import { HistoryStore } from './history.store.js';

/** Events that are in memory at once when all are written out. */
const EVENTS_AT_ONCE = 500;

/** What happened in executions. */
@Injectable()
export class HistoryService {
  constructor(
    private readonly database: Database,
    private readonly executions: ExecutionStore,
    private readonly store: HistoryStore,
    private readonly aws: AwsHistory,
  ) {}

  /** As GetExecutionHistory answers. @throws AppError NOT_FOUND */
  async page(
    tenantId: string,
    executionArn: string,
    query: Pick<HistoryQuery, 'maxResults' | 'reverseOrder' | 'nextToken'>,
  ): Promise<HistoryPage> {
    const row = await this.find(tenantId, executionArn);
    if (row.awsArn !== null) return this.aws.page(row.awsArn, query);
    const { maxResults, reverseOrder, nextToken } = query;
    const position = readToken(nextToken, reverseOrder);
    return this.database.withTenant(tenantId, async (tx) => {
      const last = await this.store.lastId(tx, tenantId, row.id);
      const first = position ?? (reverseOrder ? last : 1);
      const [from, to] = reverseOrder
        ? [Math.max(1, first - maxResults + 1), Math.min(first, last)]
        : [first, first + maxResults - 1];
      const events = await this.store.between(tx, tenantId, row.id, from, to);
      const isMore = reverseOrder ? from > 1 : to < last;
      const next = reverseOrder ? from - 1 : to + 1;
      return {
        events: reverseOrder ? events.reverse() : events,
        nextToken: isMore ? encodeCursor([reverseOrder ? 'reverse' : 'forward', String(next)]) : null,
      };
    });
  }

  /** @throws AppError NOT_FOUND */
  async find(tenantId: string, executionArn: string): Promise<ExecutionDetails> {
    const row = await this.database.withTenant(tenantId, (tx) =>
      this.executions.findByArn(tx, tenantId, executionArn),
    );
    if (row === null) throw notFound('execution', executionArn);
    return row;
  }

  /** Events that came after one (0: all of them), as they lie now, some at a time. */
  async *since(
    { tenantId, id, awsArn }: ExecutionDetails,
    eventId: number,
  ): AsyncGenerator<ShownEvent[], void> {
    if (awsArn !== null) return yield* this.aws.since(awsArn, eventId);
    for (let last = eventId; ; last += EVENTS_AT_ONCE) {
      const events = await this.database.withTenant(tenantId, (tx) =>
        this.store.between(tx, tenantId, id, last + 1, last + EVENTS_AT_ONCE),
      );
      if (events.length > 0) yield events;
      if (events.length < EVENTS_AT_ONCE) return; // ids have no gaps
    }
  }

  /** All events as one JSON text, in the shape of a page, bit by bit. */
  async *export(row: ExecutionDetails): AsyncGenerator<string, void> {
    const head = JSON.stringify({ success: true, correlationId: correlation.id() });
    let opening = `${head.slice(0, -1)},"result":{"events":[`;
    for await (const events of this.since(row, 0)) {
      yield `${opening}${events.map((event) => JSON.stringify(event)).join(',\n')}`;
      opening = ',\n';
    }
    yield `${opening === ',\n' ? '' : opening}],"nextToken":null}}\n`;
  }
}

/** Where a page begins. @throws AppError INVALID for a token of another list, or of the other direction */
function readToken(token: string | undefined, reverseOrder: boolean): number | undefined {
  if (token === undefined) return undefined;
  const problem = invalid([{ path: 'nextToken', message: 'is no token of this history in this order' }]);
  try {
    const [order, text = ''] = decodeCursor(token, 2) ?? [];
    if (order === (reverseOrder ? 'reverse' : 'forward') && /^[1-9]\d{0,5}$/.test(text)) return Number(text);
  } catch (error) {
    if (!(error instanceof AppError)) throw error; // named for the cursor of other lists
  }
  throw problem;
}
