import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { invalid } from '../../shared/app-error.js';
import { ExecutionWatch, type Watch } from './execution-watch.js';
import type { ExecutionDetails } from './executions.store.js';
import { HistoryService } from './history.service.js';
import { HistoryStore } from './history.store.js';

/** Shorter than the minute after which proxies drop a silent connection. */
const HEARTBEAT_MS = 15_000;
const RETRY_MS = 2_000;

/** The history of an execution as server-sent events (WHATWG HTML, 9.2), as it is written. */
@Injectable()
export class ExecutionFeed {
  constructor(
    private readonly history: HistoryService,
    private readonly store: HistoryStore,
    private readonly watching: ExecutionWatch,
  ) {}

  /**
   * @param mayGoOn asked before each part but the first: an execution may outlive the key that follows it
   * @param lastEvent the id of the last event that the client has, as it says
   * @returns undefined where the execution has ended and the client has all of it: it need not come again
   * @throws AppError NOT_FOUND, INVALID, RATE_LIMITED
   */
  async open(
    tenantId: string,
    executionArn: string,
    mayGoOn: () => Promise<boolean>,
    lastEvent = '0',
  ): Promise<Readable | undefined> {
    const lastEventId = readEventId(lastEvent);
    const row = await this.history.find(tenantId, executionArn);
    if (row.stoppedAt !== null && lastEventId > 0) {
      const { done } = await this.history.since(row, lastEventId).next();
      if (done === true) return undefined;
    }
    const watch = this.watching.open(row);
    return streamOf(this.#follow(row, lastEventId, watch, mayGoOn), () => watch.close());
  }

  async *#follow(
    row: ExecutionDetails,
    lastEventId: number,
    watch: Watch,
    mayGoOn: () => Promise<boolean>,
  ): AsyncGenerator<string, void> {
    yield `retry: ${RETRY_MS}\n\n`;
    let last = lastEventId;
    for (;;) {
      // in this order: what is written after the look shows at the next one
      const [standing] = await this.store.standings([row.id]);
      for await (const events of this.history.since(row, last)) {
        for (const event of events) yield `id: ${event.id}\ndata: ${JSON.stringify(event)}\n\n`;
        last = events.at(-1)?.id ?? last;
      }
      if (standing === undefined) return; // retention has deleted it
      if (standing.status !== 'RUNNING' && standing.status !== 'PENDING_START') {
        yield `event: end\ndata: ${JSON.stringify({ status: standing.status })}\n\n`;
        return;
      }
      const change = await watch.next(standing.version, HEARTBEAT_MS);
      if (change === 'closed' || !(await mayGoOn())) return;
      if (change === 'quiet') yield ': still here\n\n';
    }
  }
}

/** A stream that ends its waiting at once when the client leaves; Readable.from would wait with it. */
function streamOf(parts: AsyncGenerator<string, void>, onEnd: () => void): Readable {
  return new Readable({
    objectMode: true,
    read() {
      parts.next().then(
        ({ value, done }) => this.push(done === true ? null : value),
        (error: unknown) => this.destroy(error instanceof Error ? error : new Error(String(error))),
      );
    },
    destroy(error, done) {
      onEnd();
      done(error);
    },
  });
}

function readEventId(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw invalid([{ path: 'Last-Event-ID', message: 'must be the id of an event of this stream' }]);
}
