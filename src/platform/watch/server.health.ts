import { Injectable } from '@nestjs/common';
import { inTime } from '../../shared/in-time.js';
import { Database } from '../database/index.js';
import { WakeQueue } from '../queue/index.js';
import { Logger } from '../telemetry/index.js';
import { degraded, HealthPart, partOf, type PartHealth } from './health-part.js';
import { Looks } from './looks.js';
import { WatchStore } from './watch.store.js';

/** Both questions together take less than a part has. */
const PATIENCE_MS = 1_400;
/** The rest is for people, for a rolling deploy, and for the next worker. */
const CROWDED = 0.85;
/** too_many_connections */
const NONE_LEFT = '53300';

/** The database, without which nothing works, and the queue, without which work starts late. */
@Injectable()
export class ServerHealth {
  readonly #databaseLooks: Looks;
  readonly #queueLooks: Looks;

  constructor(
    database: Database,
    private readonly queue: WakeQueue,
    private readonly store: WatchStore,
    private readonly logger: Logger,
  ) {
    this.#databaseLooks = new Looks(() => database.look());
    this.#queueLooks = new Looks(() => queue.ping());
  }

  @HealthPart('database')
  async databaseHealth(): Promise<PartHealth> {
    try {
      if ((await this.#databaseLooks.look(PATIENCE_MS)) === 'slow')
        return { status: 'degraded', message: 'PostgreSQL is slow to answer: it or the network is busy.' };
    } catch (error) {
      this.logger.debug('The database does not answer', { error: String(error) });
      // it answers, and connections that are open go on
      return { status: isCode(error, NONE_LEFT) ? 'degraded' : 'down', message: wordsFor(error) };
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
      if ((await this.#queueLooks.look(PATIENCE_MS)) === 'slow')
        return { status: 'degraded', message: `${name} is slow to answer.`, facts: { backend } };
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
  if (isCode(error, NONE_LEFT))
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
