import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';

type Session = Awaited<ReturnType<Database['session']>>;

const NAME = 'metrics of the cluster';

/**
 * Which process tells what every process reads alike. It holds a lock of the database as long as its connection lives,
 * so that another takes over when it dies; the others hold no connection.
 */
@Injectable()
export class EmfTurnStore {
  #session: Session | undefined;

  constructor(private readonly database: Database) {}

  /** Never throws: without the database it is nobody's turn. */
  async isOurs(): Promise<boolean> {
    try {
      if (this.#session !== undefined) {
        await this.#session.query('SELECT 1'); // the lock is as alive as the connection
        return true;
      }
      return await this.#take();
    } catch {
      await this.leave();
      return false;
    }
  }

  async leave(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    await session?.end().catch(() => undefined);
  }

  async #take(): Promise<boolean> {
    const session = await this.database.session();
    this.#session = session;
    const { rows } = await session.query<{ taken: boolean }>(
      'SELECT pg_try_advisory_lock(hashtext($1)) AS taken',
      [NAME],
    );
    if (rows[0]?.taken === true) return true;
    await this.leave();
    return false;
  }
}
