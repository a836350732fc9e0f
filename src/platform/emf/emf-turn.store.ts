import { Injectable } from '@nestjs/common';
import { inTime } from '../../shared/in-time.js';
import { Database } from '../database/index.js';

type Session = Awaited<ReturnType<Database['session']>>;

const NAME = 'metrics of the cluster';
/** Without an answer for so long the connection counts as broken: what this process has counted is told all the same. */
const PATIENCE_MS = 5_000;

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
        const session = this.#session;
        await inTime(PATIENCE_MS, () => session.query('SELECT 1')); // the lock is as alive as the connection
        return true;
      }
      return await this.#take();
    } catch {
      await this.leave();
      return false;
    }
  }

  /** Never throws, and waits no longer than that for a server that does not answer. */
  async leave(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    if (session !== undefined) await inTime(PATIENCE_MS, () => session.end()).catch(() => undefined);
  }

  async #take(): Promise<boolean> {
    const session = await this.database.session();
    this.#session = session;
    const { rows } = await inTime(PATIENCE_MS, () =>
      session.query<{ taken: boolean }>('SELECT pg_try_advisory_lock(hashtext($1)) AS taken', [NAME]),
    );
    if (rows[0]?.taken === true) return true;
    await this.leave();
    return false;
  }
}
