import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { Logger } from '../../platform/telemetry/index.js';
import { Clock } from '../../shared/clock.js';
import { AuditLog } from './audit-log.service.js';

/** The tenant of the installation itself: who guesses keys guesses at no tenant in particular. */
const TENANT = 'default';
const HOUR_MS = 3_600_000;
/** Entries of the audit log an hour, of this process: somebody with a thousand addresses must not fill it. */
const MOST_AN_HOUR = 100;

/** Notes addresses that were locked for wrong keys: each in the log, and in the audit log as far as it has room. */
@Injectable()
export class LockNotes implements BeforeApplicationShutdown {
  readonly #underWay = new Set<Promise<void>>();
  #hour = { since: 0, entries: 0 };

  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  note(address: string, seconds: number): void {
    this.logger.warn('An address was locked for wrong keys', { address, seconds });
    const now = this.clock.now().getTime();
    if (now - this.#hour.since >= HOUR_MS) this.#hour = { since: now, entries: 0 };
    this.#hour.entries += 1;
    if (this.#hour.entries > MOST_AN_HOUR) return;
    const writing = this.#write(address, seconds)
      .catch((error: unknown) => this.logger.warn('A lock was not noted', { address, error: String(error) }))
      .finally(() => this.#underWay.delete(writing));
    this.#underWay.add(writing);
  }

  /** The database closes after this. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  async #write(address: string, seconds: number): Promise<void> {
    const actor = { tenantId: TENANT, owner: 'nobody', keyId: 'none' };
    const change = { action: 'address.locked', targetType: 'address', targetId: address, after: { seconds } };
    await this.database.withTenant(TENANT, (tx) => this.audit.write(tx, actor, change));
  }
}
