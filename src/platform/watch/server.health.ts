import { Injectable } from '@nestjs/common';
import { inTime } from '../../shared/in-time.js';
import { Database } from '../database/index.js';
import { WakeQueue } from '../queue/index.js';
import { Logger } from '../telemetry/index.js';
import { degraded, HealthPart, partOf, type PartHealth } from './health-part.js';
import { WatchStore } from './watch.store.js';

/** Both questions together take less than a part has. */
const PATIENCE_MS = 1_400;
/** The rest is for people, for a rolling deploy, and for the next worker. */
const CROWDED = 0.85;

/** The database and the queue: without them nothing works. */
@Injectable()
export class ServerHealth {
  constructor(
    private readonly database: Database,
    private readonly queue: WakeQueue,
    private readonly store: WatchStore,
    private readonly logger: Logger,
  ) {}

  @HealthPart('database')
  async databaseHealth(): Promise<PartHealth> {
    try {
      await inTime(PATIENCE_MS, () => this.database.ping());
    } catch (error) {
      this.logger.debug('The database does not answer', { error: String(error) });
      return { status: 'down', message: wordsFor(error) };
    }
    const server = await inTime(PATIENCE_MS, () => this.store.server()).catch(() => undefined);
    if (server === undefined) {
      const message = 'PostgreSQL answers, but says nothing of itself: it has too much to do.';
      return { status: 'degraded', message };
    }
    const { connections, most, isReadOnly } = server;
    return partOf(
      'PostgreSQL answers.',
      [
        connections >= most * CROWDED &&
          degraded(
            `PostgreSQL has ${connections} of ${most} connections in use: lower DATABASE_POOL, run fewer processes, or raise max_connections.`,
          ),
        isReadOnly &&
          degraded(
            'PostgreSQL is read-only (a standby, or its storage is full): nothing can be written until it is not.',
          ),
      ],
      { figures: { connections, connectionsMost: most } },
    );
  }

  @HealthPart('queue')
  async queueHealth(): Promise<PartHealth> {
    const { backend } = this.queue;
    const name = backend === 'redis' ? 'Redis' : 'The queue in PostgreSQL';
    try {
      await inTime(PATIENCE_MS, () => this.queue.ping());
      return { status: 'up', message: `${name} answers.`, facts: { backend } };
    } catch (error) {
      this.logger.debug('The queue does not answer', { error: String(error) });
      const message = `${name} does not answer: what is asked for is kept and waits; look at ${backend === 'redis' ? 'Redis and REDIS_URL' : 'PostgreSQL'}.`;
      return { status: 'down', message, facts: { backend } };
    }
  }
}

/** The reason may hold an address: that is for the log. */
function wordsFor(error: unknown): string {
  if (isCode(error, '53300'))
    return 'PostgreSQL has no connection left: lower DATABASE_POOL, run fewer processes, or raise max_connections.';
  if (isCode(error, '28P01') || isCode(error, '28000'))
    return 'PostgreSQL does not accept the login of DATABASE_URL: mend it, and restart the process.';
  return 'PostgreSQL does not answer, so nothing works: look at the server, and at the network between.';
}

function isCode(error: unknown, code: string, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 4) return false;
  if ('code' in error && error.code === code) return true;
  if ('message' in error && typeof error.message === 'string' && error.message.includes(code)) return true;
  return 'cause' in error && isCode(error.cause, code, depth + 1);
}
